// Questions that fit the reports in the index, from their regions and editions.

import { english, regionName } from "/static/i18n.js";

/** A few questions; none asks for a region or year that is not there. */
export function examples(reports) {
  const dated = reports.filter((each) => each.year && each.region);
  if (!dated.length) return [];
  const newest = Math.max(...dated.map((each) => each.year));
  const here = dated.filter((each) => each.year === newest);
  const local = here.filter((each) => each.level !== "national");
  const pick = (share) => (local.length ? local : here)[Math.floor(share * ((local.length ? local : here).length - 1))].region;
  const older = dated.filter((each) => each.year < newest).map((each) => each.year);
  const before = older.length ? Math.max(...older) : null;
  const twice = dated
    .filter((each) => each.year === before && local.some((other) => other.region === each.region))
    .map((each) => each.region);
  const place = {
    a: pick(0.6),
    b: pick(0.33),
    many: here.filter((each) => each.level === "province").length > 2,
    twice: twice[Math.floor(twice.length / 2)],
  };
  return (english() ? inEnglish : inChinese)(place, newest, before).filter(Boolean);
}

const inChinese = (place, newest, before) => [
  `${place.a}今年的经济增速目标是多少？`,
  place.many && `各省${newest}年城镇新增就业目标`,
  place.twice && `${place.twice}${before}年和${newest}年的经济增长目标有什么变化？`,
  `${place.b}${newest - 1}年地区生产总值增长了多少？`,
];

const inEnglish = (place, newest, before) => [
  `What is ${regionName(place.a)}'s GDP growth target this year?`,
  place.many && `New urban jobs targets of all provinces for ${newest}`,
  place.twice && `How did ${regionName(place.twice)}'s GDP growth target change from ${before} to ${newest}?`,
  `How much did GDP grow in ${regionName(place.b)} in ${newest - 1}?`,
];
