// The room for questions: one box, its scope, the answer, and a box for what follows from it.

import { about, ask as askService, reports as allReports } from "/static/api.js";
import { showAnswer, withMarkers } from "/static/answer.js";
import { el, list, readHash, say, writeHash } from "/static/dom.js";
import { examples } from "/static/examples.js";
import { filterBar } from "/static/filters.js";
import { remember } from "/static/history.js";
import { t } from "/static/i18n.js";
import { questionBox, questionForm } from "/static/questionbox.js";
import { closeSource } from "/static/source.js";
import { drawStart } from "/static/start.js";
import { understood } from "/static/understood.js";

export const NAME = "ask";
const MOST_EARLIER = 5; // questions before a follow-up that are sent along

export async function show(place) {
  const [reports, facts] = await Promise.all([allReports(), about()]);
  const room = new Room(place, reports, facts);
  room.draw();
  room.readAddress();
  return {
    moved: () => room.readAddress(),
    leave: () => room.stop(),
    keep: () => room.found,
    restore: (found) => room.finish(found, true),
  };
}

/** Holds what the room shows: the question, what it follows, its scope, and the answer being fetched. */
class Room {
  constructor(place, reports, facts) {
    Object.assign(this, {
      place,
      reports,
      facts,
      state: { regions: [], years: [] },
      after: [],
      generative: false,
      found: null,
      running: null,
    });
  }

  draw() {
    const [first] = examples(this.reports);
    this.box = questionBox("question", first ? t("placeholder", first) : "");
    this.filter = filterBar(this.reports, this.state, () => this.rescope());
    this.answer = el("section", { class: "answer", tabindex: "-1", aria: { label: t("answer"), busy: "false" } });
    this.follow = el("div", {});
    this.start = el("div", { class: "start" });
    this.place.replaceChildren(
      el(
        "header",
        { class: "lead" },
        el("h1", { text: t("askTitle") }),
        el("p", { class: "muted", text: t("askLead", this.reports.length) }),
      ),
      questionForm("ask-form", this.box, () => this.submitAnew(), el("div", { class: "scope" }, this.filter.bar, this.toggle())),
      this.answer,
      this.follow,
      this.start,
    );
  }

  /** Whether a language model words the answer; nothing where the service has none. */
  toggle() {
    if (!this.facts.generation) return null;
    const click = () => {
      this.setGenerative(!this.generative);
      this.rescope();
    };
    this.generation = el("button", {
      type: "button",
      class: "chip generation",
      title: t("generationTitle"),
      text: t("generation"),
      on: { click },
    });
    return this.generation;
  }

  setGenerative(on) {
    this.generative = Boolean(on && this.generation);
    this.generation?.setAttribute("aria-pressed", String(this.generative));
  }

  drawFollow() {
    if (!this.facts.follow_up || !this.found) return this.follow.replaceChildren();
    const others = this.reports.map((each) => each.year).filter((year) => year && !this.found.interpretation.years.includes(year));
    const box = questionBox("follow-up", others.length ? t("followExample", Math.max(...others)) : "");
    const submit = () => {
      const q = box.value.trim();
      if (!q) return box.focus();
      this.after = [...this.after, this.asked.replace(/\s+/g, " ")].slice(-MOST_EARLIER);
      this.box.value = q;
      this.submit();
    };
    this.follow.replaceChildren(questionForm("follow", box, submit));
  }

  put({ q, regions = [], years = [], after = [] }) {
    this.box.value = q;
    this.after = after;
    this.scope(regions, years);
    this.submit();
  }

  scope(regions, years) {
    this.state.regions.splice(0, Infinity, ...regions);
    this.state.years.splice(0, Infinity, ...years);
    this.filter.draw();
  }

  /** Take the question from the address, and ask it if there is one. */
  readAddress() {
    const { q, regions, years, after, mode } = readHash();
    this.box.value = q ?? "";
    this.after = after ? after.split("\n") : [];
    this.setGenerative(mode === "generative");
    this.scope(list(regions), list(years).map(Number).filter(Boolean));
    if (q) this.run();
    else this.clear();
  }

  clear() {
    this.stop();
    this.found = null;
    this.asked = "";
    document.title = `${t(NAME)} · ${t("brand")}`;
    this.answer.replaceChildren();
    this.drawFollow();
    this.drawStart();
  }

  drawStart() {
    drawStart(this.start, this.reports, (entry) => this.put(entry), Boolean(this.found));
  }

  /** What is typed into the upper box stands alone; pressed again, it follows what it followed. */
  submitAnew() {
    if (this.box.value.trim() !== this.asked) this.after = [];
    this.submit();
  }

  submit() {
    const q = this.box.value.trim();
    if (!q) return this.box.focus();
    const { regions, years } = this.state;
    const mode = this.generative ? "generative" : "";
    writeHash({ q, regions: regions.join(","), years: years.join(","), after: this.after.join("\n"), mode }, true);
    return this.run();
  }

  /** The question on screen asked in its new scope; one still being typed waits. */
  rescope() {
    if (this.found && this.box.value.trim() === this.asked) this.submit();
  }

  again({ question, regions, years, after }) {
    this.box.value = question ?? this.asked;
    this.after = after ?? this.after;
    this.scope(regions ?? this.state.regions, years ?? this.state.years);
    this.submit();
  }

  stop() {
    this.running?.abort();
    this.running = null;
  }

  async run() {
    this.stop();
    closeSource(false);
    const running = (this.running = new AbortController());
    this.asked = this.box.value.trim();
    document.title = `${this.asked} · ${t("brand")}`;
    this.answer.setAttribute("aria-busy", "true");
    this.answer.classList.add("waiting");
    this.keepFocus();
    const filters = { regions: [...this.state.regions], years: [...this.state.years] };
    const asking = { question: this.asked, filters, previous: this.after, generative: this.generative };
    try {
      const found = await askService(asking, this.listen(running), running.signal);
      if (running.signal.aborted) return;
      remember({ q: this.asked, ...filters, after: this.after });
      this.finish(found);
    } catch (error) {
      if (running.signal.aborted) return;
      this.answer.replaceChildren(el("p", { class: "refusal", role: "alert", text: t("failed", error.message) }));
    }
    this.answer.setAttribute("aria-busy", "false");
    this.answer.classList.remove("waiting");
  }

  /** What was pressed below the box is about to be drawn anew: the focus goes to the answer, which comes into view. */
  keepFocus() {
    if (![this.answer, this.follow, this.start].some((each) => each.contains(document.activeElement))) return;
    this.answer.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** Handlers of the stream: the answer's text as it comes, its markers live at once. */
  listen(running) {
    const citations = [];
    let text = "",
      scope = null,
      drawn = false;
    const line = el("p", { class: "answer-text" });
    const draw = () => {
      if (running.signal.aborted) return;
      if (!drawn) {
        this.answer.replaceChildren(el("div", {}, line), scope ?? "");
        this.answer.classList.remove("waiting");
        performance.mark("baogao-first-token");
        drawn = true;
      }
      line.replaceChildren(...withMarkers(text, citations));
    };
    return {
      interpretation: (value) => {
        scope = understood(value, this.context());
      },
      citation: (value) => citations.push(value),
      delta: (value) => {
        text += value.text;
        draw();
      },
    };
  }

  context() {
    return { reports: this.reports, question: this.asked, after: this.after, again: (change) => this.again(change) };
  }

  finish(found, quiet = false) {
    this.found = found;
    this.answer.replaceChildren(...showAnswer(found, this.context()).filter(Boolean));
    this.drawFollow();
    this.drawStart();
    if (quiet) return;
    say(found.status === "refused" ? t("refusedSay", found.refusal.message) : t("answeredSay", found.citations.length, found.answer.text));
  }
}
