// Lets the browser's passkeys fill in a form: it is sent with what the passkey answers, as any other form is.
(() => {
  "use strict";

  if (!window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const asked = ({ challenge, user, ...rest }) => ({
    ...rest,
    challenge: bytes(challenge),
    ...(user && { user: { ...user, id: bytes(user.id) } }),
    ...(rest.excludeCredentials && { excludeCredentials: rest.excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) })) }),
  });

  const answered = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) response[name] = text(credential.response[name]);
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    if (form.nextElementSibling?.matches("[data-without-script]")) form.nextElementSibling.hidden = true;
    const status = form.querySelector("[role=status]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      status.textContent = "";
      try {
        const publicKey = asked(JSON.parse(form.dataset.options));
        const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
        form.elements.credential.value = answered(credential);
        form.submit();
      } catch {
        status.textContent = status.dataset.failed;
      }
    });
  }
})();
