// The panel beside an answer or table: a report's text, scrolled to the cited sentence.

import { reportText, reports } from "/static/api.js";
import { citedCopy, copy, ofCitation, permalink } from "/static/citing.js";
import { el, say } from "/static/dom.js";
import { regionName, editionName, t } from "/static/i18n.js";
import { layOut, reveal } from "/static/reading.js";

const panel = document.getElementById("source");
const rest = [document.querySelector("header.top"), document.getElementById("room"), document.querySelector("a.skip")];
const narrow = matchMedia("(max-width: 63rem)");
let opener = null;
let open = null;

/** Show where this citation stands; focus goes to the panel and, on closing, back to what opened it. */
export async function openSource(citation, from = document.activeElement) {
  if (from && !panel.contains(from)) opener = from;
  open = citation;
  const body = el(
    "div",
    { class: "source-text", tabindex: "0", role: "region", aria: { label: t("reportText") } },
    el("p", { class: "muted", text: t("loading") }),
  );
  panel.setAttribute("aria-label", t("source"));
  panel.replaceChildren(head(citation), body);
  panel.hidden = false;
  document.body.classList.add("with-source");
  cover();
  markOpener();
  panel.querySelector("h2").focus({ preventScroll: true });
  try {
    await fill(body, citation);
  } catch (error) {
    body.replaceChildren(el("p", { role: "alert", text: t("failed", error.message) }));
  }
}

async function fill(body, citation) {
  const [held, all] = await Promise.all([reportText(citation.report_id), reports()]);
  if (open !== citation) return;
  const report = all.find((each) => each.id === citation.report_id);
  const text = el("div", { class: "report-text", lang: "zh-CN" });
  const laid = layOut(text, held.text, held.start, report?.sections, 3);
  laid.mark([{ start: citation.source.start, end: citation.source.end, kind: "cite" }]);
  body.replaceChildren(text);
  reveal(body, "cite");
  say(`${t("cited")}: ${citation.cited_text}`);
}

function head(citation) {
  const { start, end, file } = citation.source;
  const section = citation.section.filter(Boolean);
  return el(
    "div",
    { class: "source-head" },
    el(
      "div",
      { class: "source-title" },
      el(
        "h2",
        { tabindex: "-1" },
        `${regionName(citation.region)} `,
        el("span", { class: "edition", text: editionName(citation.report_year) }),
      ),
      el(
        "button",
        { type: "button", class: "close", aria: { label: t("close") }, on: { click: () => closeSource() } },
        el("span", { aria: { hidden: "true" }, text: "×" }),
      ),
    ),
    section.length
      ? el(
          "p",
          { class: "path", lang: "zh-CN" },
          section.map((title, at) => [at ? el("span", { class: "sep", aria: { hidden: "true" }, text: "›" }) : null, title]),
        )
      : null,
    el(
      "p",
      { class: "file muted" },
      el("span", { text: t("place", file, start, end) }),
      citation.quality === "fragment" ? el("span", { text: t("fragment") }) : null,
      citation.verified ? el("span", { class: "checked", text: t("quoted") }) : null,
    ),
    el(
      "div",
      { class: "tools" },
      el("button", {
        type: "button",
        text: t("copyLink"),
        on: { click: (event) => copy(permalink(citation.report_id, start, end), event.currentTarget) },
      }),
      el("button", {
        type: "button",
        text: t("copyCited"),
        on: { click: (event) => copy(citedCopy(ofCitation(citation)), event.currentTarget) },
      }),
      el("a", { class: "button", href: citation.url, data: { go: "" }, text: t("openReport") }),
    ),
  );
}

/** Hide the panel. */
export function closeSource(refocus = true) {
  if (panel.hidden) return;
  panel.hidden = true;
  open = null;
  document.body.classList.remove("with-source");
  cover();
  markOpener();
  if (refocus && opener?.isConnected) opener.focus({ preventScroll: true });
  opener = null;
}

/** Write the panel anew in another language. */
export function retellSource() {
  if (open) openSource(open, null);
}

function markOpener() {
  for (const node of document.querySelectorAll("[data-opened]")) delete node.dataset.opened;
  if (open && opener) opener.dataset.opened = "";
}

// On a narrow screen the panel covers the page, which then takes no focus.
function cover() {
  const covered = narrow.matches && !panel.hidden;
  for (const node of rest) node.inert = covered;
  panel.setAttribute("role", covered ? "dialog" : "complementary");
  if (covered) panel.setAttribute("aria-modal", "true");
  else panel.removeAttribute("aria-modal");
}

narrow.addEventListener("change", cover);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeSource();
});
