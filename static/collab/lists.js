// Entries of a list can be dragged by their grip, with the mouse and by touch. Buttons and keys do the same without it.

const ENTRY = "[data-move]";
const EDGE = 90; // Pixels from the edge of the window within which the page moves along.
const FASTEST = 3; // Pixels in a millisecond: from one end of a list of 300 to the other in a few seconds.
const LONGEST_STEP = 400; // Milliseconds; where the machine is busy, the page goes in larger steps and not more slowly.
const REST = 150; // Milliseconds between two places while the page moves along: a long list takes time to be laid out.
// {entry, before: its place when it was picked up, y: where the pointer is, moved: when the page last moved along, put:
// when the entry last got its place then}
let dragged = null;

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
  dragged = { entry, before: placeOf(entry), y: event.clientY, moved: null, put: 0 };
  entry.classList.add("is-dragged");
}

function drag(event) {
  if (!dragged) return;
  dragged.y = event.clientY;
  put();
  if (dragged.moved === null) {
    dragged.moved = performance.now();
    requestAnimationFrame(moveAlong);
  }
}

// The entry goes before the first one whose middle lies below the pointer; they stand in order, so that few are measured.
function put() {
  const { entry, y } = dragged;
  const others = entriesOf(entry).filter((one) => one !== entry);
  let [first, last] = [0, others.length];
  while (first < last) {
    const middle = (first + last) >> 1;
    const { top, height } = others[middle].getBoundingClientRect();
    if (y < top + height / 2) last = middle;
    else first = middle + 1;
  }
  const next = others[first] ?? null;
  if (next !== entry.nextElementSibling) entry.parentElement.insertBefore(entry, next);
}

// Near an edge the page moves along, the faster the nearer, as long as the pointer is there, moving or not.
function moveAlong(now) {
  if (!dragged) return;
  const [above, below] = [EDGE - dragged.y, dragged.y - (innerHeight - EDGE)];
  const near = Math.min(1, Math.max(above, below, 0) / EDGE);
  const by = near * FASTEST * Math.min(LONGEST_STEP, Math.max(1, now - dragged.moved));
  dragged.moved = near ? now : null;
  if (!near) return;
  scrollBy({ top: Math.ceil(by) * (above > below ? -1 : 1), behavior: "instant" });
  if (now - dragged.put > REST) {
    dragged.put = now;
    put();
  }
  requestAnimationFrame(moveAlong);
}

function putAt({ entry, before }) {
  const others = entriesOf(entry).filter((one) => one !== entry);
  entry.parentElement.insertBefore(entry, others[before - 1] ?? null);
}

function release(isKept) {
  if (!dragged) return;
  if (isKept) put();
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
