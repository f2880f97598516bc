// Elements without markup: every text goes through text nodes, so nothing a report says is read as HTML.

/** An element: `el("a", {href, class, text, on: {click}, data: {…}, aria: {…}}, ...children)`. */
export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function fill(node, { text, on, data, aria, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const [name, value] of Object.entries(aria ?? {})) if (value !== undefined) node.setAttribute(`aria-${name}`, value);
  for (const [name, value] of Object.entries(data ?? {})) node.dataset[name] = value;
  for (const [name, listener] of Object.entries(on ?? {})) node.addEventListener(name, listener);
  if (text !== undefined && text !== null) node.textContent = text;
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Say something to a screen reader, once things have settled. */
export function say(message) {
  const place = document.getElementById("said");
  place.textContent = "";
  setTimeout(() => {
    place.textContent = message;
  }, 60);
}

/** The state held in the address: `#q=…&years=2024,2026` as a plain object. */
export function readHash() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Put the state into the address; empty values are left out. */
export function writeHash(state, push = false) {
  const kept = Object.entries(state).filter(([, value]) => value !== "" && value !== undefined && value !== null);
  const query = new URLSearchParams(kept).toString().replaceAll("%2C", ",");
  const address = location.pathname + (query ? `#${query}` : "");
  if (address === location.pathname + location.hash) return;
  history[push ? "pushState" : "replaceState"](null, "", address);
}

/** "a,b" → ["a", "b"]; nothing → []. */
export const list = (text) => (text ? text.split(",").filter(Boolean) : []);
