// An answer on screen: text with its markers, what was understood, the table, the sources.

import { card } from "/static/card.js";
import { el } from "/static/dom.js";
import { indicatorName, regionName, reportName, t } from "/static/i18n.js";
import { refusal } from "/static/refusal.js";
import { openSource } from "/static/source.js";
import { understood } from "/static/understood.js";

/** Text with each [n] that is a citation as a button; the others stay text. */
export function withMarkers(text, citations) {
  const known = new Map(citations.map((each) => [each.number, each]));
  return text.split(/(\[\d+\])/).map((part) => {
    const citation = /^\[\d+\]$/.test(part) ? known.get(Number(part.slice(1, -1))) : null;
    return citation ? marker(citation) : part;
  });
}

function marker(citation) {
  return el("button", {
    type: "button",
    class: "marker",
    text: `[${citation.number}]`,
    data: { number: citation.number },
    aria: { label: t("sourceOf", citation.number, reportName(citation)) },
    on: { click: (event) => openSource(citation, event.currentTarget) },
  });
}

/** The whole answer. `context.again(changes)` asks anew with changed filters, question or earlier questions. */
export function showAnswer(found, context) {
  const [first, ...rest] = found.status === "refused" ? refusal(found, context) : answered(found);
  return [thread(context), first, worded(found.generation), understood(found.interpretation, context), ...rest];
}

/** What a follow-up follows, and a way to ask it alone. */
function thread({ after, again }) {
  if (!after.length) return null;
  return el(
    "p",
    { class: "thread muted" },
    t("following", after.at(-1)),
    el("button", { type: "button", class: "quiet", text: t("alone"), on: { click: () => again({ after: [] }) } }),
  );
}

/** Why the language model's wording is not, or only in part, what stands here. */
function worded(generation) {
  const key = { fallback: "generationFallback", partial: "generationPartial" }[generation?.outcome];
  return key && generation.reason ? el("p", { class: "worded muted", text: t(key, generation.reason) }) : null;
}

function answered(found) {
  return [
    el(
      "div",
      {},
      found.status === "partial" ? el("p", { class: "note", text: t("partial") }) : null,
      el(
        "p",
        { class: "answer-text", lang: found.interpretation.language === "en" ? "en" : "zh-CN" },
        withMarkers(found.answer.text, found.citations),
      ),
    ),
    found.table ? figures(found) : null,
    found.citations.length ? sources(found) : null,
  ];
}

function sources(found) {
  const many = found.citations.length > 6;
  const cards = el(
    "ol",
    { class: "cards" },
    found.citations.map((citation) => el("li", {}, card(citation))),
  );
  const title = el(many ? "summary" : "h2", { class: "small", text: many ? t("allSources", found.citations.length) : t("sources") });
  return many ? el("details", { class: "sources" }, title, cards) : el("section", { class: "sources" }, title, cards);
}

function figures({ table, citations }) {
  const known = new Map(citations.map((each) => [each.number, each]));
  const several = new Set(table.rows.map((row) => row.indicator)).size > 1;
  const head = [t("region"), ...(several ? [t("indicator")] : [])];
  const rows = table.rows.map((row) =>
    el(
      "tr",
      { class: row.state },
      el("th", { scope: "row", text: regionName(row.region) }),
      several ? el("td", { text: indicatorName(row.indicator) }) : null,
      el("td", { class: "figure", text: row.year }),
      el("td", { class: "figure" }, cell(row, known.get(row.citation))),
    ),
  );
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", aria: { label: t("figures") } },
    el(
      "table",
      {},
      el("caption", { text: t("stateOf", table.coverage.stated, table.coverage.of) }),
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          head.map((text) => el("th", { scope: "col", text })),
          [t("aboutYear"), t("figure")].map((text) => el("th", { scope: "col", class: "figure", text })),
        ),
      ),
      el("tbody", {}, rows),
    ),
  );
}

function cell(row, citation) {
  if (row.state === "not_stated") return el("span", { class: "muted", text: t("notStated") });
  const text = row.value_text ?? t("sync");
  if (!citation) return text;
  const label = t("stateCell", regionName(row.region), row.year, text);
  return el("button", {
    type: "button",
    class: "value",
    lang: "zh-CN",
    text,
    aria: { label },
    on: { click: (event) => openSource(citation, event.currentTarget) },
  });
}
