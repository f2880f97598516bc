// A quotation as a card.

import { el } from "/static/dom.js";
import { reportName } from "/static/i18n.js";
import { openSource } from "/static/source.js";

/** One quotation as a button that opens it. */
export function card(citation) {
  const where = [reportName(citation), ...citation.section.filter(Boolean)].join(" › ");
  return el(
    "button",
    { type: "button", class: "card", on: { click: (event) => openSource(citation, event.currentTarget) } },
    citation.number ? el("span", { class: "number", text: citation.number }) : null,
    el("span", { class: "quote", lang: "zh-CN", text: citation.cited_text }),
    el("span", { class: "where", text: where }),
  );
}
