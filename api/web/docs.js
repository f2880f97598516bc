// The API: every endpoint with its fields and an example to copy or to try, read from /openapi.json.

import { get, reports as allReports } from "/static/api.js";
import { copy } from "/static/citing.js";
import { el, say } from "/static/dom.js";
import { t } from "/static/i18n.js";

export const NAME = "docs";
const MOST_SHOWN = 6000; // characters of an answer

export async function show(place) {
  const [spec, reports] = await Promise.all([get("/openapi.json"), allReports()]);
  const known = { report_id: reports[0]?.id };
  const operations = Object.entries(spec.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => new Endpoint(spec, path, method, operation, known)),
  );
  const tags = [...new Set(operations.map((each) => each.tag))];
  place.append(
    el("header", { class: "lead" }, el("h1", { text: t("docsTitle") }), el("p", { class: "muted", text: t("docsLead") })),
    el("div", { lang: "en" }, spec.info.description.split("\n\n").map(prose)),
    el("p", {}, el("a", { href: "/openapi.json", text: "/openapi.json" })),
    ...tags.map((tag) =>
      el(
        "section",
        { lang: "en" },
        el("h2", { class: "small", text: tag }),
        operations.filter((each) => each.tag === tag).map((each) => each.shown()),
      ),
    ),
  );
  return {};
}

/** A paragraph; of Markdown only `code` and **bold** are known. */
function prose(text) {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`")) return el("code", { text: part.slice(1, -1) });
    return part.startsWith("**") ? el("strong", { text: part.slice(2, -2) }) : part;
  });
  return el("p", {}, parts);
}

/** One method of one path. */
class Endpoint {
  constructor(spec, path, method, operation, known) {
    Object.assign(this, { spec, path, operation, known, method: method.toUpperCase(), tag: operation.tags?.[0] ?? "" });
    this.bodySchema = this.resolve(operation.requestBody?.content["application/json"]?.schema);
    this.body = this.bodySchema?.examples?.[0];
  }

  shown() {
    const { path, method, operation } = this;
    return el(
      "details",
      { class: "endpoint" },
      el(
        "summary",
        {},
        el("span", { class: "method", text: method }),
        " ",
        el("code", { text: path }),
        " ",
        el("span", { class: "muted", text: operation.summary }),
      ),
      this.parameters(),
      this.fields(this.bodySchema, "Body", this.bodySchema?.required),
      this.fields(this.answerSchema(), "Answer"),
      this.example(),
    );
  }

  resolve(schema) {
    return schema?.$ref ? this.spec.components.schemas[schema.$ref.split("/").at(-1)] : schema;
  }

  answerSchema() {
    return this.resolve(this.operation.responses["200"]?.content?.["application/json"]?.schema);
  }

  parameters() {
    const rows = (this.operation.parameters ?? []).map((each) => [each.name, this.kind(each.schema), note(each.schema, each.required)]);
    return this.fieldTable("Parameters", rows);
  }

  fields(schema, title, required = []) {
    const rows = Object.entries(schema?.properties ?? {}).map(([name, each]) => [
      name,
      this.kind(each),
      note(each, required.includes(name)),
    ]);
    return this.fieldTable(title, rows, schema?.description);
  }

  fieldTable(title, rows, description) {
    if (!rows.length) return null;
    return el(
      "div",
      { class: "fields" },
      el("h3", { class: "small", text: title }),
      description ? prose(description) : null,
      el(
        "div",
        { class: "scroll", tabindex: "0", role: "region", aria: { label: `${this.method} ${this.path}: ${title}` } },
        el(
          "table",
          {},
          el(
            "tbody",
            {},
            rows.map(([name, kind, more]) =>
              el(
                "tr",
                {},
                el("th", { scope: "row" }, el("code", { text: name })),
                el("td", { text: kind }),
                el("td", { class: "muted", text: more }),
              ),
            ),
          ),
        ),
      ),
    );
  }

  /** A type as one reads it: string, integer[], "a" | "b", {region, year, …}. */
  kind(schema) {
    if (schema.$ref) return `{${Object.keys(this.resolve(schema).properties ?? {}).join(", ")}}`;
    const choices = schema.enum ?? (schema.const === undefined ? null : [schema.const]);
    if (choices) return choices.map((each) => JSON.stringify(each)).join(" | ");
    if (schema.anyOf) return schema.anyOf.map((each) => this.kind(each)).join(" | ");
    return schema.items ? `${this.kind(schema.items)}[]` : (schema.type ?? "any");
  }

  /** The path with its example values filled in. */
  address() {
    let path = this.path;
    const query = new URLSearchParams();
    for (const { name, in: where, schema } of this.operation.parameters ?? []) {
      const value = this.known[name] ?? schema.examples?.[0];
      if (value === undefined) continue;
      if (where === "path") path = path.replace(`{${name}}`, encodeURIComponent(value));
      else for (const each of [value].flat()) query.append(name, each);
    }
    return query.size ? `${path}?${query}` : path;
  }

  /** Status and type of the answer on the first line, then its body; or why there was none. */
  async send(address, body) {
    try {
      const response = await fetch(address, body ? { method: this.method, body, headers: { "content-type": "application/json" } } : {});
      return `${response.status} ${response.headers.get("content-type")}\n${pretty(await response.text())}`;
    } catch (error) {
      return t("failed", error.message);
    }
  }

  example() {
    const address = this.address();
    const body = this.body ? JSON.stringify(this.body) : null;
    const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
    const line = body
      ? `curl -s ${location.origin}${address} -H 'content-type: application/json' \\\n  -d ${quoted(body)}`
      : `curl -s ${quoted(location.origin + address)}`;
    const answer = el("div", { class: "tried" });
    const run = async () => {
      const told = await this.send(address, body);
      answer.replaceChildren(block(told));
      say(told.split("\n", 1)[0]);
    };
    return el(
      "div",
      {},
      el("h3", { class: "small", text: t("example") }),
      block(line),
      el(
        "div",
        { class: "tools", lang: document.documentElement.lang },
        el("button", { type: "button", class: "try", text: t("tryIt"), on: { click: run } }),
        el("button", { type: "button", text: t("copy"), on: { click: (event) => copy(line, event.currentTarget) } }),
      ),
      answer,
    );
  }
}

const note = (schema, required) =>
  required ? "required" : schema.default === undefined || schema.default === null ? "" : `default ${JSON.stringify(schema.default)}`;
const block = (text) => el("pre", { tabindex: "0" }, el("code", { text }));

function pretty(text) {
  let told = text;
  try {
    told = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    /* events, CSV or plain text */
  }
  return told.length > MOST_SHOWN ? `${told.slice(0, MOST_SHOWN)}\n…` : told;
}
