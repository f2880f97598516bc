// The latest scorecard, by stratum, with the questions that failed.

import { about, get } from "/static/api.js";
import { el } from "/static/dom.js";
import { t } from "/static/i18n.js";

export const NAME = "evaluation";

export async function show(place) {
  const card = await scorecard();
  place.append(
    el(
      "header",
      { class: "lead" },
      el("h1", { text: t("evaluationTitle") }),
      card ? el("p", { class: "muted", text: t("evaluationLead") }) : null,
    ),
    ...(card ? shown(card) : missing()),
  );
  return {};
}

async function scorecard() {
  if (!(await about()).evaluation) return null;
  try {
    const card = await get("/v1/evaluation");
    return card?.strata ? card : null;
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

function shown({ strata, failed = [], latency_ms: latency }) {
  const columns = [...new Set(Object.values(strata).flatMap((figures) => Object.keys(figures)))];
  const figure = (value) => (typeof value !== "number" ? "–" : Number.isInteger(value) && value > 1 ? String(value) : value.toFixed(3));
  const table = el(
    "table",
    {},
    el("caption", { class: "unseen", text: t("evaluationTitle") }),
    el(
      "thead",
      {},
      el(
        "tr",
        {},
        [t("stratum"), ...columns].map((text) => el("th", { scope: "col", text })),
      ),
    ),
    el(
      "tbody",
      {},
      Object.entries(strata).map(([name, figures]) =>
        el(
          "tr",
          {},
          el("th", { scope: "row", text: name }),
          columns.map((column) => el("td", { class: "figure", text: figure(figures[column]) })),
        ),
      ),
    ),
  );
  return [
    el("div", { class: "scroll", tabindex: "0", role: "region", aria: { label: t("evaluationTitle") } }, table),
    latency
      ? el("p", {
          class: "muted",
          text: `${t("latency")}: ${Object.entries(latency)
            .map(([name, value]) => `${name} ${Number(value).toFixed(1)}`)
            .join(" · ")}`,
        })
      : null,
    failed.length
      ? el(
          "details",
          {},
          el("summary", { text: t("failedQuestions", failed.length) }),
          el(
            "ul",
            { class: "failures" },
            failed.map((each) => el("li", { text: describe(each) })),
          ),
        )
      : null,
  ].filter(Boolean);
}

const describe = (each) => (typeof each === "string" ? each : [each.id, each.question].filter(Boolean).join(" · "));
