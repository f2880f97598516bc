// The corpus: regions × editions, and passages found in all of it.

import { post, reports as allReports } from "/static/api.js";
import { el, readHash, say, writeHash } from "/static/dom.js";
import { editionName, regionName, reportName, t } from "/static/i18n.js";

export const NAME = "reports";
const LEVELS = ["national", "province", "city", "county", "country"];

export async function show(place) {
  const reports = await allReports();
  const years = [...new Set(reports.map((each) => each.year))].sort((a, b) => (b ?? 0) - (a ?? 0));
  const lead = t("reportsLead", reports.length, new Set(reports.map((each) => each.region)).size, years.map(editionName).join("、"));
  const results = el("section", { class: "passages", aria: { label: t("find") } });
  const search = searchForm(results);
  const grids = el("div", { class: "grids" });
  const draw = (word) => grids.replaceChildren(...levels(reports, years, word));
  const filter = el("input", {
    type: "search",
    id: "filter-list",
    placeholder: t("filterList"),
    on: { input: (event) => draw(event.target.value.trim()) },
  });
  draw("");
  place.append(
    el("header", { class: "lead" }, el("h1", { text: t("reportsTitle") }), el("p", { class: "muted", text: lead })),
    search.form,
    results,
    el("div", { class: "finder" }, el("label", { class: "unseen", for: "filter-list", text: t("filterList") }), filter),
    grids,
  );
  const moved = () => search.run(readHash().q ?? "");
  moved();
  return { moved };
}

function searchForm(results) {
  const box = el("input", { type: "search", id: "find", placeholder: t("find"), maxlength: "500" });
  const run = async (query) => {
    box.value = query;
    if (!query) return results.replaceChildren();
    try {
      const response = await post("/v1/search", { query, k: 12 });
      const found = await response.json();
      if (!response.ok) throw new Error(found.detail);
      results.replaceChildren(...passages(found.hits));
      say(t("found", found.hits.length));
    } catch (error) {
      results.replaceChildren(el("p", { role: "alert", text: t("failed", error.message) }));
    }
  };
  const submit = (event) => {
    event.preventDefault();
    writeHash({ q: box.value.trim() }, true);
    run(box.value.trim());
  };
  const form = el(
    "form",
    { class: "ask-form", role: "search", on: { submit } },
    el("label", { class: "unseen", for: "find", text: t("find") }),
    el("div", { class: "box" }, box, el("button", { class: "primary", type: "submit", text: t("search") })),
  );
  return { form, run };
}

function passages(hits) {
  if (!hits.length) return [el("p", { text: t("none") })];
  return [
    el("h2", { class: "small", text: t("found", hits.length) }),
    el(
      "ol",
      { class: "cards" },
      hits.map((hit) =>
        el(
          "li",
          {},
          el(
            "a",
            { class: "card", href: hit.url, data: { go: "" } },
            el("span", { class: "quote", lang: "zh-CN" }, highlighted(hit)),
            el("span", { class: "where", text: [reportName(hit), ...hit.section.filter(Boolean)].join(" › ") }),
          ),
        ),
      ),
    ),
  ];
}

const MOST_SHOWN = 160; // characters of a passage

/** The passage from the sentence of its first highlight on, cut to a few lines. */
function highlighted({ text, highlights }) {
  const points = [...text];
  const first = highlights[0]?.[0] ?? 0;
  const start = points.slice(0, first).findLastIndex((each) => "。；！？\n".includes(each)) + 1;
  const end = Math.min(points.length, start + MOST_SHOWN);
  return [start ? "…" : "", ...marked(points.slice(0, end), start, highlights), end < points.length ? "…" : ""];
}

function marked(points, from, highlights) {
  const parts = [];
  let at = from;
  for (const [start, end] of highlights.filter((each) => each[0] < points.length)) {
    parts.push(points.slice(at, start).join(""), el("mark", { class: "hit", text: points.slice(start, end).join("") }));
    at = end;
  }
  return [...parts, points.slice(at).join("")].filter((part) => part !== "");
}

function levels(reports, years, word) {
  const kept = reports.filter(
    (each) => !word || `${each.region ?? ""}${regionName(each.region)}${each.title}`.toLowerCase().includes(word.toLowerCase()),
  );
  const shown = LEVELS.filter((level) => kept.some((each) => each.level === level));
  const others = [...new Set(kept.map((each) => each.level))].filter((level) => !LEVELS.includes(level));
  return kept.length
    ? [...shown, ...others].map((level) =>
        grid(
          t(level),
          kept.filter((each) => each.level === level),
          years,
        ),
      )
    : [el("p", { text: t("none") })];
}

function grid(title, reports, years) {
  const regions = [...new Set(reports.map((each) => each.region))];
  const links = (region) =>
    years
      .flatMap((year) => reports.filter((each) => each.region === region && each.year === year))
      .map((report) =>
        el("a", {
          class: "chip",
          href: `/reports/${encodeURIComponent(report.id)}`,
          data: { go: "" },
          text: editionName(report.year),
          aria: { label: reportName(report) },
        }),
      );
  return el(
    "section",
    { class: "level" },
    el("h2", { class: "small", text: title }),
    el(
      "ul",
      { class: "regions" },
      regions.map((region) =>
        el("li", {}, el("span", { class: "name", text: regionName(region) }), el("span", { class: "links" }, links(region))),
      ),
    ),
  );
}
