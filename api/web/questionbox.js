// A box to type a question into, and its form: Enter sends, Shift and Enter begins a line.

import { el } from "/static/dom.js";
import { t } from "/static/i18n.js";

export function questionBox(id, placeholder) {
  const keydown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return; // 229: an input method is at work
    event.preventDefault();
    event.target.form.requestSubmit();
  };
  return el("textarea", { id, rows: "1", maxlength: "2000", enterkeyhint: "send", placeholder, on: { keydown } });
}

/** The form around a box: the room's own ("ask-form"), or the quieter one of a follow-up ("follow"). */
export function questionForm(kind, box, submit, ...more) {
  const own = kind === "ask-form";
  const label = t(own ? "question" : "follow");
  const on = {
    submit: (event) => {
      event.preventDefault();
      submit();
    },
  };
  return el(
    "form",
    { class: kind, role: "search", aria: { label }, on },
    el("label", { class: own ? "unseen" : "small", for: box.id, text: label }),
    el("div", { class: "box" }, box, el("button", { class: own ? "primary" : null, type: "submit", text: t("send") })),
    more,
  );
}
