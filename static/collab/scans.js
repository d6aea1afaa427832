// A scanner is a keyboard that ends with Enter: what it types counts one on its line of a list that is ticked off, each
// barcode once, and the field is ready for the next. Without this the server does the same (`bookings/checklists.py`).

const list = document.getElementById("checklist");
const field = list?.querySelector("#scan");
const told = list?.querySelector("[data-told]");

const within = (text) => text.split("\n").filter(Boolean);

function lineWith(barcode) {
  for (const written of [barcode, barcode.toUpperCase()]) {
    for (const line of list.querySelectorAll("[data-barcodes]")) {
      if (within(line.dataset.barcodes).includes(written)) return [line, written];
    }
  }
  return [null, barcode];
}

// What goes out: a tick, and of several how many. Returns what to say, and whether it counted.
function goesOut(line, title, many) {
  const [tick, count] = [line.querySelector("[type=checkbox]"), line.querySelector("[data-count]")];
  const before = tick.checked ? (count ? Number(count.value) || 0 : 1) : 0;
  if (before >= many) {
    return [count ? `All ${many} of ${title} are counted already.` : `${title} is ticked already.`, false];
  }
  tick.checked = true;
  if (!count) return [`Ticked: ${title}`, true];
  count.value = before + 1;
  return [`${title}: ${before + 1} of ${many}`, true];
}

// What comes back: one thing is there; of several those are missing that were not counted yet. Returns the same.
function comesBack(line, title, many, hasBegun) {
  const missing = line.querySelector("[data-missing]");
  if (!missing) {
    if (hasBegun) return [`${title} is back already.`, false];
    if (line.querySelector("[data-is-missing]").checked) line.querySelector("[data-there]").checked = true;
    return [`Back: ${title}`, true];
  }
  const before = Number(missing.value) || 0;
  if (hasBegun && before === 0) return [`All ${many} of ${title} are accounted for already.`, false];
  const damaged = Number(line.querySelector("[data-damaged]").value) || 0;
  missing.value = Math.max(0, (before || many - damaged) - 1);
  return [`${title}: ${many - missing.value} of ${many} back`, true];
}

function scan(typed) {
  const [line, barcode] = lineWith(typed);
  list.querySelector(".is-scanned")?.classList.remove("is-scanned");
  if (!line) return `Nothing in this box has the barcode “${barcode}”.`;
  line.classList.add("is-scanned");
  line.scrollIntoView({ block: "nearest" });
  const title = line.querySelector("[data-title]").textContent;
  const scanned = line.querySelector("[data-scanned]");
  const tick = line.querySelector("[type=checkbox]");
  if (tick && !tick.checked) scanned.value = "";
  if (within(scanned.value).includes(barcode)) return `“${barcode}” is counted already: ${title}.`;
  const many = Number(line.dataset.many);
  const [said, isCounted] = tick ? goesOut(line, title, many) : comesBack(line, title, many, scanned.value !== "");
  if (isCounted) scanned.value = [...within(scanned.value), barcode].join("\n");
  return said;
}

list?.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "tick" || !field) return;
  event.preventDefault();
  const barcode = field.value.trim();
  if (barcode) told.textContent = scan(barcode);
  field.value = "";
  field.focus();
});
