// Bars and a tile map in SVG. Each is one stop of the Tab key; arrows go from figure to figure, Enter opens its sentence.

import { el, svg } from "/static/dom.js";
import { english, regionName, t } from "/static/i18n.js";

// One tile for each province: column, row, and the letters of GB/T 2260.
const TILES = {
  黑龙江: [8, 0, "HL"],
  吉林: [8, 1, "JL"],
  内蒙古: [5, 1, "NM"],
  新疆: [0, 2, "XJ"],
  甘肃: [2, 2, "GS"],
  宁夏: [3, 2, "NX"],
  山西: [4, 2, "SX"],
  河北: [5, 2, "HE"],
  北京: [6, 2, "BJ"],
  辽宁: [8, 2, "LN"],
  青海: [1, 3, "QH"],
  陕西: [3, 3, "SN"],
  河南: [4, 3, "HA"],
  山东: [5, 3, "SD"],
  天津: [6, 3, "TJ"],
  西藏: [0, 4, "XZ"],
  四川: [2, 4, "SC"],
  重庆: [3, 4, "CQ"],
  湖北: [4, 4, "HB"],
  安徽: [5, 4, "AH"],
  江苏: [6, 4, "JS"],
  上海: [7, 4, "SH"],
  贵州: [3, 5, "GZ"],
  湖南: [4, 5, "HN"],
  江西: [5, 5, "JX"],
  浙江: [6, 5, "ZJ"],
  云南: [2, 6, "YN"],
  广西: [3, 6, "GX"],
  广东: [4, 6, "GD"],
  福建: [5, 6, "FJ"],
  台湾: [7, 6, "TW"],
  海南: [3, 7, "HI"],
  澳门: [4, 7, "MO"],
  香港: [5, 7, "HK"],
};
const STEPS = 5;

/** The one number that stands for a figure: the middle of a range, its only bound, or null. */
export function middle(figure) {
  if (!figure) return null;
  const bounds = [figure.low, figure.high].filter((each) => each !== null && each !== undefined);
  return bounds.length ? bounds.reduce((sum, each) => sum + each, 0) / bounds.length : null;
}

// Units may differ from report to report (亿斤, 万吨): only the commonest is drawn.
function drawable(points) {
  const numbers = points.filter(({ figure }) => middle(figure) !== null);
  const unit = commonest(numbers.map(({ figure }) => figure.unit));
  return numbers.filter(({ figure }) => figure.unit === unit);
}

/** The value that occurs most often; undefined of nothing. */
export function commonest(values) {
  const counts = new Map();
  for (const each of values) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

export function barChart(points, title, open) {
  const shown = drawable(points);
  if (!shown.length) return null;
  const ROW = 28,
    LABEL = english() ? 116 : 76,
    WIDTH = matchMedia("(max-width: 40rem)").matches ? 343 : 520,
    VALUE = 110;
  const values = shown.flatMap(({ figure }) => [figure.low, figure.high].filter((each) => each !== null));
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = (value) => LABEL + ((value - least) / (most - least || 1)) * (WIDTH - LABEL - VALUE);
  const rows = shown.map((point, at) => {
    const { region, figure } = point;
    const [low, high] = [figure.low ?? figure.high, figure.high ?? figure.low];
    const end = Math.max(x(0), x(high));
    return svg(
      "g",
      { class: "bar", transform: `translate(0 ${at * ROW})`, ...pressable(point, [0, at], open) },
      svg("rect", { class: "touch", width: WIDTH, height: ROW }),
      svg("text", { class: "name", x: LABEL - 8, y: ROW * 0.66, "text-anchor": "end", text: short(region) }),
      svg("rect", { class: "fill", x: Math.min(x(0), x(low)), y: 6, width: Math.max(1, Math.abs(x(low) - x(0))), height: ROW - 12, rx: 2 }),
      high > low ? svg("rect", { class: "range", x: x(low), y: 6, width: x(high) - x(low), height: ROW - 12, rx: 2 }) : null,
      svg("text", { class: "amount", x: end + 6, y: ROW * 0.66, text: clip(figure.value_text) }),
    );
  });
  return figureOf(t("bars", title), t("rangeNote"), chart("bars", WIDTH, shown.length * ROW, t("bars", title), rows));
}

export function tileMap(points, title, open) {
  const byName = new Map(
    drawable(points)
      .map((point) => [tileName(point.region), point])
      .filter(([name]) => name),
  );
  if (byName.size < 3) return null;
  const values = [...byName.values()].map(({ figure }) => middle(figure));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = (value) => Math.min(STEPS - 1, Math.floor(((value - least) / (most - least || 1)) * STEPS));
  const SIZE = 58,
    GAP = 4;
  const tiles = Object.entries(TILES).map(([name, [column, row, letters]]) => {
    const point = byName.get(name);
    const kind = point ? `step${step(middle(point.figure))}` : "none";
    return svg(
      "g",
      {
        class: `tile ${kind}`,
        transform: `translate(${column * (SIZE + GAP)} ${row * (SIZE + GAP)})`,
        ...(point ? pressable(point, [column, row], open) : {}),
      },
      svg("rect", { width: SIZE, height: SIZE, rx: 6 }),
      svg("text", { class: "name", x: SIZE / 2, y: SIZE * 0.42, "text-anchor": "middle", text: english() ? letters : name }),
      svg("text", {
        class: "amount",
        x: SIZE / 2,
        y: SIZE * 0.76,
        "text-anchor": "middle",
        text: point ? number(middle(point.figure)) : "",
      }),
    );
  });
  const width = 9 * (SIZE + GAP),
    height = 8 * (SIZE + GAP);
  const key = el(
    "p",
    { class: "key muted" },
    number(least),
    Array.from({ length: STEPS }, (_, at) => el("span", { class: `swatch step${at}`, aria: { hidden: "true" } })),
    number(most),
    ` ${byName.values().next().value.figure.unit}`,
  );
  return figureOf(t("map", title), t("mapNote"), chart("map", width, height, t("map", title), tiles), key);
}

/** What makes a bar or tile a button: its name, and its place among the others as [column, row]. */
function pressable({ region, figure }, [column, row], open) {
  const press = (event) => open(figure, event.currentTarget);
  const key = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    press(event);
  };
  const label = t("stateCell", regionName(region), figure.year, figure.value_text);
  return { role: "button", tabindex: "-1", data: { column, row }, aria: { label }, on: { click: press, keydown: key } };
}

function chart(kind, width, height, label, marks) {
  const drawn = svg("svg", { class: kind, viewBox: `0 0 ${width} ${height}`, role: "group", aria: { label } }, marks);
  const buttons = [...drawn.querySelectorAll("[role=button]")];
  buttons[0].setAttribute("tabindex", "0");
  drawn.addEventListener("keydown", (event) => {
    const next = neighbour(buttons, document.activeElement, event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
  drawn.addEventListener("focusin", (event) => {
    for (const each of buttons) each.setAttribute("tabindex", each === event.target ? "0" : "-1");
  });
  return drawn;
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The nearest button in the arrow's direction: one to the side counts as further away than one straight ahead. */
function neighbour(buttons, from, key) {
  if (key === "Home") return buttons[0];
  if (key === "End") return buttons.at(-1);
  if (!WAYS[key]) return null;
  const [x, y] = WAYS[key];
  const distance = (each) => {
    const [across, down] = [each.dataset.column - from.dataset.column, each.dataset.row - from.dataset.row];
    const ahead = across * x + down * y;
    return ahead > 0 ? ahead + 2 * Math.abs(across * y + down * x) : Infinity;
  };
  const nearest = buttons.reduce((best, each) => (distance(each) < distance(best) ? each : best), from);
  return nearest === from ? null : nearest;
}

const figureOf = (title, note, ...parts) =>
  el("figure", { class: "chart" }, el("figcaption", {}, el("strong", { text: title }), el("span", { class: "muted", text: note })), parts);
const tileName = (region) =>
  Object.keys(TILES).find((name) => region?.startsWith(name) && !/市$/.test(region.slice(name.length).replace(/^市$/, ""))) ?? null;
const short = (region) => (english() ? regionName(region) : region.replace(/(?:壮族|回族|维吾尔)?自治区$|[省市]$/, ""));
const number = (value) => String(Math.round(value * 100) / 100);
const clip = (text) => (text.length > 12 ? `${text.slice(0, 11)}…` : text);
