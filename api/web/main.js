// Which room the path names, moving between rooms without loading the page again, and the language.

import { about } from "/static/api.js";
import { el } from "/static/dom.js";
import { choose, english, learnNames, t, translatePage } from "/static/i18n.js";
import { closeSource, retellSource } from "/static/source.js";
import * as askRoom from "/static/ask.js";
import * as targetsRoom from "/static/targets.js";
import * as reportsRoom from "/static/reports.js";
import * as readerRoom from "/static/reader.js";
import * as evaluationRoom from "/static/evaluation.js";
import * as docsRoom from "/static/docs.js";

const ROOMS = { "/": askRoom, "/targets": targetsRoom, "/reports": reportsRoom, "/evaluation": evaluationRoom, "/docs": docsRoom };
const stage = document.getElementById("room");
let shown = null;
let turn = 0;

const roomAt = (path) => ROOMS[path] ?? (path.startsWith("/reports/") ? readerRoom : askRoom);

async function show(moved) {
  const mine = ++turn;
  const room = roomAt(location.pathname);
  shown?.leave?.();
  shown = null;
  translatePage();
  nameRoom(room);
  try {
    learnNames(await about());
    const place = el("div", { class: `room ${room.NAME}` });
    const handle = await room.show(place);
    if (mine !== turn) {
      handle?.leave?.();
      return;
    }
    stage.replaceChildren(place);
    shown = { ...handle, path: location.pathname };
    handle?.shown?.();
    if (moved) {
      if (!handle?.shown) scrollTo(0, 0);
      stage.focus({ preventScroll: true });
    }
  } catch (error) {
    if (mine === turn) stage.replaceChildren(trouble(error));
  }
  document.documentElement.dataset.ready = "true";
  performance.mark("baogao-ready");
}

function trouble(error) {
  return el(
    "div",
    { class: "room trouble", role: "alert" },
    el("p", { text: error.status === 404 ? t("noSuch") : t("failed", error.message) }),
    el("button", { type: "button", text: t("retry"), on: { click: () => show(false) } }),
  );
}

function nameRoom(room) {
  const home = room === readerRoom ? "/reports" : location.pathname;
  document.title = `${t(room.NAME)} · ${t("brand")}`;
  for (const link of document.querySelectorAll("nav.rooms a")) {
    if (link.getAttribute("href") === home) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function go(address) {
  closeSource(false);
  history.pushState(null, "", address);
  show(true);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-go]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});

// Back, forward and hand-edited hashes: the same room takes the new state, another room is shown.
addEventListener("popstate", () => {
  if (shown?.path === location.pathname && shown.moved) shown.moved();
  else {
    closeSource(false);
    show(true);
  }
});

document.getElementById("language").addEventListener("click", async () => {
  choose(english() ? "zh" : "en");
  const again = shown?.keep?.();
  await show(false);
  if (again) shown?.restore?.(again);
  retellSource();
});

show(false);
