// Chinese and English: the browser's language until the reader chooses.

import { WORDS } from "/static/words.js";

const KEY = "baogao.language";
const NUMBER = { zh: 0, en: 1 };
let language = remembered() ?? (navigator.language?.toLowerCase().startsWith("zh") ? "zh" : "en");
let regions = {}; // Chinese name → English name
let indicators = []; // {key, zh, en, unit}

function remembered() {
  try {
    const held = localStorage.getItem(KEY);
    return held in NUMBER ? held : null;
  } catch {
    return null;
  }
}

export const current = () => language;
export const english = () => language === "en";

export function choose(wanted) {
  language = wanted;
  try {
    localStorage.setItem(KEY, wanted);
  } catch {
    /* private windows may refuse */
  }
}

/** The page's word for this key in the reader's language. */
export function t(key, ...values) {
  const words = WORDS[key];
  if (!words) return key;
  return words[NUMBER[language]].replace(/\{(\d)\}/g, (_, place) => values[place] ?? "");
}

/** Take the names of regions and indicators from what the service says about itself. */
export function learnNames(facts) {
  ({ regions, indicators } = facts);
}

/** An indicator as the reader calls it: 地区生产总值增长 or GDP growth; an unknown key stays as it is. */
export const indicatorName = (key) => indicators.find((each) => each.key === key)?.[language] ?? key;

/** A region as the reader calls it: 广东省 or Guangdong. */
export function regionName(name) {
  if (!name) return t("other");
  if (!english()) return name;
  return name === "全国" ? t("national") : (regions[name] ?? name);
}

/** 2026年 / 2026 / undated. */
export const editionName = (year) => (year ? t("edition", year) : t("undated"));

/** "广东省 2026年". */
export const reportName = (report) => `${regionName(report.region)} ${editionName(report.report_year ?? report.year)}`;

/** Translate what index.html holds. */
export function translatePage(root = document) {
  document.documentElement.lang = english() ? "en" : "zh-CN";
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
  const other = document.getElementById("language");
  other.textContent = english() ? "中文" : "English";
  other.lang = english() ? "zh-CN" : "en";
}
