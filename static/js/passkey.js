// Connects a button to this device's passkey; allauth's own scripts do the WebAuthn exchange.
//
//   <button data-passkey="loginForm|authenticateForm|addForm" id="…"
//           data-credential="id of the hidden field" data-passwordless="id of the checkbox">
//
// Options from the server are in the element with id `js_data`. Errors are shown in the element
// with data-passkey-trouble.
(() => {
  "use strict";
  const names = { loginForm: "login", authenticateForm: "authenticate", addForm: "add" };
  const trouble = document.querySelector("[data-passkey-trouble]");

  for (const button of document.querySelectorAll("[data-passkey]")) {
    const { passkey, credential, passwordless } = button.dataset;
    if (!window.PublicKeyCredential) {
      button.disabled = true;
      if (trouble) trouble.hidden = false;
      continue;
    }
    const ids = { [names[passkey]]: button.id, credential, passwordless };
    if (document.getElementById("js_data")) ids.data = "js_data";
    window.allauth.webauthn.forms[passkey]({ ids });
  }

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (!trouble) return;
    trouble.hidden = false;
    trouble.focus();
  });
})();
