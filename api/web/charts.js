// Bars and a tile map in SVG. The table holds the same figures for those who cannot see or point at these.

import { el, svg } from "/static/dom.js";
import { english, regionName, t } from "/static/i18n.js";

// One tile for each province: column, row.
const TILES = {
  黑龙江: [8, 0],
  吉林: [8, 1],
  内蒙古: [5, 1],
  新疆: [0, 2],
  甘肃: [2, 2],
  宁夏: [3, 2],
  山西: [4, 2],
  河北: [5, 2],
  北京: [6, 2],
  辽宁: [8, 2],
  青海: [1, 3],
  陕西: [3, 3],
  河南: [4, 3],
  山东: [5, 3],
  天津: [6, 3],
  西藏: [0, 4],
  四川: [2, 4],
  重庆: [3, 4],
  湖北: [4, 4],
  安徽: [5, 4],
  江苏: [6, 4],
  上海: [7, 4],
  贵州: [3, 5],
  湖南: [4, 5],
  江西: [5, 5],
  浙江: [6, 5],
  云南: [2, 6],
  广西: [3, 6],
  广东: [4, 6],
  福建: [5, 6],
  台湾: [7, 6],
  海南: [3, 7],
  澳门: [4, 7],
  香港: [5, 7],
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
  const counts = new Map();
  for (const { figure } of points) if (middle(figure) !== null) counts.set(figure.unit, (counts.get(figure.unit) ?? 0) + 1);
  const unit = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
  return points.filter(({ figure }) => middle(figure) !== null && figure.unit === unit);
}

export function barChart(points, title, open) {
  const shown = drawable(points);
  if (!shown.length) return null;
  const ROW = 24,
    LABEL = english() ? 116 : 76,
    WIDTH = matchMedia("(max-width: 40rem)").matches ? 343 : 520,
    VALUE = 110;
  const values = shown.flatMap(({ figure }) => [figure.low, figure.high].filter((each) => each !== null));
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = (value) => LABEL + ((value - least) / (most - least || 1)) * (WIDTH - LABEL - VALUE);
  const rows = shown.map(({ region, figure }, at) => {
    const [low, high] = [figure.low ?? figure.high, figure.high ?? figure.low];
    const end = Math.max(x(0), x(high));
    return svg(
      "g",
      { class: "bar", transform: `translate(0 ${at * ROW})`, on: { click: () => open(figure) } },
      svg("rect", { class: "touch", width: WIDTH, height: ROW }),
      svg("text", { class: "name", x: LABEL - 8, y: ROW * 0.68, "text-anchor": "end", text: short(region) }),
      svg("rect", { class: "fill", x: Math.min(x(0), x(low)), y: 5, width: Math.max(1, Math.abs(x(low) - x(0))), height: ROW - 10, rx: 2 }),
      high > low ? svg("rect", { class: "range", x: x(low), y: 5, width: x(high) - x(low), height: ROW - 10, rx: 2 }) : null,
      svg("text", { class: "amount", x: end + 6, y: ROW * 0.68, text: clip(figure.value_text) }),
    );
  });
  return figureOf(
    t("bars", title),
    t("rangeNote"),
    svg("svg", { class: "bars", viewBox: `0 0 ${WIDTH} ${shown.length * ROW}`, role: "img", aria: { label: t("bars", title) } }, rows),
  );
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
  const tiles = Object.entries(TILES).map(([name, [column, row]]) => {
    const point = byName.get(name);
    const kind = point ? `step${step(middle(point.figure))}` : "none";
    return svg(
      "g",
      {
        class: `tile ${kind}`,
        transform: `translate(${column * (SIZE + GAP)} ${row * (SIZE + GAP)})`,
        on: point ? { click: () => open(point.figure) } : {},
      },
      svg("rect", { width: SIZE, height: SIZE, rx: 6 }),
      svg("text", { class: "name", x: SIZE / 2, y: SIZE * 0.42, "text-anchor": "middle", text: name }),
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
  return figureOf(
    t("map", title),
    t("mapNote"),
    svg("svg", { class: "map", viewBox: `0 0 ${width} ${height}`, role: "img", aria: { label: t("map", title) } }, tiles),
    key,
  );
}

const figureOf = (title, note, ...parts) =>
  el("figure", { class: "chart" }, el("figcaption", {}, el("strong", { text: title }), el("span", { class: "muted", text: note })), parts);
const tileName = (region) =>
  Object.keys(TILES).find((name) => region?.startsWith(name) && !/市$/.test(region.slice(name.length).replace(/^市$/, ""))) ?? null;
const short = (region) => (english() ? regionName(region) : region.replace(/(?:壮族|回族|维吾尔)?自治区$|[省市]$/, ""));
const number = (value) => String(Math.round(value * 100) / 100);
const clip = (text) => (text.length > 12 ? `${text.slice(0, 11)}…` : text);
