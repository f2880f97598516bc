// Figures of the reports: regions × years as a sortable table, bars and a tile map. The address holds the state.

import { about, get, getText, reports as allReports } from "/static/api.js";
import { barChart, middle, tileMap } from "/static/charts.js";
import { el, list, readHash, say, writeHash } from "/static/dom.js";
import { figureTable } from "/static/figuretable.js";
import { indicatorName, t } from "/static/i18n.js";
import { openSource } from "/static/source.js";

export const NAME = "targets";
const KINDS = ["target", "achieved", "plan", "both"];
const query = (values) => new URLSearchParams(values).toString();

export async function show(place) {
  const [{ indicators }, reports] = await Promise.all([about(), allReports()]);
  const controls = el("form", { class: "controls", on: { submit: (event) => event.preventDefault() } });
  const results = el("div", { class: "results" });
  const lead = el("header", { class: "lead" }, el("h1", { text: t("targetsTitle") }), el("p", { class: "muted", text: t("targetsLead") }));
  place.append(lead, controls, results);
  const room = new Room({ indicators, reports, controls, results });
  await room.draw();
  return { moved: () => room.draw() };
}

/** The columns of a table: each is one year of one kind. */
const columnsOf = (kind, years) =>
  years.flatMap((year) =>
    (kind === "both" ? ["target", "achieved"] : [kind]).map((each) => ({ year, kind: each, key: `${each[0]}${year}` })),
  );

class Room {
  constructor(parts) {
    Object.assign(this, parts, { turn: 0 });
  }

  async draw(said = false) {
    const mine = ++this.turn;
    this.results.classList.add("waiting");
    try {
      const state = await this.readState();
      const table = await this.fetch(state);
      if (mine !== this.turn) return;
      this.drawControls(state);
      this.results.replaceChildren(...this.shown(state, table));
      if (said) say(t("stateOf", table.stated, table.rows.length));
    } catch (error) {
      if (mine === this.turn) this.results.replaceChildren(el("p", { role: "alert", text: t("failed", error.message) }));
    }
    if (mine === this.turn) this.results.classList.remove("waiting");
  }

  /** The address's state, made whole: known indicator and kind, years that have rows. */
  async readState() {
    const held = readHash();
    const indicator = this.indicators.some((each) => each.key === held.indicator) ? held.indicator : "gdp_growth";
    const kind = KINDS.includes(held.kind) ? held.kind : "target";
    const offered = await this.yearsWith(indicator, kind);
    const chosen = list(held.years)
      .map(Number)
      .filter((year) => offered.includes(year));
    return {
      indicator,
      kind,
      offered,
      years: (chosen.length ? chosen : offered.slice(-2)).sort((a, b) => a - b),
      sort: held.sort ?? "",
      down: held.down === "1",
    };
  }

  async yearsWith(indicator, kind) {
    const kinds = kind === "both" ? ["target", "achieved"] : [kind];
    const found = await Promise.all(kinds.map((each) => get(`/v1/targets?${query({ indicator, kind: each, limit: 10000 })}`)));
    return [...new Set(found.flatMap(({ rows }) => rows.map((row) => row.year)))].sort((a, b) => a - b);
  }

  async fetch({ indicator, kind, years }) {
    if (!years.length) return { columns: [], rows: [], stated: 0 };
    const columns = columnsOf(kind, years.slice(-10));
    const kinds = [...new Set(columns.map((column) => column.kind))];
    const asked = years
      .slice(-10)
      .map((year) => `&year=${year}`)
      .join("");
    const compared = await Promise.all(kinds.map((each) => get(`/v1/compare?${query({ indicator, kind: each })}${asked}`)));
    const rows = compared[0].rows.map(({ region, change, unit }) => ({ region, change, unit, figures: [] }));
    columns.forEach((column) => {
      const table = compared[kinds.indexOf(column.kind)];
      const byRegion = new Map(table.rows.map((row) => [row.region, row.figures[table.years.indexOf(column.year)]]));
      for (const row of rows) row.figures.push(byRegion.get(row.region) ?? null);
    });
    const stated = rows.filter((row) => row.figures.some(Boolean)).length;
    return { ...(kind === "both" ? besides(columns, rows) : { columns, rows }), stated };
  }

  set(change) {
    const { indicator, kind, years, sort, down } = { ...this.state, ...change };
    writeHash({ indicator, kind, years: years.join(","), sort, down: down ? "1" : "" }, true);
    return this.draw(true);
  }

  drawControls(state) {
    const focus = document.activeElement?.dataset?.control;
    this.state = state;
    const pick = (name, options) =>
      el(
        "label",
        {},
        el("span", { text: t(name) }),
        el(
          "select",
          { data: { control: name }, on: { change: (event) => this.set({ [name]: event.target.value, years: [], sort: "" }) } },
          options.map(([value, text]) => el("option", { value, text, selected: value === state[name] })),
        ),
      );
    const years = state.offered.map((year) =>
      el("button", {
        type: "button",
        class: "chip",
        text: year,
        data: { control: `year${year}` },
        aria: { pressed: String(state.years.includes(year)) },
        on: {
          click: () =>
            this.set({ years: state.years.includes(year) ? state.years.filter((each) => each !== year) : [...state.years, year] }),
        },
      }),
    );
    this.controls.replaceChildren(
      pick(
        "indicator",
        this.indicators.map(({ key }) => [key, indicatorName(key)]),
      ),
      pick(
        "kind",
        KINDS.map((each) => [each, t(each)]),
      ),
      el("div", { class: "years", role: "group", aria: { label: t("years") } }, years),
      el(
        "div",
        { class: "tools" },
        el("button", { type: "button", text: t("toCharts"), on: { click: () => this.toCharts() } }),
        el("button", { type: "button", class: "csv", text: t("csv"), on: { click: () => download(state) } }),
      ),
    );
    if (focus) this.controls.querySelector(`[data-control="${focus}"]`)?.focus();
  }

  toCharts() {
    const chart = this.results.querySelector(".chart");
    chart?.scrollIntoView();
    chart?.querySelector("[tabindex='0']").focus({ preventScroll: true });
  }

  shown(state, { columns, rows, stated }) {
    if (!columns.length) return [el("p", { text: t("noYears") })];
    const ordered = order(rows, columns, state);
    const at = Math.max(
      0,
      columns.findIndex((column) => column.key === state.sort),
      state.sort ? 0 : columns.length - 1,
    );
    const title = `${indicatorName(state.indicator)} ${columns[at].year} ${t(columns[at].kind)}`;
    const open = (figure, from) => figure.citation && openSource(figure.citation, from);
    const points = ordered.map((row) => ({ region: row.region, figure: row.figures[at] }));
    const changed = rows.some((row) => row.change !== null);
    const notes = [
      t("stateOf", stated, rows.length),
      t("sentences"),
      changed && t("midNote"),
      state.kind === "both" && !changed && t("noPair"),
    ];
    return [
      el("p", { class: "muted", text: notes.filter(Boolean).join(" · ") }),
      el(
        "div",
        { class: "scroll", tabindex: "0", role: "region", aria: { label: t("targetsTitle") } },
        figureTable({ state, columns, rows: ordered, reports: this.reports, sortBy: (key, again) => this.sortBy(key, again) }),
      ),
      el("div", { class: "charts" }, tileMap(points, title, open), barChart(points, title, open)),
    ];
  }

  async sortBy(key, again) {
    await this.set({ sort: key, down: again ? !this.state.down : Boolean(key) });
    this.results.querySelector(`[data-sort="${key}"]`)?.focus();
  }
}

/** Rows in the state's order; those without a figure stay last whichever way it goes. */
function order(rows, columns, { sort, down }) {
  if (!sort) return rows;
  const at = columns.findIndex((column) => column.key === sort);
  const value = (row) => (sort === "change" ? row.change : middle(row.figures[at]));
  return [...rows].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === null || other === null) return (one === null) - (other === null);
    return down ? other - one : one - other;
  });
}

/** Target beside result: the change is that of one year, and a column for which no report is there goes. */
function besides(columns, rows) {
  const kept = columns.map((_, at) => rows.some((row) => row.figures[at]));
  const there = (_, at) => kept[at];
  return {
    columns: columns.filter(there),
    rows: rows.map((row) => ({ ...row, change: gap(row.figures), figures: row.figures.filter(there) })),
  };
}

/** Result less target of the last year that has both. */
function gap(figures) {
  for (let at = figures.length - 2; at >= 0; at -= 2) {
    const [wanted, reached] = [middle(figures[at]), middle(figures[at + 1])];
    if (wanted !== null && reached !== null && figures[at].unit === figures[at + 1].unit) return Math.round((reached - wanted) * 1e6) / 1e6;
  }
  return null;
}

/** What is on screen as one CSV: the service's own rows of each kind and year, under one heading. */
async function download({ indicator, kind, years }) {
  const wanted = columnsOf(kind, years);
  const texts = await Promise.all(
    wanted.map((each) => getText(`/v1/targets?${query({ indicator, kind: each.kind, year: each.year, format: "csv", limit: 10000 })}`)),
  );
  const bodies = texts.map((text, at) => (at ? text.slice(text.indexOf("\n") + 1) : text));
  const address = URL.createObjectURL(new Blob(["\ufeff", ...bodies], { type: "text/csv" }));
  el("a", { href: address, download: `${[indicator, kind, ...years].join("-")}.csv` }).click();
  URL.revokeObjectURL(address);
}
