// What every page needs beyond htmx: menus that close, dialogs, the offline line, light or dark.
(() => {
  "use strict";

  // Within the Content-Security-Policy: no styles and no code made from strings. A conflict (409) and a form with
  // errors (422) are answers to show, not failures.
  Object.assign(htmx.config, {
    includeIndicatorStyles: false,
    allowEval: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    responseHandling: [
      { code: "204", swap: false },
      { code: "[23]..", swap: true },
      { code: "409|422", swap: true },
      { code: "[45]..", swap: false, error: true },
    ],
  });

  // Menus are <details data-menu>: they open without a script; with one they also close.
  const openMenus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // <button data-dialog="id"> opens <dialog id>; inside it, data-close closes it.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  });

  // Selects and checks with data-autosubmit send their form; the form keeps its button for those without scripts.
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-autosubmit]")) event.target.form?.requestSubmit();
  });

  // What opened a form or a question in the page has the focus again when that is closed.
  let opener = "";
  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    if (target.hasAttribute("hx-get") && !target.closest(".rows-form")) opener = target.getAttribute("hx-get");
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!opener || document.activeElement !== document.body) return;
    document.querySelector(`[hx-get="${CSS.escape(opener)}"]`)?.focus();
  });

  const showWhetherOffline = () => {
    document.getElementById("offline").hidden = navigator.onLine;
  };
  window.addEventListener("online", showWhetherOffline);
  window.addEventListener("offline", showWhetherOffline);
  showWhetherOffline();

  // Signing in, also in another window, makes a new token: what was open before is sent with that one, and says who
  // opened it, so that nothing is done in the name of somebody who signed in since (`collab/signin/same_person.py`).
  const { openedBy } = document.body.dataset;
  const csrfToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  document.addEventListener("formdata", ({ target: form, formData }) => {
    if (!formData.has("csrfmiddlewaretoken")) return;
    if (csrfToken()) formData.set("csrfmiddlewaretoken", csrfToken());
    const by = form.dataset.openedBy ?? openedBy; // What was not taken is sent again for whoever typed it.
    if (by) formData.set("opened_by", by);
  });
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (csrfToken()) detail.headers["X-CSRFToken"] = csrfToken();
    if (openedBy) detail.headers["X-Opened-By"] = openedBy;
  });

  // A request of htmx that fails says so where it was asked for, instead of doing nothing.
  const messages = document.getElementById("messages");
  const tell = (sentence, link) => {
    const line = document.createElement("div");
    line.className = "notice notice-error";
    line.dataset.told = "";
    line.setAttribute("role", "alert");
    line.textContent = sentence;
    if (link) line.append(" ", Object.assign(document.createElement("a"), { target: "_blank", rel: "noopener", ...link }));
    if (messages.textContent !== line.textContent) messages.replaceChildren(line); // Said once, also where a page asks on.
    messages.scrollIntoView({ block: "nearest" });
  };
  const tellSignedOut = () =>
    tell("You are signed out, so nothing was saved. What you typed stays on this page.", {
      href: messages.dataset.signIn,
      textContent: "Sign in in a new window, then come back and send it again",
    });
  const tellWhoIsHere = ({ sentence, again, url }) => tell(sentence, { href: url, textContent: again });
  document.addEventListener("htmx:afterOnLoad", ({ detail }) => {
    const isWritten = detail.requestConfig.verb !== "get" && detail.xhr.status < 300;
    if (isWritten) messages.querySelector("[data-told]")?.remove();
  });
  document.addEventListener("htmx:sendError", () => tell("The server cannot be reached. Try again in a moment."));
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) tellSignedOut();
    else if (event.detail.xhr.status === 412) tellWhoIsHere(JSON.parse(event.detail.xhr.responseText));
    else if (event.detail.xhr.status >= 500) tell("Something went wrong here, not with you. Reload the page and try again.");
    else if (event.detail.xhr.status === 403) tell("You may not do this any more. Reload the page to see why.");
    else if (event.detail.xhr.status === 413) tell("This is too large to be saved. What you typed stays on this page: shorten it.");
  });

  // Light, dark, or as the system says: a cookie, so that the server writes it into the page and nothing flashes.
  const root = document.documentElement;
  const choices = document.querySelectorAll("[data-theme-choice]");
  const showTheme = () => {
    choices.forEach((button) => {
      button.setAttribute("aria-pressed", String((root.dataset.theme ?? "") === button.dataset.themeChoice));
      button.parentElement.hidden = false;
    });
  };
  choices.forEach((button) => {
    button.addEventListener("click", () => {
      const theme = button.dataset.themeChoice;
      if (theme) root.dataset.theme = theme;
      else delete root.dataset.theme;
      document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; samesite=lax`;
      showTheme();
    });
  });
  showTheme();
})();
