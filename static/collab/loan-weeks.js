// The days of a loan follow the weeks that are chosen, and the weeks the days: without it the server does the first.
for (const when of document.querySelectorAll("[data-loan-weeks]")) {
  const field = (name) => when.querySelector(`[name="${name}"]`);
  const [firstWeek, lastWeek] = [field("first_week"), field("last_week")];
  const [startsOn, endsOn] = [field("starts_on"), field("ends_on")];
  const has = (select, day) => [...select.options].some((option) => option.value === day);

  const showWeeks = () => {
    const areWeeks = has(firstWeek, startsOn.value) && has(lastWeek, endsOn.value);
    firstWeek.value = areWeeks ? startsOn.value : "";
    lastWeek.value = areWeeks ? endsOn.value : "";
  };

  const takeWeeks = () => {
    if (!firstWeek.value) return;
    // Both lists have the same weeks in the same order.
    lastWeek.selectedIndex = Math.max(lastWeek.selectedIndex, firstWeek.selectedIndex);
    startsOn.value = firstWeek.value;
    endsOn.value = lastWeek.value;
  };

  firstWeek.addEventListener("change", takeWeeks);
  lastWeek.addEventListener("change", takeWeeks);
  startsOn.addEventListener("change", showWeeks);
  endsOn.addEventListener("change", showWeeks);
  if (startsOn.value && endsOn.value) showWeeks();
}
