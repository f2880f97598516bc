// A report to read: contents, search inside, and any span as a link.

import { reports, reportText } from "/static/api.js";
import { citedCopy, copy, permalink } from "/static/citing.js";
import { slicePoints } from "/static/codepoints.js";
import { el, say } from "/static/dom.js";
import { editionName, regionName, t } from "/static/i18n.js";
import { layOut, pathTo, reveal, sentences } from "/static/reading.js";

export const NAME = "reports";

export async function show(place) {
  const id = decodeURIComponent(location.pathname.slice("/reports/".length));
  const [all, held] = await Promise.all([reports(), reportText(id)]);
  const reader = new Reader(
    place,
    all.find((each) => each.id === id),
    held,
    all,
  );
  reader.draw();
  document.title = `${regionName(reader.report.region)} ${editionName(reader.report.year)} · ${t("brand")}`;
  const chosen = () => reader.selection();
  document.addEventListener("selectionchange", chosen);
  return {
    shown: () => reader.readAddress(),
    moved: () => reader.readAddress(),
    leave: () => document.removeEventListener("selectionchange", chosen),
  };
}

class Reader {
  constructor(place, report, held, all) {
    Object.assign(this, { place, report, held, all, span: null, chosen: null, hits: [], hit: -1 });
  }

  draw() {
    const text = el("article", { class: "report-text", lang: "zh-CN" });
    this.bar = el("div", { class: "span-bar", role: "region", aria: { label: t("tools") }, hidden: true });
    this.notice = el("p", { class: "note", hidden: true, text: t("badSpan") });
    this.place.classList.add("reader");
    this.place.replaceChildren(
      this.heading(),
      el("div", { class: "reading" }, this.contents(), el("div", { class: "page" }, this.finder(), this.notice, text)),
      this.bar,
    );
    this.laid = layOut(text, this.held.text, this.held.start, this.report.sections);
  }

  heading() {
    const { report } = this;
    const others = this.all.filter((each) => each.region === report.region && each.id !== report.id);
    const facts = [report.title, report.date, report.meeting, report.speaker, report.quality === "fragment" ? t("fragment") : ""].filter(
      Boolean,
    );
    return el(
      "header",
      { class: "lead" },
      el("h1", {}, `${regionName(report.region)} `, el("span", { class: "edition", text: editionName(report.year) })),
      el("p", { class: "muted" }, el("span", { lang: "zh-CN", text: facts.join(" · ") }), ` · ${report.file}`),
      report.inferred.length ? el("p", { class: "muted", text: t("inferred", report.inferred.join(", ")) }) : null,
      el(
        "p",
        { class: "tools" },
        others.map((each) =>
          el("a", { class: "chip", href: `/reports/${encodeURIComponent(each.id)}`, data: { go: "" }, text: editionName(each.year) }),
        ),
        el("button", { type: "button", class: "chip", text: t("mark"), on: { click: () => this.step(1) } }),
      ),
    );
  }

  contents() {
    const items = (sections) =>
      el(
        "ul",
        {},
        sections.map((each) =>
          el(
            "li",
            {},
            el("a", {
              href: `#${each.start}-${each.start + [...each.title].length}`,
              text: each.title,
              on: {
                click: (event) => {
                  event.preventDefault();
                  this.jump(each.start);
                },
              },
            }),
            each.children.length && each.level < 2 ? items(each.children) : null,
          ),
        ),
      );
    const nav = el(
      "details",
      { class: "contents", open: matchMedia("(min-width: 63rem)").matches },
      el("summary", { text: t("contents") }),
      el("nav", { aria: { label: t("contents") }, lang: "zh-CN" }, items(this.report.sections)),
    );
    return this.report.sections.length ? nav : null;
  }

  jump(start) {
    const target = document.getElementById(`at-${start}`);
    if (!target) return;
    target.scrollIntoView({ block: "start" });
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  finder() {
    this.word = el("input", {
      type: "search",
      id: "inside",
      placeholder: t("findIn"),
      on: {
        input: () => this.look(),
        keydown: (event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            this.turn(event.shiftKey ? -1 : 1);
          }
        },
      },
    });
    this.count = el("span", { class: "muted count", role: "status" });
    const step = (by, key, sign) =>
      el("button", { type: "button", aria: { label: t(key) }, text: sign, on: { click: () => this.turn(by) } });
    return el(
      "div",
      { class: "finder", role: "search" },
      el("label", { class: "unseen", for: "inside", text: t("findIn") }),
      this.word,
      step(-1, "previous", "↑"),
      step(1, "next", "↓"),
      this.count,
    );
  }

  look() {
    const word = this.word.value.trim().toLowerCase();
    this.hits = [];
    for (const each of word ? this.laid.paragraphs : []) {
      const line = each.line.toLowerCase();
      for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + word.length)) {
        this.hits.push({
          start: each.start + each.bridge.toPoints(at),
          end: each.start + each.bridge.toPoints(at + word.length),
          kind: "hit",
        });
      }
    }
    this.hit = -1;
    this.paint();
    this.count.textContent = word ? (this.hits.length ? t("hits", 0, this.hits.length) : t("none")) : "";
  }

  turn(by) {
    if (!this.hits.length) return;
    this.hit = (this.hit + by + this.hits.length + (this.hit < 0 && by < 0 ? 1 : 0)) % this.hits.length;
    this.paint();
    this.count.textContent = t("hits", this.hit + 1, this.hits.length);
    reveal(document.documentElement, "now");
  }

  paint() {
    const now = this.hits[this.hit];
    this.laid.mark([...this.hits, ...(now ? [{ ...now, kind: "now" }] : []), ...(this.span ? [{ ...this.span, kind: "cite" }] : [])]);
  }

  /** Mark what the address names: /reports/{id}#start-end. */
  readAddress() {
    const match = /^#(\d+)-(\d+)$/.exec(location.hash);
    const span = match ? { start: Number(match[1]), end: Number(match[2]) } : null;
    const fits = span && span.start < span.end && span.start >= this.held.start && span.end <= this.held.end;
    this.notice.hidden = !match || Boolean(fits);
    this.put(fits ? span : null);
    if (fits) {
      reveal(document.documentElement, "cite");
      say(`${t("cited")}: ${this.textOf(span)}`);
    }
  }

  put(span) {
    this.span = span;
    this.paint();
    this.drawBar();
  }

  textOf(span) {
    return slicePoints(this.held.text, span.start - this.held.start, span.end - this.held.start);
  }

  selection() {
    const picked = getSelection();
    this.chosen = picked.rangeCount && !picked.isCollapsed ? this.laid.spanOf(picked.getRangeAt(0)) : null;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.drawBar(), 120);
  }

  /** Mark the next sentence, or the one before; from nothing, the first on screen. */
  step(by) {
    const all = sentences(this.laid.paragraphs);
    const onScreen = this.laid.paragraphs.find((each) => each.node.getBoundingClientRect().bottom > 120)?.start ?? 0;
    const at = this.span ? all.findIndex((each) => each.end > this.span.start) + by : all.findIndex((each) => each.start >= onScreen);
    const span = all[Math.max(0, Math.min(at, all.length - 1))];
    this.link(span);
    reveal(document.documentElement, "cite");
    say(this.textOf(span));
  }

  link(span) {
    history.replaceState(null, "", `${location.pathname}${span ? `#${span.start}-${span.end}` : ""}`);
    this.notice.hidden = true;
    this.put(span);
  }

  drawBar() {
    const span = this.chosen ?? this.span;
    this.bar.hidden = !span;
    if (!span) return;
    const state = `${span.start}-${span.end}${this.chosen ? "?" : ""}`;
    if (this.bar.dataset.state === state) return;
    this.bar.dataset.state = state;
    const { id, file, title, region, year, sections } = this.report;
    const cite = () =>
      citedCopy({
        text: this.textOf(span),
        title,
        region,
        year,
        section: pathTo(sections, span.start),
        file,
        id,
        start: span.start,
        end: span.end,
      });
    const held = this.bar.contains(document.activeElement) ? document.activeElement.dataset.act : null;
    const act = (name, text, click) =>
      el("button", { type: "button", text, data: { act: name }, on: { click, mousedown: (event) => event.preventDefault() } });
    this.bar.replaceChildren(
      el("span", { class: "muted", text: this.chosen ? t("selected", span.end - span.start) : t("marked", span.start, span.end) }),
      this.chosen
        ? act("link", t("linkSelection"), (event) => {
            copy(permalink(id, span.start, span.end), event.currentTarget);
            getSelection().removeAllRanges();
            this.chosen = null;
            this.link(span);
          })
        : act("link", t("copyLink"), (event) => copy(permalink(id, span.start, span.end), event.currentTarget)),
      act("cite", t("copyCited"), (event) => copy(cite(), event.currentTarget)),
      ...(this.chosen
        ? []
        : [
            act("previous", t("previousSentence"), () => this.step(-1)),
            act("next", t("nextSentence"), () => this.step(1)),
            act("unmark", t("unmark"), () => this.link(null)),
          ]),
    );
    if (held) this.bar.querySelector(`[data-act="${held}"]`)?.focus();
  }
}
