// The room for questions: one box, its scope, the answer.

import { about, ask as askService, reports as allReports } from "/static/api.js";
import { showAnswer, understood, withMarkers } from "/static/answer.js";
import { el, list, readHash, say, writeHash } from "/static/dom.js";
import { examples } from "/static/examples.js";
import { filterBar } from "/static/filters.js";
import { forget, past, remember } from "/static/history.js";
import { regionName, t } from "/static/i18n.js";
import { closeSource } from "/static/source.js";

export const NAME = "ask";

export async function show(place) {
  const [reports, { indicators }] = await Promise.all([allReports(), about()]);
  const room = new Room(place, reports, indicators);
  room.draw();
  room.readAddress(false);
  return {
    moved: () => room.readAddress(false),
    leave: () => room.stop(),
    keep: () => room.found,
    restore: (found) => room.finish(found, true),
  };
}

/** Holds what the room shows: the question, its scope, and the answer being fetched. */
class Room {
  constructor(place, reports, indicators) {
    Object.assign(this, { place, reports, indicators, state: { regions: [], years: [] }, found: null, running: null });
  }

  draw() {
    const tries = examples(this.reports);
    this.box = el("textarea", {
      id: "question",
      rows: "2",
      maxlength: "2000",
      enterkeyhint: "send",
      placeholder: tries[0] ? t("placeholder", tries[0]) : "",
      on: { keydown: (event) => this.key(event) },
    });
    this.button = el("button", { class: "primary", type: "submit", text: t("send") });
    this.filter = filterBar(this.reports, this.state, () => this.found && this.box.value.trim() && this.submit());
    const form = el(
      "form",
      {
        class: "ask-form",
        role: "search",
        on: {
          submit: (event) => {
            event.preventDefault();
            this.submit();
          },
        },
      },
      el("label", { class: "unseen", for: "question", text: t("question") }),
      el("div", { class: "box" }, this.box, this.button),
      this.filter.bar,
    );
    this.answer = el("section", { class: "answer", aria: { label: t("answer"), busy: "false" } });
    this.start = el("div", { class: "start" });
    this.place.replaceChildren(
      el(
        "header",
        { class: "lead" },
        el("h1", { text: t("askTitle") }),
        el("p", { class: "muted", text: t("askLead", this.reports.length) }),
      ),
      form,
      this.answer,
      this.start,
    );
    this.drawStart(tries);
  }

  drawStart(tries = examples(this.reports)) {
    const held = past();
    const shown = (each) => [
      each.q,
      ...[...(each.regions ?? []).map(regionName), ...(each.years ?? [])].map((text) => el("span", { class: "tag", text })),
    ];
    this.start.replaceChildren(
      tries.length
        ? el(
            "section",
            { class: "examples" },
            el("h2", { class: "small", text: t("examples") }),
            el(
              "ul",
              { class: "plain" },
              tries.map((q) =>
                el(
                  "li",
                  {},
                  el("button", {
                    type: "button",
                    class: "line-button",
                    text: q,
                    on: { click: () => this.put({ q, regions: [], years: [] }) },
                  }),
                ),
              ),
            ),
          )
        : "",
      held.length
        ? el(
            "section",
            { class: "history" },
            el(
              "div",
              { class: "heading-row" },
              el("h2", { class: "small", text: t("history") }),
              el("button", {
                type: "button",
                class: "quiet",
                text: t("clear"),
                on: {
                  click: () => {
                    forget();
                    this.drawStart();
                  },
                },
              }),
            ),
            el(
              "ul",
              { class: "plain" },
              held.map((each) =>
                el("li", {}, el("button", { type: "button", class: "line-button", on: { click: () => this.put(each) } }, shown(each))),
              ),
            ),
          )
        : "",
    );
  }

  key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.submit();
    }
  }

  put({ q, regions, years }) {
    this.box.value = q;
    this.scope(regions ?? [], years ?? []);
    this.submit();
  }

  scope(regions, years) {
    this.state.regions.splice(0, Infinity, ...regions);
    this.state.years.splice(0, Infinity, ...years);
    this.filter.draw();
  }

  /** Take the question from the address, and ask it if there is one. */
  readAddress() {
    const { q, regions, years } = readHash();
    this.box.value = q ?? "";
    this.scope(list(regions), list(years).map(Number).filter(Boolean));
    if (q) this.run();
    else this.clear();
  }

  clear() {
    this.stop();
    this.found = null;
    this.answer.replaceChildren();
    this.drawStart();
  }

  submit() {
    const q = this.box.value.trim();
    if (!q) return this.box.focus();
    writeHash({ q, regions: this.state.regions.join(","), years: this.state.years.join(",") }, true);
    return this.run();
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
    this.answer.setAttribute("aria-busy", "true");
    this.answer.classList.add("waiting");
    const filters = { regions: [...this.state.regions], years: [...this.state.years] };
    try {
      const found = await askService(this.asked, filters, this.listen(running), running.signal);
      if (running.signal.aborted) return;
      remember({ q: this.asked, ...filters });
      this.finish({ ...found, indicators: this.indicators });
    } catch (error) {
      if (running.signal.aborted) return;
      this.answer.replaceChildren(el("p", { class: "refusal", role: "alert", text: t("failed", error.message) }));
    }
    this.answer.setAttribute("aria-busy", "false");
    this.answer.classList.remove("waiting");
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
    return { reports: this.reports, indicators: this.indicators, question: this.asked, again: (change) => this.again(change) };
  }

  again({ question, regions, years }) {
    if (question) this.box.value = question;
    this.scope(regions ?? this.state.regions, years ?? this.state.years);
    this.submit();
  }

  finish(found, quiet = false) {
    this.found = found;
    this.answer.replaceChildren(...showAnswer(found, this.context()).filter(Boolean));
    this.drawStart();
    if (quiet) return;
    say(found.status === "refused" ? t("refusedSay", found.refusal.message) : t("answeredSay", found.citations.length, found.answer.text));
  }
}
