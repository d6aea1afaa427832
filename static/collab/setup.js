// First step of the set-up: the address follows the name, time zone and language follow the country, until touched.
(() => {
  "use strict";

  const form = document.querySelector("[data-setup-school]");
  const proposals = JSON.parse(document.getElementById("country-proposals").textContent);
  const { name, slug, country, time_zone: zone, locale } = form.elements;
  const own = new Set([slug, zone, locale].filter((field) => field.value));
  [slug, zone, locale].forEach((field) => field.addEventListener("input", () => own.add(field)));

  const propose = (field, value) => {
    if (!own.has(field) && value) field.value = value;
  };

  name.addEventListener("input", () => {
    if (own.has(slug)) return;
    const plain = name.value.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    slug.value = plain
      .replace(/[^a-z0-9\s_-]/g, "")
      .trim()
      .replace(/[\s-]+/g, "-")
      .slice(0, Number(slug.dataset.longest))
      .replace(/[-_]+$/, "");
  });

  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const follow = () => {
    const proposed = proposals[country.value];
    if (!proposed) return;
    propose(zone, proposed.zones.includes(here) ? here : proposed.zones[0]);
    propose(locale, proposed.locale);
  };
  country.addEventListener("change", follow);

  // The browser knows where it stands; that is the likeliest country.
  if (!country.value) {
    const likeliest = Object.keys(proposals).find((code) => proposals[code].zones.includes(here));
    if (likeliest) country.value = likeliest;
    follow();
  }
})();
