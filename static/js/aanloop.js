// Progressive enhancement: every page works without it. No dependencies, no requests elsewhere.
(() => {
  "use strict";
  const on = (type, act) => document.addEventListener(type, act);
  const first = "input:checked, input:not([type=hidden]), select, textarea, button";

  // --- Focus: move it to content that just appeared ----------------------------------------

  const focusNew = (root) => {
    const goal = root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]");
    goal?.focus();
    return Boolean(goal);
  };
  focusNew(document);
  if (location.hash === "#zoek") document.querySelector("main input[type=search]")?.focus();

  // A link in the error summary may point at a group of choices: focus its first choice.
  on("click", (event) => {
    const link = event.target.closest?.(".errsum a[href^='#']");
    const goal = link && document.getElementById(link.hash.slice(1));
    if (!goal || goal.matches("input, select, textarea")) return;
    event.preventDefault();
    goal.scrollIntoView({ block: "start" });
    (goal.querySelector(first) ?? goal).focus();
  });

  // --- Panels in a row: the circle opens and closes them, Escape closes them --------------

  const opener = (slot) => document.querySelector(`[data-panel="${slot.id}"]`);
  const close = (slot) => {
    slot.replaceChildren();
    opener(slot)?.setAttribute("aria-expanded", "false");
    opener(slot)?.focus();
  };
  on("htmx:confirm", (event) => {
    const slot = document.getElementById(event.target.dataset?.panel ?? "");
    if (!slot?.childElementCount) return;
    event.preventDefault();
    close(slot);
  });
  on("keydown", (event) => {
    const slot = event.key === "Escape" && event.target.closest?.(".slot");
    if (slot) close(slot);
  });

  // --- No double submit: the button shows that it is busy, and does not send twice --------

  const busy = (form, button) => {
    form.dataset.sent = "1";
    if (!button) return;
    button.setAttribute("aria-disabled", "true");
    if (button.matches(".icon")) return;
    button.style.minInlineSize = `${button.offsetWidth}px`;
    button.was = [...button.childNodes];
    button.replaceChildren(document.body.dataset.busy || "Bezig…");
  };
  const ready = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled=true]")) {
      button.removeAttribute("aria-disabled");
      if (button.was) button.replaceChildren(...button.was);
    }
  };
  // Says above the form that it was not sent; everything typed stays where it is.
  const unsent = (form) => {
    // A tap on attendance is stored, and says so itself.
    if (!form.matches?.("form:not([data-attendance])")) return;
    const made = document.getElementById("niet-verstuurd").content.firstElementChild;
    const note = form.querySelector("[data-unsent]") ?? made.cloneNode(true);
    form.prepend(note);
    note.hidden = false;
    note.focus();
  };
  // Whether the server answers: leaving the page while it does not would lose what was typed.
  const answers = async () => {
    try {
      const signal = AbortSignal.timeout(10000);
      return (await fetch("/healthz", { cache: "no-store", signal })).status < 500;
    } catch {
      return false;
    }
  };
  on("submit", async (event) => {
    const { target: form, submitter } = event;
    if (form.dataset.answers) return;
    if (form.dataset.sent) event.preventDefault();
    // htmx handles it, or the response is a file and this page stays.
    if (event.defaultPrevented || form.hasAttribute("target") || "download" in form.dataset) return;
    busy(form, submitter);
    // Older browsers cannot ask first.
    if (form.method !== "post" || !AbortSignal.timeout || !form.requestSubmit) return;
    event.preventDefault();
    if (await answers()) {
      // What was changed during the wait may be incomplete now: the browser says so.
      const checks = !form.noValidate && !submitter?.formNoValidate;
      if (checks && !form.checkValidity()) ready(form);
      form.dataset.answers = "1";
      form.requestSubmit(submitter);
      delete form.dataset.answers;
    } else {
      ready(form);
      unsent(form);
    }
  });
  // Restored from the back/forward cache: the form may be sent again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(ready);
  });

  // --- htmx -------------------------------------------------------------------------------

  // What the page asks by itself while somebody types or chooses. After the session has ended the
  // server then leaves the page as it is; sending the form is what leads to signing in.
  on("htmx:configRequest", (event) => {
    const { headers, triggeringEvent } = event.detail;
    if (["change", "input", "search"].includes(triggeringEvent?.type)) headers["While-Typing"] = "1";
    // By the clock, with nobody there: that does not keep a session open.
    if (!triggeringEvent) headers["By-Itself"] = "1";
  });
  on("htmx:beforeRequest", (event) => {
    const { elt, target, requestConfig } = event.detail;
    target?.setAttribute("aria-busy", "true");
    if (!elt.matches("form") || requestConfig.verb === "get") return;
    if (elt.dataset.sent) event.preventDefault();
    else busy(elt, requestConfig.triggeringEvent?.submitter);
  });
  on("htmx:afterRequest", (event) => {
    event.detail.target?.removeAttribute("aria-busy");
    if (event.detail.elt.matches("form")) ready(event.detail.elt);
  });
  // After a step is finished in its row, focus moves to the next row, or else to the message.
  let rowAfter = null;
  on("htmx:beforeRequest", (event) => {
    if (!event.detail.elt.matches("form.finish")) return;
    let row = event.detail.elt.closest("li[id]");
    do row = row?.nextElementSibling;
    while (row && !row.id);
    rowAfter = row?.id ?? "";
  });
  on("htmx:afterSettle", (event) => {
    if (rowAfter === null || event.detail.target.id !== "inhoud") return;
    const goal = document.getElementById(rowAfter)?.querySelector(".tick");
    if (!document.activeElement?.matches("[data-focus]")) {
      (goal ?? document.querySelector("#inhoud [role=status] button"))?.focus();
    }
    rowAfter = null;
  });
  // Keep choices made while new options were loading, where those options still exist.
  let chosen = [];
  on("htmx:beforeSwap", (event) => {
    const { target } = event.detail;
    chosen = target.matches("[data-keep-choice]")
      ? [...target.querySelectorAll("input:checked")].map((input) => input.id)
      : [];
  });
  on("htmx:afterSwap", (event) => {
    const { target } = event.detail;
    for (const id of chosen.splice(0)) {
      const input = document.getElementById(id);
      if (input && !input.disabled) input.checked = true;
    }
    const focused = focusNew(target);
    // As on a full page, the title says that something is wrong.
    const title = document.title.replace(/^Fout: /, "");
    document.title = target.querySelector(".errsum") ? `Fout: ${title}` : title;
    if (!target.matches(".slot")) return;
    opener(target)?.setAttribute("aria-expanded", String(target.childElementCount > 0));
    if (!focused) target.querySelector(first)?.focus();
  });

  // No network, or an error response: say so at the form, and keep everything typed.
  on("htmx:sendError", (event) => unsent(event.detail.elt));
  on("htmx:timeout", (event) => unsent(event.detail.elt));
  on("htmx:responseError", (event) => {
    const { xhr, elt } = event.detail;
    // The page is from before somebody signed in, and so is its token. Sent plainly, the form comes
    // back from the server with everything typed and a new token.
    if (xhr.status === 403 && elt.matches("form")) HTMLFormElement.prototype.submit.call(elt);
    else if (xhr.status !== 401) unsent(elt);
  });

  // --- Attendance: a tap without a network is stored, and sent when there is one again ------

  // Per row, the URL of the last tap; these URLs contain numbers only. The request is idempotent,
  // so it may be sent again.
  const kept = () => JSON.parse(sessionStorage.getItem("attendance") ?? "{}");
  const keep = (taps) => {
    sessionStorage.setItem("attendance", JSON.stringify(taps));
    const note = document.querySelector("[data-attendance-note]");
    if (note) note.hidden = Object.keys(taps).length === 0;
  };
  const otherWay = (url) =>
    url.endsWith("/was-er/") ? url.replace("/was-er/", "/was-er-niet/") : url.replace("-niet/", "/");
  const showTap = (id, url) => {
    const form = document.querySelector(`#${id} form[data-attendance]`);
    if (!form) return;
    form.querySelector(".tick").setAttribute("aria-pressed", String(url.endsWith("/was-er/")));
    form.setAttribute("hx-post", otherWay(url));
    form.setAttribute("action", otherWay(url));
    htmx.process(form);
  };
  on("htmx:sendError", (event) => {
    const form = event.detail.elt;
    if (!form.matches("form[data-attendance]")) return;
    const url = event.detail.requestConfig.path;
    keep({ ...kept(), [form.dataset.attendance]: url });
    showTap(form.dataset.attendance, url);
  });
  const sendKept = async () => {
    for (const [id, url] of Object.entries(kept())) {
      const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
      if (!token) return;
      let answer;
      try {
        const body = new URLSearchParams({ csrfmiddlewaretoken: token });
        answer = await fetch(url, { method: "POST", body, headers: { "HX-Request": "true" } });
      } catch {
        return;
      }
      // The server is down, or the user must sign in first: keep the tap for later.
      if (!answer.ok && ![404, 409].includes(answer.status)) return;
      const taps = kept();
      // If the row was tapped again meanwhile, that tap must still be sent.
      if (taps[id] === url) delete taps[id];
      keep(taps);
      const row = document.getElementById(id);
      if (!row) continue;
      if (!answer.ok) {
        location.reload();
        return;
      }
      row.outerHTML = await answer.text();
      htmx.process(document.getElementById(id));
    }
  };
  addEventListener("online", sendKept);
  if (document.querySelector("form[data-attendance]")) {
    for (const [id, url] of Object.entries(kept())) showTap(id, url);
    keep(kept());
    sendKept();
    setInterval(() => Object.keys(kept()).length && sendKept(), 5000);
  }

  // --- Shortcuts S, /, J and K: outside fields, and only when the user has them on ----------

  on("keydown", (event) => {
    if (!("shortcuts" in document.body.dataset)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const rows = [...document.querySelectorAll(".lines .who, .mail .list a")];
    const at = rows.indexOf(document.activeElement);
    const search = document.querySelector("main input[type=search]");
    const { searchUrl } = document.body.dataset;
    if (event.key === "/" && !search && searchUrl) {
      event.preventDefault();
      location.assign(searchUrl);
    }
    const goal = {
      "/": search,
      j: rows[Math.min(at + 1, rows.length - 1)],
      k: rows[Math.max(at - 1, 0)],
    }[event.key];
    if (event.key === "s") document.querySelector("[data-shortcut=s]")?.click();
    if (!goal) return;
    event.preventDefault();
    goal.focus();
  });

  // --- Counting: how many characters a text may still have, near its end and past it -------

  on("input", (event) => {
    const field = event.target;
    const most = Number(field.dataset?.most);
    if (!most) return;
    const left = most - [...field.value].length;
    let note = field.parentElement.querySelector(":scope > output.hint");
    if (left > most / 5 && !note) return;
    if (!note) {
      note = document.createElement("output");
      note.className = "hint";
      note.htmlFor = field.id;
      field.after(note);
    }
    const words = document.body.dataset[left < 0 ? "over" : "left"] ?? "#";
    note.textContent = left > most / 5 ? "" : words.replace("#", Math.abs(left));
    note.classList.toggle("err", left < 0);
  });

  // --- Printing ---------------------------------------------------------------------------

  on("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });

  // --- Reading aloud, with a voice on the device, so that no text leaves it -----------------

  const reader = document.querySelector("[data-read-aloud]");
  const voice = () =>
    window.speechSynthesis
      ?.getVoices()
      .find((v) => v.lang.startsWith(document.documentElement.lang) && v.localService);
  if (reader && window.speechSynthesis) {
    const label = reader.querySelector("span");
    const start = label.textContent;
    const offer = () => {
      reader.hidden = !voice();
    };
    const say = (text) => {
      const sentence = new SpeechSynthesisUtterance(text);
      sentence.voice = voice();
      sentence.lang = sentence.voice?.lang ?? document.documentElement.lang;
      speechSynthesis.speak(sentence);
      return sentence;
    };
    offer();
    speechSynthesis.addEventListener?.("voiceschanged", offer);
    reader.addEventListener("click", () => {
      const speaking = speechSynthesis.speaking;
      speechSynthesis.cancel();
      label.textContent = start;
      if (speaking) return;
      label.textContent = reader.dataset.stop;
      // A sentence at a time: long texts stop halfway in some browsers.
      const lines = document.querySelector("main").innerText.split(/\n+/).filter((l) => l.trim());
      const last = lines.map(say).at(-1);
      last?.addEventListener("end", () => {
        label.textContent = start;
      });
    });
    addEventListener("pagehide", () => speechSynthesis.cancel());
  }
})();
