// Answers save themselves. What is typed is never lost: it stays in the field, in this browser until the server has
// it, and beside the other text when somebody else wrote there too. Without this script the page is a plain form.

import { draftOf, forgetDraft, keepDraft } from "./drafts.js";

const form = document.querySelector("form[data-answers]");
const pageName = Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("");
const { plan, member, stage, presence: presenceUrl, signIn: signInUrl } = form.dataset;

const TYPING_PAUSE = 800;
const POLL_EVERY = 10_000;
const RETRY_AFTER = [2_000, 5_000, 15_000, 30_000];
const LARGEST_FAREWELL = 60_000; // Browsers send no more than 64 KiB from a page that goes away.

const csrfToken = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.querySelector("[name=csrfmiddlewaretoken]").value;

class SignedOut extends Error {}
class SomebodyElse extends Error {
  constructor(told) {
    super(told.sentence);
    this.told = told;
  }
}
class Refused extends Error {}

// A POST of ours: the reply as JSON, or an error that says what to do. A session that ran out answers with 401, and 412
// says that somebody else has signed in since this page was opened.
async function post(url, values, { keepalive = false } = {}) {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(values),
    headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), "X-Opened-By": document.body.dataset.openedBy },
    redirect: "manual",
    keepalive,
  });
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (response.status === 401) throw new SignedOut();
  if (response.status === 412) throw new SomebodyElse(await response.json());
  if (isJson) return response.json();
  if (response.status === 403 || response.status === 404) throw new Refused();
  throw new Error(`The server answered ${response.status}`);
}

const draftKey = (prompt) => `collab:draft:${plan}:${prompt}:${member}`;

// The line at the top of the page for what concerns every answer: signed out, no longer allowed, closed.
const trouble = {
  box: document.querySelector("[data-trouble]"),
  asksToSignIn: "",
  tell(sentence, link) {
    this.asksToSignIn = "";
    const text = this.box.querySelector("[data-trouble-text]");
    text.textContent = sentence;
    if (link) {
      const anchor = Object.assign(document.createElement("a"), { href: link.url, target: "_blank", rel: "noopener" });
      anchor.textContent = link.label;
      text.append(" ", anchor);
    }
    this.box.hidden = false;
  },
  // Told once and left standing: a link that is made anew at each try slips away under a finger.
  askToSignIn(sentence, link) {
    if (this.asksToSignIn === sentence && !this.box.hidden) return;
    this.tell(sentence, link);
    this.asksToSignIn = sentence;
  },
  tellSignedOut() {
    this.askToSignIn("You are signed out, so nothing can be saved. What you typed stays on this page.", {
      url: signInUrl,
      label: "Sign in in a new window, then come back here",
    });
  },
  tellWhoIsHere({ sentence, again, url }) {
    this.askToSignIn(sentence, { url, label: again });
  },
  clear() {
    this.box.hidden = true;
  },
};

class Answer {
  constructor(root) {
    this.root = root;
    this.prompt = root.dataset.answer;
    this.text = root.querySelector("textarea.answer-text");
    this.line = root.querySelector(".save-state");
    this.written = root.querySelector("[data-written]");
    this.conflicts = root.querySelector("[data-conflicts]");
    this.url = this.text.dataset.url;
    this.version = Number(form.elements[`${this.prompt}-version`].value); // What a save builds on.
    this.known = this.version; // The newest version that this page has shown.
    this.acknowledged = this.text.defaultValue; // What the server has: as the answer, or beside it.
    this.serial = 0;
    this.isStale = false;
    this.failures = 0;
    this.saving = null;

    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("blur", () => {
      this.save();
      if (this.isStale) poll();
    });
    this.conflicts.addEventListener("submit", (event) => this.settle(event));
    this.restore();
  }

  get isUnsaved() {
    return this.text.value !== this.acknowledged;
  }

  get isBusy() {
    return this.isUnsaved || this.saving || document.activeElement === this.text;
  }

  show(state, words) {
    this.root.dataset.state = state;
    if (this.line.dataset.state !== state) this.line.dataset.state = state;
    const text = this.line.querySelector("[data-save-text]");
    if (text.textContent !== words) text.textContent = words;
  }

  typed() {
    clearTimeout(this.timer);
    if (!this.isUnsaved && !this.saving) {
      this.failures = 0;
      forgetDraft(draftKey(this.prompt));
      this.show("idle", "");
      return;
    }
    keepDraft(draftKey(this.prompt), { text: this.text.value, version: this.version, at: Date.now() });
    this.timer = setTimeout(() => this.save(), TYPING_PAUSE);
  }

  // One save at a time for each answer; what is typed meanwhile goes with the next one.
  async save() {
    clearTimeout(this.timer);
    if (this.saving) return this.saving;
    if (!this.isUnsaved) return undefined;
    this.saving = this.sendUntilSaved().finally(() => {
      this.saving = null;
    });
    return this.saving;
  }

  async sendUntilSaved() {
    while (this.isUnsaved) {
      const sent = this.text.value;
      this.show("saving", "Saving…");
      try {
        const reply = await post(this.url, this.payload(sent));
        if (!this.take(reply, sent)) return;
      } catch (error) {
        this.failed(error);
        return;
      }
    }
  }

  payload(text) {
    this.serial += 1;
    return { text, version: this.version, page: pageName, serial: this.serial };
  }

  // Whether the text is safe on the server, as the answer or beside it.
  take(reply, sent) {
    if (reply.state === "saved" || reply.state === "conflict") {
      this.failures = 0;
      trouble.clear();
      this.acknowledged = sent;
      this.known = reply.version;
      if (reply.state === "saved") {
        this.version = reply.version;
        this.written.textContent = "";
        this.show("saved", `Saved ${reply.at}`);
        document.querySelectorAll("[data-after-saving]").forEach((line) => (line.hidden = false));
      } else {
        this.show("saved", `Kept beside the other text, ${reply.now}`);
      }
      this.showConflicts(reply);
      if (!this.isUnsaved) forgetDraft(draftKey(this.prompt));
      return true;
    }
    this.show("failed", `Not saved. ${reply.message}`);
    if (reply.state === "closed") trouble.tell(`${reply.message} Your text is kept in this browser.`);
    return false;
  }

  failed(error) {
    if (error instanceof SignedOut) {
      this.show("failed", "Not saved. You are signed out; your text is still here.");
      trouble.tellSignedOut();
    } else if (error instanceof SomebodyElse) {
      this.show("failed", "Not saved. Your text is still here.");
      trouble.tellWhoIsHere(error.told);
    } else if (error instanceof Refused) {
      this.show("failed", "Not saved. Your text is still here: copy it.");
      trouble.tell("You may no longer change this plan. What you typed is still on this page: copy it.");
      return;
    } else if (navigator.onLine) {
      this.show("failed", "Not saved. Your text is still here; trying again.");
    } else {
      this.show("offline", "You are offline. Your text is still here.");
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length - 1)]);
    this.failures += 1;
  }

  // The page goes away: one last try that outlives it. What does not arrive is in the drafts.
  saveAndLeave() {
    if (!this.isUnsaved || this.isTooLargeToLeaveWith) return;
    post(this.url, this.payload(this.text.value), { keepalive: true }).catch(() => {});
  }

  get isTooLargeToLeaveWith() {
    return encodeURIComponent(this.text.value.toWellFormed?.() ?? "").length > LARGEST_FAREWELL;
  }

  // What this browser kept from another time. Over the same version it goes back into the field; over another one a
  // person decides, since it may be old.
  restore() {
    const draft = draftOf(draftKey(this.prompt));
    if (!draft) return;
    if (draft.text === this.text.value) {
      forgetDraft(draftKey(this.prompt));
    } else if (draft.version === this.version) {
      this.useDraft(draft);
    } else {
      this.offerDraft(draft);
    }
  }

  useDraft(draft) {
    this.version = draft.version;
    this.text.value = draft.text;
    this.show("failed", "Not saved yet: brought back from this browser.");
    this.timer = setTimeout(() => this.save(), TYPING_PAUSE);
  }

  offerDraft(draft) {
    const box = document.createElement("div");
    box.className = "notice notice-waiting mt-2";
    box.setAttribute("role", "status");
    const words = document.createElement("div");
    words.className = "notice-words";
    const when = new Date(draft.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    const title = Object.assign(document.createElement("p"), {
      className: "notice-title",
      textContent: `This browser still has a text of yours that was not saved (${when})`,
    });
    const text = Object.assign(document.createElement("p"), { className: "typed", dir: "auto", textContent: draft.text });
    const button = (label, act) => {
      const one = Object.assign(document.createElement("button"), {
        type: "button",
        className: "btn btn-sm btn-outline-primary me-2",
        textContent: label,
      });
      one.addEventListener("click", () => {
        box.remove();
        act();
      });
      return one;
    };
    words.append(
      title,
      text,
      button("Put it beside the answer", () => this.useDraft(draft)),
      button("Throw it away", () => forgetDraft(draftKey(this.prompt))),
    );
    box.append(words);
    this.conflicts.before(box);
  }

  // --- Two texts -----------------------------------------------------------------------------------------------

  showConflicts({ conflicts, signature }) {
    if (signature === this.conflicts.dataset.signature) return;
    if (this.conflicts.contains(document.activeElement) && document.activeElement.matches("textarea")) return;
    this.conflicts.dataset.signature = signature;
    this.conflicts.innerHTML = conflicts;
  }

  async settle(event) {
    event.preventDefault();
    const { rival } = event.target.dataset;
    const keep = event.submitter.value;
    const merged = event.target.elements.text.value;
    await this.save();
    const decision = this.conflicts.querySelector(`[data-rival="${rival}"]`);
    if (!decision || this.isUnsaved) return;
    const values = new FormData(decision);
    values.set("keep", keep);
    values.set("text", merged);
    let reply;
    try {
      reply = await post(decision.action, values);
    } catch (error) {
      this.failed(error);
      return;
    }
    if (reply.state === "refused") {
      this.show("failed", reply.message);
      return;
    }
    this.conflicts.dataset.signature = reply.signature;
    this.conflicts.innerHTML = reply.conflicts;
    if (reply.state === "settled") {
      this.adopt(reply);
      this.show("saved", reply.message || `Settled ${reply.now}`);
      this.text.focus();
    } else {
      this.known = reply.version;
      this.show("idle", reply.message);
    }
  }

  adopt(reply) {
    this.text.value = reply.text;
    this.acknowledged = this.text.value;
    this.version = this.known = reply.version;
    forgetDraft(draftKey(this.prompt));
  }

  // The field holds a text that is kept beside the answer, until somebody decides.
  get isInConflict() {
    return this.version !== this.known;
  }

  // News from the server. A field in which somebody is typing is never touched.
  hear(news) {
    const isDecided = this.isInConflict && !news.signature;
    const isNewer = news.version > this.known;
    this.showConflicts(news);
    if (this.isInConflict && !isDecided) {
      this.known = news.version;
    } else if ((isNewer || isDecided) && this.isBusy) {
      this.isStale = true;
      if (!this.isUnsaved) this.written.textContent = `${news.by} changed this, ${news.at}: leave the field to see it`;
    } else if (isNewer || isDecided) {
      this.isStale = false;
      if (this.text.value !== news.text) {
        this.show("idle", "");
        this.written.textContent = isDecided ? "This was decided meanwhile" : `${news.by} changed this, ${news.at}`;
      }
      this.adopt(news);
    }
  }
}

const answers = Array.from(document.querySelectorAll("[data-answer]"), (root) => new Answer(root));
const byPrompt = new Map(answers.map((answer) => [answer.prompt, answer]));

// --- Who else is here, and what they have changed ------------------------------------------------------------------

let polling = false;
async function poll() {
  if (polling || document.hidden || !navigator.onLine) return;
  polling = true;
  try {
    const known = answers.map((one) => ["known", `${one.prompt} ${one.known} ${one.conflicts.dataset.signature}`]);
    const news = await post(presenceUrl, [["stage", stage], ...known]);
    document.querySelectorAll("[data-here]").forEach((place) => {
      if (place.innerHTML !== news.here) place.innerHTML = news.here;
    });
    Object.entries(news.answers).forEach(([prompt, answer]) => byPrompt.get(prompt)?.hear(answer));
    if (trouble.asksToSignIn) trouble.clear();
    if (news.closed) trouble.tell("Somebody has closed this plan. Reload the page to read it.");
    answers.filter((one) => one.isUnsaved && one.failures).forEach((one) => one.save());
  } catch (error) {
    if (error instanceof SignedOut) trouble.tellSignedOut();
    else if (error instanceof SomebodyElse) trouble.tellWhoIsHere(error.told);
  } finally {
    polling = false;
  }
}

const saveAll = () => answers.forEach((answer) => answer.save());
setInterval(poll, POLL_EVERY);
document.addEventListener("visibilitychange", () => (document.hidden ? saveAll() : (saveAll(), poll())));
addEventListener("focus", saveAll);
addEventListener("online", () => (saveAll(), poll()));
addEventListener("offline", () => answers.filter((one) => one.isUnsaved).forEach((one) => one.failed(new Error("offline"))));
addEventListener("pagehide", () => answers.forEach((answer) => answer.saveAndLeave()));
addEventListener("pageshow", (event) => event.persisted && poll());
// A save that is under way outlives the page; only a text that could not be saved asks to stay.
addEventListener("beforeunload", (event) => {
  if (answers.some((one) => one.isUnsaved && (one.failures || one.isTooLargeToLeaveWith))) {
    event.preventDefault();
  }
});

// Some buttons of the form do more than save, such as the one that completes the stage or goes on to the next: they go
// out once every text is safe, without the texts. With a text that is not, or that has just met another one, they wait.
let isGoingOut = false;
form.addEventListener("submit", async (event) => {
  if (isGoingOut) return;
  event.preventDefault();
  const button = event.submitter?.matches("[formaction], [name^=then]") ? event.submitter : null;
  const undecided = answers.filter((one) => one.isInConflict);
  await Promise.all(answers.map((answer) => answer.save()));
  await new Promise((resolve) => setTimeout(resolve)); // A form is not sent from inside its own submit event.
  if (!button) return;
  const held = answers.find((one) => one.isUnsaved || (one.isInConflict && !undecided.includes(one)));
  if (held) {
    held.text.focus();
    return;
  }
  isGoingOut = true;
  form.requestSubmit(button);
  isGoingOut = false;
});
form.addEventListener("formdata", ({ formData }) => {
  if (!isGoingOut) return;
  answers.forEach(({ prompt }) => ["text", "version", "was"].forEach((part) => formData.delete(`${prompt}-${part}`)));
});
document.querySelectorAll("[data-without-script]").forEach((button) => {
  button.hidden = true;
});
poll();
