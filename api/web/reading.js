// A report's text as paragraphs, with spans marked. Offsets are code points of the file.

import { el } from "/static/dom.js";
import { measure } from "/static/codepoints.js";

/** Paragraphs of `text` (which begins at code point `base` of its file) put into `place`; a handle to mark and to measure them. */
export function layOut(place, text, base, sections = [], top = 2) {
  const leads = headings(sections, top);
  const paragraphs = [];
  let start = base;
  for (const line of text.split("\n")) {
    const bridge = measure(line);
    if (line.trim()) paragraphs.push(paragraph(line, start, bridge, leads));
    start += bridge.length + 1;
  }
  for (const each of paragraphs) paint(each, []);
  place.replaceChildren(...paragraphs.map((each) => each.node));
  return { paragraphs, mark: (spans) => markAll(paragraphs, spans), spanOf: (range) => spanOf(paragraphs, range), place };
}

function headings(sections, rank, found = new Map()) {
  for (const each of sections) {
    found.set(each.start, { ...each, rank });
    headings(each.children, rank + 1, found);
  }
  return found;
}

function paragraph(line, start, bridge, leads) {
  const indent = line.length - line.trimStart().length;
  const section = leads.get(start) ?? leads.get(start + indent);
  const whole = section && line.trim() === section.title;
  const tag = whole ? `h${Math.min(section.rank, 6)}` : "p"; // by depth: outlines may leave levels out
  const lead = section && !whole ? [{ start: start + indent, end: start + indent + measure(section.title).length, kind: "lead" }] : [];
  const node = el(tag, {
    class: whole ? `heading level${section.level}` : "line",
    data: { start },
    id: section ? `at-${section.start}` : undefined,
  });
  return { node, line, start, end: start + bridge.length, bridge, lead };
}

/** Mark these `{start, end, kind}` and nothing else. */
function markAll(paragraphs, spans) {
  for (const each of paragraphs) {
    const inside = spans.filter((span) => span.start < each.end && span.end > each.start);
    if (inside.length || each.marked) paint(each, inside);
  }
}

function paint(each, spans) {
  const all = [...each.lead, ...spans];
  const cuts = new Set([each.start, each.end]);
  for (const span of all) {
    cuts.add(Math.max(span.start, each.start));
    cuts.add(Math.min(span.end, each.end));
  }
  const edges = [...cuts].sort((a, b) => a - b);
  const parts = edges.slice(1).map((end, at) =>
    piece(
      each,
      edges[at],
      end,
      all.filter((span) => span.start <= edges[at] && span.end >= end),
    ),
  );
  each.node.replaceChildren(...parts);
  each.marked = spans.length > 0;
}

function piece(each, start, end, spans) {
  const text = each.line.slice(each.bridge.toUnits(start - each.start), each.bridge.toUnits(end - each.start));
  const kinds = [...new Set(spans.map((span) => span.kind))];
  if (!kinds.length) return document.createTextNode(text);
  return el(kinds.length === 1 && kinds[0] === "lead" ? "strong" : "mark", { class: kinds.join(" "), text });
}

/** The span of the file that a selection covers, or null when it covers none of the text. */
function spanOf(paragraphs, range) {
  const inside = paragraphs.filter((each) => range.intersectsNode(each.node));
  if (!inside.length) return null;
  const first = inside[0],
    last = inside.at(-1);
  const start = first.start + first.bridge.toPoints(unitsBefore(first.node, range.startContainer, range.startOffset));
  const end = last.start + last.bridge.toPoints(unitsBefore(last.node, range.endContainer, range.endOffset, true));
  return end > start ? { start, end } : null;
}

function unitsBefore(node, container, offset, atEnd = false) {
  if (!node.contains(container)) return atEnd ? node.textContent.length : 0;
  const range = document.createRange();
  range.setStart(node, 0);
  range.setEnd(container, offset);
  return range.toString().length;
}

/** The section titles above a place, outermost first. */
export function pathTo(sections, point) {
  const inside = sections.find((each) => each.start <= point && point < each.end);
  return inside ? [inside.title, ...pathTo(inside.children, point)] : [];
}

/** Every sentence of the paragraphs as {start, end}: cut after 。！？； as the reports punctuate. */
export function sentences(paragraphs) {
  return paragraphs.flatMap((each) =>
    [...each.line.matchAll(/[^。！？；\s][^。！？；]*[。！？；]?[”’）》]*/gu)].map((match) => ({
      start: each.start + each.bridge.toPoints(match.index),
      end: each.start + each.bridge.toPoints(match.index + match[0].trimEnd().length),
    })),
  );
}

/** Scroll so that the first mark of this kind stands in the upper third, at once: a slide over pages of text would only blur. */
export function reveal(scroller, kind) {
  const mark = scroller.querySelector(`mark.${kind}`);
  if (!mark) return;
  const box = scroller === document.documentElement ? { top: 0, height: innerHeight } : scroller.getBoundingClientRect();
  scroller.scrollTop += mark.getBoundingClientRect().top - box.top - box.height * 0.3;
}
