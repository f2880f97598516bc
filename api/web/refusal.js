// A refusal: what is missing, and what there is.

import { card } from "/static/card.js";
import { el } from "/static/dom.js";
import { indicatorName, regionName, reportName, t } from "/static/i18n.js";

/** The refusal's parts; `context.again(changes)` asks anew. */
export function refusal(found, context) {
  const { code, message, nearest } = found.refusal;
  return [
    el(
      "div",
      { class: "refusal" },
      el("h2", { text: t(code) }),
      el("p", { text: message }),
      el("div", { class: "tools" }, offers(found, context)),
      code === "region_not_in_corpus" ? regionsThere(context) : null,
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

/** What there is instead: other editions of the question, the figure elsewhere, the region's reports. */
function offers({ refusal: { code }, interpretation }, { reports, again }) {
  const link = (href, text) => el("a", { class: "button", href, data: { go: "" }, text });
  const years = [...new Set(reports.map((each) => each.year).filter(Boolean))].sort((a, b) => b - a);
  const asked = code === "year_not_in_corpus" ? years : [];
  const key = interpretation.indicators[0];
  const own = reports.filter((each) => interpretation.regions.includes(each.region));
  return [
    asked.map((year) =>
      el("button", { type: "button", class: "chip", text: t("askYear", year), on: { click: () => again({ years: [year] }) } }),
    ),
    key ? link(`/targets#indicator=${key}`, t("seeFigures", indicatorName(key))) : null,
    own.length && own.length < 4
      ? own.map((each) => link(`/reports/${encodeURIComponent(each.id)}`, reportName(each)))
      : link("/reports", t("seeReports")),
  ];
}

/** The regions there are, each asking the same question of it. */
function regionsThere({ reports, again }) {
  const regions = [...new Set(reports.map((each) => each.region).filter(Boolean))];
  return el(
    "details",
    {},
    el("summary", { class: "small", text: t("regionsThere", regions.length) }),
    el(
      "div",
      { class: "tools" },
      regions.map((name) =>
        el("button", { type: "button", class: "chip", text: regionName(name), on: { click: () => again({ regions: [name] }) } }),
      ),
    ),
  );
}
