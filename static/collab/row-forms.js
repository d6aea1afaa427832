// A row that is half typed is not lost when somebody goes elsewhere: the browser asks before it leaves the page, and the
// draft is in the form again when it is opened the next time. It goes when the row is saved, or on “Cancel”.

import { draftOf, forgetDraft, keepDraft } from "./drafts.js";

const FORM = "form[data-draft]";
const SENT = "collab:row-sent"; // The key of the form that was sent last from a page of its own.
const here = () => location.pathname + location.search;
const states = new WeakMap();

const valuesOf = (form) =>
  Array.from(new FormData(form)).filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
const isDirty = (form) => JSON.stringify(valuesOf(form)) !== states.get(form).untouched;

function fill(form, values) {
  Array.from(form.elements).forEach((field) => {
    if (!field.name || field.name === "csrfmiddlewaretoken") return;
    if (field.type === "hidden" && form.elements[field.name].length > 1) return; // A list: its order is not typed.
    const typed = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = typed.includes(field.value);
    else if (typed.length) [field.value] = typed;
  });
}

const keep = (form) => keepDraft(form.dataset.draft, { values: valuesOf(form), sentFrom: "" });

// The draft comes with the version that its row was read at, so that nobody's later change is written over unseen.
function restore(form, draft) {
  const untouched = valuesOf(form);
  fill(form, draft.values);
  if (!isDirty(form)) return;
  const line = document.createElement("p");
  line.className = "form-text";
  line.textContent = "Restored what you had typed. ";
  line.setAttribute("role", "status");
  const away = Object.assign(document.createElement("button"), {
    type: "button",
    className: "btn btn-sm btn-quiet",
    textContent: "Throw away",
  });
  away.addEventListener("click", () => {
    fill(form, untouched);
    forgetDraft(form.dataset.draft);
    line.remove();
    form.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  });
  line.append(away);
  form.prepend(line);
}

// A form that comes back from the server with something to put right holds what was typed already.
function open(form) {
  if (states.has(form)) return;
  const isReturned = "returned" in form.dataset;
  states.set(form, { untouched: isReturned ? "" : JSON.stringify(valuesOf(form)), isSent: false });
  const draft = draftOf(form.dataset.draft);
  if (isReturned) keep(form);
  else if (draft) restore(form, draft);
  form.querySelector("[data-cancel]")?.addEventListener("click", () => {
    forgetDraft(form.dataset.draft);
    states.get(form).isSent = true;
  });
}

const openAll = () => document.querySelectorAll(FORM).forEach(open);

function typed(event) {
  const form = event.target.form;
  if (!form?.matches(FORM)) return;
  if (isDirty(form)) keep(form);
  else forgetDraft(form.dataset.draft);
}

// A form of a page of its own was saved if it led to this page; otherwise it came back, or something else is shown. Where
// a page says why nothing was saved, it may be sent again.
function forgetWhatWasSaved() {
  if (!document.referrer) return;
  const { origin, pathname, search } = new URL(document.referrer);
  const sent = draftOf(SENT);
  forgetDraft(SENT);
  if (!sent || origin !== location.origin) return;
  const isBack = document.querySelector(FORM)?.dataset.draft === sent;
  const refusal = document.querySelector("[data-nothing-saved]");
  refusal?.addEventListener("submit", () => keepDraft(SENT, sent));
  if (!isBack && !refusal && draftOf(sent)?.sentFrom === pathname + search) forgetDraft(sent);
}

document.addEventListener("input", typed);
document.addEventListener("change", typed);
document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
  if (!form.matches(FORM) || defaultPrevented) return;
  states.get(form).isSent = true;
  keepDraft(form.dataset.draft, { values: valuesOf(form), sentFrom: here() });
  keepDraft(SENT, form.dataset.draft);
});
document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  const form = detail.requestConfig.elt;
  if (form.matches(FORM) && detail.xhr.status === 200) forgetDraft(form.dataset.draft);
});
document.addEventListener("htmx:load", openAll);
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll(FORM).forEach((form) => {
    states.get(form).isSent = false;
  });
});
addEventListener("beforeunload", (event) => {
  const isLeft = (form) => !states.get(form)?.isSent && isDirty(form);
  if (Array.from(document.querySelectorAll(FORM)).some(isLeft)) event.preventDefault();
});

forgetWhatWasSaved();
openAll();
