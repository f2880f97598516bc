// An answer on screen: text with its markers, what was understood, the table, the sources, or the refusal.

import { el } from "/static/dom.js";
import { english, regionName, reportName, t } from "/static/i18n.js";
import { openSource } from "/static/source.js";

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

/** The whole answer. `again(changes)` asks anew with changed filters or question. */
export function showAnswer(found, context) {
  const parts = found.status === "refused" ? refusal(found, context) : answered(found);
  return [...parts.slice(0, 1), understood(found.interpretation, context), ...parts.slice(1)];
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

function figures(found) {
  const { table, citations } = found;
  const known = new Map(citations.map((each) => [each.number, each]));
  const several = new Set(table.rows.map((row) => row.indicator)).size > 1;
  const names = new Map((found.indicators ?? []).map((each) => [each.key, english() ? each.en : each.zh]));
  const head = [t("region"), ...(several ? [t("indicator")] : [])];
  const rows = table.rows.map((row) =>
    el(
      "tr",
      { class: row.state },
      el("th", { scope: "row", text: regionName(row.region) }),
      several ? el("td", { text: names.get(row.indicator) ?? row.indicator }) : null,
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

function refusal(found, { reports, again }) {
  const { code, message, nearest } = found.refusal;
  const years = [...new Set(reports.map((each) => each.year).filter(Boolean))].sort((a, b) => b - a);
  const offers =
    code === "year_not_in_corpus"
      ? years.map((year) =>
          el("button", { type: "button", class: "chip", text: t("askYear", year), on: { click: () => again({ years: [year] }) } }),
        )
      : [];
  return [
    el(
      "div",
      { class: "refusal" },
      el("h2", { text: t(code) }),
      el("p", { text: message }),
      el("div", { class: "tools" }, offers, el("a", { class: "button", href: "/reports", data: { go: "" }, text: t("seeReports") })),
    ),
    nearest.length
      ? el(
          "section",
          { class: "sources" },
          el("h2", { class: "small", text: t("nearest") }),
          el(
            "ol",
            { class: "cards" },
            nearest.map((citation) => el("li", {}, card({ ...citation, number: null }))),
          ),
        )
      : null,
  ];
}

/** What was understood, and what was assumed as chips that offer the alternatives. */
export function understood(interpretation, context) {
  const names = new Map(context.indicators.map((each) => [each.key, english() ? each.en : each.zh]));
  const { regions, years, indicators, kind, assumed } = interpretation;
  const facts = [
    regions.length > 3 ? `${regions.length} × ${t("region")}` : regions.map(regionName).join("、"),
    years.join("、"),
    indicators.map((key) => names.get(key) ?? key).join("、"),
    kind ? t(kind) : "",
  ].filter(Boolean);
  if (!facts.length && !assumed.length) return null;
  return el(
    "div",
    { class: "understood" },
    facts.length ? el("p", { class: "muted" }, `${t("understood")} `, facts.join(" · ")) : null,
    assumed.length
      ? el(
          "div",
          { class: "assumptions", role: "group", aria: { label: t("assumed") } },
          assumed.map((note) => assumption(note, context)),
        )
      : null,
  );
}

function assumption(note, context) {
  const choices = alternatives(note, context);
  const text = reword(note);
  if (!choices.length) return el("span", { class: "chip still", text });
  const offered = el(
    "span",
    { class: "offered", hidden: true },
    el("span", { class: "muted", text: t("change") }),
    choices.map(({ label, change }) =>
      el("button", { type: "button", class: "chip", text: label, on: { click: () => context.again(change) } }),
    ),
  );
  const button = el(
    "button",
    {
      type: "button",
      class: "chip on assumed",
      title: t("assumed"),
      aria: { expanded: "false" },
      on: {
        click: () => {
          offered.hidden = !offered.hidden;
          button.setAttribute("aria-expanded", String(!offered.hidden));
        },
      },
    },
    text,
    el("span", { class: "caret", aria: { hidden: "true" }, text: " ▾" }),
  );
  return el("span", { class: "assumption" }, button, offered);
}

/** The service's note in the reader's language; notes of a form not known here stay as they are. */
export function reword(note) {
  const forms = [
    [/^(.+?) → (\d{4}) \(the edition in question is \d{4}\)$/, "assumedYear"],
    [/^(.+?) → (\d{4})$/, "assumedYear"],
    [/^(.+?) → the (\d{4}) edition$/, "assumedEdition"],
    [/^results of (\d{4}) → stated in the (\d{4}) edition$/, "assumedHome"],
  ];
  for (const [form, key] of forms) {
    const match = form.exec(note);
    if (match) return t(key, match[1], match[2]);
  }
  return note.replace(" → ", " = ");
}

/** What else the assumption could be: another year in the question's own words, an edition, or one region of a group. */
export function alternatives(note, { reports, question }) {
  const editions = [...new Set(reports.map((each) => each.year).filter(Boolean))].sort((a, b) => b - a);
  const year = /^(.+?) → (\d{4}) \(the edition in question is (\d{4})\)$/.exec(note);
  if (year) {
    const distance = Number(year[2]) - Number(year[3]);
    return editions
      .map((each) => each + distance)
      .filter((each) => String(each) !== year[2] && question.includes(year[1]))
      .map((each) => ({ label: t("stateYear", each), change: { question: replaceWord(question, year[1], each) } }));
  }
  const edition = /→ the (\d{4}) edition$/.exec(note);
  if (edition)
    return editions.filter((each) => String(each) !== edition[1]).map((each) => ({ label: t("edition", each), change: { years: [each] } }));
  const group = /^(.+?) → (.+、.+)$/.exec(note);
  if (group) return group[2].split("、").map((name) => ({ label: regionName(name), change: { regions: [name] } }));
  return [];
}

function replaceWord(question, word, year) {
  if (!/^[a-z ]+$/i.test(word)) return question.replace(word, `${year}年`);
  return question.includes(`${word}'s`) ? question.replace(word, `${year}`) : question.replace(word, `in ${year}`);
}
