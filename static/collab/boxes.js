// Filling a box without a mouse: scans go in one after the other, and titles on offer are picked with the keys 1 to 9.

const PART = "#filling";
const FIRST_TO_TYPE = "[data-offer] [autofocus], .box-item-form input:not([type=hidden]), .box-named [autofocus]";
const AS_FAST_AS_A_SCANNER = 60; // Milliseconds between two keys; nobody types two figures that quickly.

const part = () => document.querySelector(PART);
const picks = () => Array.from(document.querySelectorAll("[data-offer] [data-key]"));
const form = document.querySelector("[data-scan]");
const field = form?.elements.what;

// Each scan is sent when the one before it has its answer, and the field is free for the next one at once.
let queue = Promise.resolve();
let waiting = 0;

async function send(text) {
  let failed = false;
  const noteFailure = () => (failed = true);
  document.addEventListener("htmx:responseError", noteFailure);
  document.addEventListener("htmx:sendError", noteFailure);
  try {
    await htmx.ajax("POST", form.action, { target: PART, swap: "outerHTML show:none", values: { what: text } });
  } catch {
    failed = true;
  }
  document.removeEventListener("htmx:responseError", noteFailure);
  document.removeEventListener("htmx:sendError", noteFailure);
  waiting -= 1;
  if (failed) keepUnsent(text);
  else giveBack(part().dataset.typed);
}

function put(text) {
  waiting += 1;
  queue = queue.then(() => send(text));
}

// What did not reach the server stays below the field until it is sent again or dismissed, whatever is scanned next.
const unsent = document.querySelector("[data-unsent]");

function keepUnsent(text) {
  const line = unsent.querySelector("template").content.firstElementChild.cloneNode(true);
  line.querySelector("[data-text]").textContent = text;
  const leave = () => {
    line.remove();
    unsent.hidden = !unsent.querySelector("li");
    field.focus();
  };
  line.querySelector("[data-dismiss]").addEventListener("click", leave);
  line.querySelector("[data-again]").addEventListener("click", () => {
    leave();
    put(text);
  });
  unsent.querySelector("ul").append(line);
  unsent.hidden = false;
}

// Words that could not be put in stand in the field again, marked, so that the next scan takes their place.
function giveBack(text) {
  if (!text || waiting || field.value) return;
  field.value = text;
  if (document.activeElement === field) field.select();
  if (picks().length && /\p{L}/u.test(text)) picks()[0].focus();
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  put(text);
});

field?.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || !picks().length) return;
  event.preventDefault();
  picks()[0].focus();
});

// A figure picks, unless more keys follow as fast as from a scanner: then they belong to the field.
let typed = "";
let timer = 0;

function move(from, step) {
  const all = picks();
  const next = all.indexOf(from) + step;
  (all[next] ?? field).focus();
}

function toTheField(text) {
  clearTimeout(timer);
  typed = "";
  field.value = text;
  field.focus();
}

function pick() {
  const key = typed;
  typed = "";
  picks().find((one) => one.dataset.key === key)?.click();
}

document.addEventListener("keydown", (event) => {
  const on = event.target.closest?.("[data-offer]");
  if (!on || !field || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") toTheField("");
  else if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event.target, event.key === "ArrowDown" ? 1 : -1);
  else if (event.key.length === 1 && event.key !== " ") {
    clearTimeout(timer);
    typed += event.key;
    if (/^[1-9]$/.test(typed)) timer = setTimeout(pick, AS_FAST_AS_A_SCANNER);
    else toTheField(typed);
  } else return;
  event.preventDefault();
});

// After the part was exchanged, keys go on where they were: on what was picked last, else on the first on offer, else in
// the field. Whoever types in the field stays there.
function settle() {
  document.querySelectorAll("[data-keys-help]").forEach((help) => (help.hidden = false));
  const active = document.activeElement;
  const [first] = picks();
  if (active === field || (active !== document.body && !first)) return;
  const last = document.querySelector(FIRST_TO_TYPE);
  (last ?? first ?? field)?.focus();
}

// The part comes whole, and a screen reader hears only what changes in a place that stays.
function sayAloud() {
  const heard = document.querySelector("[data-heard]");
  const lines = part().querySelectorAll("[data-said] p, [data-left-out-now], [data-offer] h3");
  const said = Array.from(lines, (line) => line.textContent.trim());
  if (heard) heard.textContent = said.join(" ");
}

document.addEventListener("htmx:afterSettle", () => {
  sayAloud();
  settle();
});
settle();
