// Entries of a list can be dragged by their grip, with the mouse and by touch. Buttons and keys do the same without it.

const ENTRY = "[data-move]";
let dragged = null; // {entry, before: its place when it was picked up}

const entriesOf = (entry) => Array.from(entry.parentElement.querySelectorAll(ENTRY));
const placeOf = (entry) => entriesOf(entry).indexOf(entry) + 1;

function showGrips() {
  document.querySelectorAll(".list-grip").forEach((grip) => {
    grip.hidden = false;
  });
}

function pickUp(event) {
  const grip = event.target.closest?.(".list-grip");
  if (!grip || event.button > 0 || dragged) return;
  event.preventDefault();
  const entry = grip.closest(ENTRY);
  dragged = { entry, before: placeOf(entry) };
  entry.classList.add("is-dragged");
}

// The entry goes before the first one whose middle lies below the pointer; near an edge the page moves along.
function drag(event) {
  if (!dragged) return;
  const { entry } = dragged;
  const others = entriesOf(entry).filter((one) => one !== entry);
  const next = others.find((one) => {
    const { top, height } = one.getBoundingClientRect();
    return event.clientY < top + height / 2;
  });
  if (next !== entry.nextElementSibling) entry.parentElement.insertBefore(entry, next ?? null);
  if (event.clientY < 60) scrollBy(0, -12);
  else if (event.clientY > innerHeight - 60) scrollBy(0, 12);
}

function putAt({ entry, before }) {
  const others = entriesOf(entry).filter((one) => one !== entry);
  entry.parentElement.insertBefore(entry, others[before - 1] ?? null);
}

function release(isKept) {
  if (!dragged) return;
  const { entry, before } = dragged;
  const to = placeOf(entry);
  entry.classList.remove("is-dragged");
  if (!isKept) putAt(dragged);
  else if (to !== before) {
    const back = { ...dragged };
    const refused = () => putAt(back);
    entry.addEventListener("htmx:responseError", refused, { once: true });
    entry.addEventListener("htmx:sendError", refused, { once: true });
    htmx.ajax("POST", entry.dataset.move, { source: entry, target: "#entries", swap: "outerHTML show:none", values: { to } });
  }
  dragged = null;
}

document.addEventListener("pointerdown", pickUp);
document.addEventListener("pointermove", drag);
document.addEventListener("pointerup", () => release(true));
document.addEventListener("pointercancel", () => release(false));
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") release(false);
});
document.addEventListener("htmx:load", showGrips);
showGrips();
