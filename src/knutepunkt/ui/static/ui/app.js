// Makes pages that already work without script a little quicker to use. Keeps nothing in the browser.
(() => {
  "use strict";

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

  // htmx sends the token with every request that changes something
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
  });

  // after a swap the focus goes to what has to be put right, if anything has
  const focusErrors = (root) => root.querySelector?.("[data-focus]")?.focus();
  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.detail.target));
  focusErrors(document);

  // a key of its own for the search box
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const box = document.querySelector(`[data-focus-key="${CSS.escape(event.key)}"]`);
    if (!box || box.offsetParent === null) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // signing out empties whatever the browser may hold for this site
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    try {
      localStorage.clear();
      sessionStorage.clear();
      caches?.keys().then((keys) => keys.forEach((key) => caches.delete(key)));
    } catch {
      // storage is closed to us, so there is nothing in it
    }
  });

  // htmx notes the address of the page; it goes when the page goes
  window.addEventListener("pagehide", () => sessionStorage.removeItem("htmx-current-path-for-history"));

  // a page that comes out of the browser's own memory after sign-out is fetched anew
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // half-written text is kept on the server a moment after the last key
  const PAUSE = 1500;
  const waiting = new Map();

  const keep = async (form, leaving = false) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    const status = form.querySelector("[data-draft-status]");
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token() },
        credentials: "same-origin",
        keepalive: leaving,
      });
      document.dispatchEvent(new CustomEvent("session:answer", { detail: answer }));
      if (!status) return;
      status.textContent = answer.ok ? await answer.text() : status.dataset.failed ?? "";
    } catch {
      if (status) status.textContent = status.dataset.failed ?? "";
    }
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draftUrl) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => keep(form), PAUSE));
  });
  document.addEventListener("submit", (event) => {
    clearTimeout(waiting.get(event.target));
    waiting.delete(event.target);
  });
  document.addEventListener("session:ending", () => [...waiting.keys()].forEach((form) => keep(form)));
  window.addEventListener("pagehide", () => [...waiting.keys()].forEach((form) => keep(form, true)));
})();
