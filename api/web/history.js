// Questions asked before, kept in this browser only.

const KEY = "baogao.history";
const MOST = 20;

/** Newest first: [{q, regions, years, after}]. */
export function past() {
  try {
    const held = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(held) ? held.filter((each) => typeof each?.q === "string") : [];
  } catch {
    return [];
  }
}

export function remember(entry) {
  const scope = ({ q, regions = [], years = [], after = [] }) => JSON.stringify([q, regions, years, after]);
  const same = (each) => scope(each) === scope(entry);
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
