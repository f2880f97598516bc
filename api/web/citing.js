// How a quotation is linked to, cited and copied.

import { say } from "/static/dom.js";
import { current, english, regionName, t } from "/static/i18n.js";

/** The whole address of a span of a report. */
export const permalink = (id, start, end) => new URL(`/reports/${encodeURIComponent(id)}#${start}-${end}`, location.href).href;

/** The quotation with where it stands, as one pastes it into a text. */
export function citedCopy({ text, title, region, year, section, file, id, start, end }) {
  const parts = (section ?? []).filter(Boolean).join(" › ");
  const named = english()
    ? `${regionName(region)}, government work report ${year ?? "(undated)"} (${title})`
    : `${title}（${year ? `${year}年` : "年份不详"}）`;
  const where = [named, parts, t("place", file, start, end)].filter(Boolean).join(current() === "zh" ? "，" : ", ");
  return `“${text}”\n——${where}\n${permalink(id, start, end)}`;
}

/** What citedCopy needs of a citation of the service. */
export const ofCitation = (citation) => ({
  text: citation.cited_text,
  title: citation.report_title,
  region: citation.region,
  year: citation.report_year,
  section: citation.section,
  file: citation.source.file,
  id: citation.report_id,
  start: citation.source.start,
  end: citation.source.end,
});

/** Put the text on the clipboard and say so, on the button and to screen readers. */
export async function copy(text, button) {
  const done = (await toClipboard(text)) ? t("copied") : t("notCopied");
  say(done);
  const before = button.dataset.label ?? button.textContent;
  button.dataset.label = before;
  button.style.setProperty("min-width", `${button.offsetWidth}px`);
  button.textContent = done;
  setTimeout(() => {
    button.textContent = before;
  }, 1600);
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // no clipboard outside https and localhost
    const held = document.createElement("textarea");
    held.value = text;
    held.className = "unseen";
    document.body.append(held);
    held.select();
    const done = document.execCommand("copy");
    held.remove();
    return done;
  }
}
