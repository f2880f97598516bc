// The latest scorecard, by stratum, with the questions that failed.

import { about, get } from "/static/api.js";
import { el } from "/static/dom.js";
import { current, t } from "/static/i18n.js";

export const NAME = "evaluation";
const FAULTS = { answered: "faultAnswered", refused: "faultRefused", wrong: "faultWrong" };

export async function show(place) {
  const card = await scorecard();
  place.append(
    el(
      "header",
      { class: "lead" },
      el("h1", { text: t("evaluationTitle") }),
      card ? el("p", { class: "muted" }, t("evaluationLead"), measured(card)) : null,
    ),
    ...(card ? shown(card) : missing()),
  );
  return {};
}

async function scorecard() {
  if (!(await about()).evaluation) return null;
  try {
    return await get("/v1/evaluation");
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}

const missing = () => [
  el("p", { text: t("noEvaluation") }),
  el("p", { text: t("howEvaluation") }),
  el("pre", { tabindex: "0" }, el("code", { text: "make eval REPORTS=DIR" })),
];

function measured({ measured_at: at }) {
  const when = new Intl.DateTimeFormat(current(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
  return ` ${t("measuredAt", when)}`;
}

function shown({ strata, failures, left_out: leftOut, latency_ms: latency }) {
  const times = Object.entries(latency).map(([name, value]) => `${name} ${value.toFixed(1)}`);
  return [
    el("div", { class: "scroll", tabindex: "0", role: "region", aria: { label: t("evaluationTitle") } }, strataTable(strata)),
    el("p", { class: "muted legend", text: t("legend") }),
    el("p", { class: "muted", text: `${t("latency")}: ${times.join(" · ")}` }),
    leftOut ? el("p", { class: "muted", text: t("leftOut", leftOut) }) : "",
    failedQuestions(failures, Object.keys(strata)),
  ];
}

function strataTable(strata) {
  const columns = [...new Set(Object.values(strata).flatMap((figures) => Object.keys(figures)))];
  return el(
    "table",
    {},
    el("caption", { class: "unseen", text: t("evaluationTitle") }),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        el("th", { scope: "col", text: t("stratum") }),
        columns.map((text) => el("th", { scope: "col", class: "figure", text })),
      ),
    ),
    el(
      "tbody",
      {},
      Object.entries(strata).map(([name, figures]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row", text: stratumName(name) }),
          columns.map((column) => el("td", { class: "figure", text: figure(column, figures[column]) })),
        ),
      ),
    ),
  );
}

/** By stratum, each with what went wrong, and a link that asks it now. */
function failedQuestions(failures, strata) {
  const failing = strata.map((name) => [name, failures.filter((each) => each.stratum === name)]).filter(([, held]) => held.length);
  const item = ({ id, question, fault }) =>
    el(
      "li",
      {},
      el("a", { href: `/#${new URLSearchParams({ q: question })}`, data: { go: "" }, text: question }),
      el("span", { class: "muted", text: `${t(FAULTS[fault])} · ${id}` }),
    );
  return el(
    "section",
    { class: "failures" },
    el("h2", { class: "small", text: failures.length ? t("failedQuestions", failures.length) : t("noFailures") }),
    failing.map(([name, held]) =>
      el("details", {}, el("summary", { text: `${stratumName(name)} (${held.length})` }), el("ul", { class: "plain" }, held.map(item))),
    ),
  );
}

const WHOLE = new Set(["n", "broken", "astray"]);

function figure(column, value) {
  if (value === undefined) return "–";
  if (WHOLE.has(column)) return String(value);
  return value.toFixed(column === "length" ? 0 : 3);
}

/** The stratum in the reader's language; one not known here stays as it is. */
function stratumName(name) {
  const key = `stratum_${name}`;
  const told = t(key);
  return told === key ? name : told;
}
