// Regions × years as a table that sorts, each figure a button that opens its sentence.

import { commonest } from "/static/charts.js";
import { el } from "/static/dom.js";
import { regionName, t } from "/static/i18n.js";
import { openSource } from "/static/source.js";

/** `sortBy(key, again)` is called with a column's key, and whether the rows follow it already. */
export function figureTable({ state, columns, rows, reports, sortBy }) {
  const changed = rows.filter((row) => row.change !== null);
  const unit = commonest(changed.map((row) => row.unit));
  const change = t(state.kind === "both" ? "gap" : "change2", unit === "%" ? t("points") : unit);
  const heads = [
    ["", t("region")],
    ...columns.map((each) => [each.key, `${each.year} ${t(each.kind)}`]),
    ...(changed.length ? [["change", change]] : []),
  ];
  const head = ([key, text]) => {
    const on = state.sort === key;
    return el(
      "th",
      { scope: "col", class: key ? "figure" : null, aria: { sort: on ? (state.down ? "descending" : "ascending") : "none" } },
      el(
        "button",
        {
          type: "button",
          class: "sorter",
          data: { sort: key },
          aria: { label: t("sortBy", text) },
          on: { click: () => sortBy(key, on) },
        },
        text,
        el("span", { class: "arrow", aria: { hidden: "true" }, text: on && key ? (state.down ? " ↓" : " ↑") : "" }),
      ),
    );
  };
  return el(
    "table",
    { class: "targets" },
    el("caption", { class: "unseen", text: t("targetsTitle") }),
    el("thead", {}, el("tr", {}, heads.map(head))),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          {},
          el("th", { scope: "row", text: regionName(row.region) }),
          row.figures.map((figure, at) => el("td", { class: "figure" }, cell(row, figure, columns[at], reports))),
          changed.length ? el("td", { class: "figure change", text: signed(row.change, row.unit === unit ? "" : row.unit) }) : null,
        ),
      ),
    ),
  );
}

function cell(row, figure, column, reports) {
  if (figure) {
    const label = t("stateCell", regionName(row.region), column.year, figure.value_text);
    if (!figure.citation) return figure.value_text;
    return el("button", {
      type: "button",
      class: figure.value_text.length > 9 ? "value long" : "value",
      lang: "zh-CN",
      text: figure.value_text,
      aria: { label },
      on: { click: (event) => openSource(figure.citation, event.currentTarget) },
    });
  }
  // What 2025 came to stands in the 2026 report; plans may stand in any.
  const edition = column.kind === "target" ? column.year : column.kind === "achieved" ? column.year + 1 : null;
  const there = reports.some((each) => each.region === row.region && (!edition || each.year === edition));
  return el("span", { class: "muted", text: there ? t("notStated") : t("noReport") });
}

function signed(value, unit) {
  if (value === null) return "–";
  return `${value > 0 ? `+${value}` : value < 0 ? `−${-value}` : "0"}${unit}`;
}
