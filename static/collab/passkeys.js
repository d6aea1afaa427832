// Passkeys: shown only where the browser has them; what goes wrong is said on the page. The ceremony is allauth's.
(() => {
  "use strict";

  const isKnown = "PublicKeyCredential" in window;
  document.querySelectorAll("[data-passkeys]").forEach((part) => {
    part.hidden = !isKnown;
  });
  document.querySelectorAll("[data-no-passkeys]").forEach((part) => {
    part.hidden = isKnown;
  });

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const line = document.createElement("div");
    line.className = "notice notice-error";
    line.setAttribute("role", "alert");
    line.textContent =
      event.detail.exception?.name === "InvalidStateError"
        ? "This device has a passkey for your account already."
        : "The passkey was not used: it was cancelled, or took too long. Try again, or choose another way.";
    document.getElementById("messages").replaceChildren(line);
  });
})();
