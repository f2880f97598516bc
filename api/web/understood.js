// How a question was understood, and what was assumed, to be changed with a click.

import { el } from "/static/dom.js";
import { indicatorName, regionName, t } from "/static/i18n.js";

/** What was understood, and what was assumed as chips that offer the alternatives. */
export function understood(interpretation, context) {
  const { regions, years, indicators, kind, assumed } = interpretation;
  const facts = [
    regions.length > 3 ? t("regionCount", regions.length) : regions.map(regionName).join("、"),
    years.join("、"),
    indicators.map(indicatorName).join("、"),
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
function reword(note) {
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
function alternatives(note, { reports, question }) {
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
