// A scanner is a keyboard that ends with Enter: what it types ticks its thing in the list, and the field is ready for
// the next. Without this the server does the same.

const list = document.getElementById("checklist");
const field = list?.querySelector("#scan");
const said = list?.querySelector("[data-scanned]");

function thingWith(barcode) {
  return [...list.querySelectorAll("[data-barcodes]")].find((thing) =>
    thing.dataset.barcodes.split(" ").includes(barcode),
  );
}

function tick(barcode) {
  const thing = thingWith(barcode);
  list.querySelector(".is-scanned")?.classList.remove("is-scanned");
  if (!thing) {
    said.textContent = `Nothing in this box has the barcode “${barcode}”.`;
    return;
  }
  thing.querySelector("[type=checkbox]").checked = true;
  thing.classList.add("is-scanned");
  thing.scrollIntoView({ block: "nearest" });
  said.textContent = `Ticked: ${thing.querySelector(".checklist-what span span").textContent}`;
}

list?.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "tick" || !field) return;
  event.preventDefault();
  const barcode = field.value.trim();
  if (barcode) tick(barcode);
  field.value = "";
  field.focus();
});
