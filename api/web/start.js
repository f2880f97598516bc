// What to begin with: questions that fit the reports, and those asked before.

import { el } from "/static/dom.js";
import { examples } from "/static/examples.js";
import { forget, past } from "/static/history.js";
import { regionName, t } from "/static/i18n.js";

/** Draw both into `place`, the examples only before the first answer; `put(entry)` asks one. */
export function drawStart(place, reports, put, answered) {
  const tries = answered ? [] : examples(reports).map((q) => ({ q }));
  const clear = el("button", {
    type: "button",
    class: "quiet",
    text: t("clear"),
    on: {
      click: () => {
        forget();
        drawStart(place, reports, put, answered);
      },
    },
  });
  place.replaceChildren(...[lines("examples", tries, put), lines("history", past(), put, clear)].filter(Boolean));
}

function lines(name, entries, put, tool = null) {
  if (!entries.length) return null;
  return el(
    "section",
    { class: name },
    el("div", { class: "heading-row" }, el("h2", { class: "small", text: t(name) }), tool),
    el(
      "ul",
      { class: "plain" },
      entries.map((entry) =>
        el("li", {}, el("button", { type: "button", class: "line-button", on: { click: () => put(entry) } }, entry.q, scope(entry))),
      ),
    ),
  );
}

function scope({ regions = [], years = [], after = [] }) {
  const tags = [...regions.map(regionName), ...years, ...after.slice(-1).map((question) => t("following", question))];
  return tags.map((text) => el("span", { class: "tag", text }));
}
