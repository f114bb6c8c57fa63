// Tells two minutes before the session ends, keeps half-written text first, and lets the reader stay. Keeps nothing in the browser.
(() => {
  "use strict";

  const dialog = document.getElementById("session-end");
  if (!dialog) return;
  const WARNING = 120;
  const form = dialog.querySelector("form");
  const [before, after] = [dialog.querySelector("[data-before]"), dialog.querySelector("[data-after]")];
  const channel = new BroadcastChannel("session");
  let ends = Date.now() + Number(dialog.dataset.left) * 1000;

  // every answer of the server tells how many seconds are left
  const told = (seconds, fromHere = true) => {
    if (!seconds) return;
    ends = Date.now() + Number(seconds) * 1000;
    if (fromHere) channel.postMessage(seconds);
    if (dialog.open && after.hidden) dialog.close();
  };
  const read = (answer) => told(answer.headers.get("Session-Seconds-Left"));

  const look = () => {
    const left = (ends - Date.now()) / 1000;
    if (left > WARNING || (left > 0 && dialog.open)) return;
    if (left > 0) document.dispatchEvent(new Event("session:ending"));
    if (left <= 0 && after.hidden) {
      before.hidden = true;
      after.hidden = false;
      dialog.close();
    }
    if (!dialog.open && !dialog.dataset.read) dialog.showModal();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "text/plain" },
        credentials: "same-origin",
      });
      if (answer.ok) read(answer);
      else ends = Date.now();
    } catch {
      // no connection: the dialog stays, and so does the button
    }
    look();
  });
  dialog.querySelector("[data-close]").addEventListener("click", () => {
    dialog.dataset.read = "yes";
    dialog.close();
  });

  channel.addEventListener("message", (event) => told(event.data, false));
  document.addEventListener("session:answer", (event) => read(event.detail));
  document.addEventListener("htmx:afterRequest", (event) => told(event.detail.xhr.getResponseHeader("Session-Seconds-Left")));
  document.addEventListener("visibilitychange", look);
  channel.postMessage(dialog.dataset.left);
  setInterval(look, 5000);
})();
