// Several topics in one form. What is typed stays in this browser until the server has it: through a lost connection,
// a sign-in that ran out, or a phone that closed the page. It is kept for one person, one term and one teacher; each
// topic has a name of its own (`sending`), by which the server says what it has. Without this script the form grows by
// its buttons.

import { draftOf, forgetDraft, keepDraft } from "./drafts.js";

const FORM = "form[data-asking]";
const HIDDEN = ["sending", "copied_from"];

const newName = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is there in secure contexts only.
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
};

const blocksOf = (form) => Array.from(form.querySelectorAll("[data-block]"));
const fieldsOf = (block) =>
  Array.from(block.querySelectorAll("input, select, textarea")).filter(({ name }) => name.startsWith(`t${block.dataset.block}-`));
const partOf = (block, field) => field.name.slice(`t${block.dataset.block}-`.length);

// --- A topic as values, and back ------------------------------------------------------------------------------

function valuesOf(block) {
  const values = {};
  fieldsOf(block).forEach((field) => {
    if (field.type === "checkbox" && !field.checked) return;
    if (field.value) (values[partOf(block, field)] ??= []).push(field.value);
  });
  return values;
}

const saysSomething = (values) => Object.keys(values).some((name) => !HIDDEN.includes(name));

function fill(block, values) {
  fieldsOf(block).forEach((field) => {
    const typed = values[partOf(block, field)] ?? [];
    if (field.type === "checkbox") field.checked = typed.includes(field.value);
    else field.value = typed[0] ?? "";
  });
  const folded = block.querySelector("details.disclosure");
  if (folded && ["students", "reads_from", "reads_to", "note"].some((name) => values[name])) folded.open = true;
  show(block);
}

// --- What is chosen, in words -----------------------------------------------------------------------------------

function show(block) {
  const chosen = Array.from(block.querySelectorAll("[data-who] input:checked"));
  const words = block.querySelector("[data-who-words]");
  if (words) words.textContent = chosen.map((box) => box.parentElement.textContent.trim()).join(", ") || "Choose";
  const students = block.querySelector("[name$='students']");
  const number = chosen.reduce((sum, box) => sum + Number(box.dataset.size ?? 0), 0);
  if (students) students.placeholder = number ? `${number}, from the classes` : "";
}

function count(form) {
  form.elements.another.hidden = blocksOf(form).length >= Number(form.dataset.most);
  blocksOf(form).forEach((block, index, { length }) => {
    const legend = block.querySelector("[data-legend]");
    if (legend) legend.textContent = length > 1 ? `Topic ${index + 1}` : "Topic";
  });
}

// --- More topics, fewer topics ----------------------------------------------------------------------------------

function add(form) {
  const number = Math.max(-1, ...blocksOf(form).map((block) => Number(block.dataset.block))) + 1;
  const spare = form.parentElement.querySelector("template[data-spare]");
  const holder = document.createElement("div");
  holder.innerHTML = spare.innerHTML.replaceAll("__n__", number);
  const block = holder.firstElementChild;
  block.querySelector("[name$='-sending']").value = newName();
  form.querySelector("[data-blocks]").append(block);
  count(form);
  return block;
}

function drop(form, number) {
  const block = blocksOf(form).find((one) => one.dataset.block === number);
  const next = block.nextElementSibling ?? block.previousElementSibling;
  block.remove();
  count(form);
  keep(form);
  next?.querySelector("[name$='-topic']")?.focus();
}

// --- Kept in this browser ---------------------------------------------------------------------------------------

function keep(form) {
  const topics = blocksOf(form).map(valuesOf).filter(saysSomething);
  if (topics.length) keepDraft(form.dataset.asking, { topics, address: addressOf(form) });
  else forgetDraft(form.dataset.asking);
}

const addressOf = (form) => {
  const [, , , term, teacher] = form.dataset.asking.split(":");
  const isForAnother = form.elements.teacher !== undefined;
  return `${form.getAttribute("action")}?term=${term}${isForAnother ? `&teacher=${teacher}` : ""}`;
};

// The topics of a draft that the server does not have; the draft goes once it has all of them.
function unsent(key, known) {
  const draft = draftOf(key);
  const topics = (draft?.topics ?? []).filter(({ sending }) => !known.includes(sending?.[0]));
  if (draft && !topics.length) forgetDraft(key);
  else if (draft && topics.length < draft.topics.length) keepDraft(key, { ...draft, topics });
  return topics.length ? { ...draft, topics } : null;
}

const knownTo = (element) => (element.dataset.known ?? "").split(" ").filter(Boolean);

function restore(form) {
  const draft = unsent(form.dataset.asking, knownTo(form));
  if (!draft) return;
  draft.topics.forEach((values, index) => {
    fill(blocksOf(form)[index] ?? add(form), values);
  });
  const line = document.createElement("p");
  line.className = "form-text";
  line.setAttribute("role", "status");
  line.textContent = "Brought back what you had typed and not sent. ";
  const away = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn btn-sm btn-quiet",
    textContent: "Throw it away",
  });
  away.addEventListener("click", () => {
    blocksOf(form).slice(1).forEach((block) => block.remove());
    fill(blocksOf(form)[0], { sending: [newName()] });
    count(form);
    keep(form);
    line.remove();
    blocksOf(form)[0].querySelector("[name$='-topic']").focus();
  });
  line.append(away);
  form.querySelector("[data-blocks]").before(line);
}

// --- The form as it is opened, and as it comes back ----------------------------------------------------------

let openedUnder = "";

function open(form) {
  form.querySelectorAll("[data-without-script]").forEach((button) => {
    button.hidden = true;
  });
  blocksOf(form).forEach(show);
  count(form);
  if ("returned" in form.dataset) {
    // With another term or teacher the topics move along with it.
    if (openedUnder && openedUnder !== form.dataset.asking) forgetDraft(openedUnder);
    keep(form);
  } else {
    restore(form);
  }
  openedUnder = form.dataset.asking;
}

const openAll = () =>
  document.querySelectorAll(FORM).forEach((form) => {
    if (form.dataset.isOpen) return;
    form.dataset.isOpen = "yes";
    open(form);
  });

function typed({ target }) {
  const block = target.closest("[data-block], .said");
  if (block && target.type === "checkbox") show(block);
  const form = target.closest(FORM);
  if (form && block) keep(form);
  if (target.matches("[data-again]")) form?.querySelector("[name=again]").click();
}

document.addEventListener("input", typed);
// Growing and shrinking need no server, and so work without a connection too.
document.addEventListener("click", (event) => {
  const button = event.target.closest(`${FORM} button`);
  if (!button || !["another", "drop"].includes(button.name)) return;
  event.preventDefault();
  if (button.name === "drop") drop(button.form, button.value);
  else add(button.form).querySelector("[name$='-topic']").focus();
});
document.addEventListener("htmx:load", openAll);
// Back from the page that a form led to: it was sent, and what the server has must not come from the browser's memory.
addEventListener("pageshow", (event) => event.persisted && document.querySelector(FORM) && location.reload());

// --- The list of topics: is there something that was never sent? --------------------------------------------

function remind(page) {
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(page.dataset.topics));
  } catch {
    return; // Nothing is kept in this browser.
  }
  const left = keys.map((key) => unsent(key, knownTo(page))).filter(Boolean);
  const notice = page.querySelector("[data-unsent]");
  if (!left.length || !notice) return;
  const link = notice.querySelector("[data-unsent-link]");
  const words = ({ topic, note }) => {
    const name = topic?.[0] ?? "a topic without a name";
    return note && !link ? `${name} (${note[0]})` : name; // Without a way on, the note is read here or nowhere.
  };
  notice.querySelector("[data-unsent-topics]").textContent = left.flatMap((draft) => draft.topics.map(words)).join(", ");
  if (link) link.href = left[0].address;
  notice.hidden = false;
}

openAll();
document.querySelectorAll("[data-topics]").forEach(remind);
