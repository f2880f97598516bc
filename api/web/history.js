// Questions asked before, kept in this browser only.

const KEY = "baogao.history";
const MOST = 20;

/** Newest first: [{q, regions, years, status}]. */
export function past() {
  try {
    const held = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(held) ? held.filter((each) => typeof each?.q === "string") : [];
  } catch {
    return [];
  }
}

export function remember(entry) {
  const same = (each) => each.q === entry.q && `${each.regions}` === `${entry.regions}` && `${each.years}` === `${entry.years}`;
  keep([entry, ...past().filter((each) => !same(each))].slice(0, MOST));
}

export const forget = () => keep([]);

function keep(entries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    /* private windows may refuse */
  }
}
