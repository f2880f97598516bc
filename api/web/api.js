// Everything the page asks the service. Answers of GET are kept for the visit: an open index does not change.

const kept = new Map();

/** The JSON at this path; an error carries the service's own words. */
export function get(path) {
  if (!kept.has(path)) {
    kept.set(
      path,
      fetch(path, { headers: { accept: "application/json" } })
        .then(read)
        .catch((error) => {
          kept.delete(path);
          throw error;
        }),
    );
  }
  return kept.get(path);
}

/** Text at this path. */
export async function getText(path) {
  const response = await fetch(path);
  return response.ok ? response.text() : read(response);
}

async function read(response) {
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail ?? `${response.status} ${response.statusText}`), { status: response.status });
}

export const about = () => get("/static/about.json");
export const reports = async () => (await get("/v1/reports")).reports;
export const reportText = (id) => get(`/v1/reports/${encodeURIComponent(id)}/text`);

export function post(path, body, signal) {
  return fetch(path, {
    method: "POST",
    signal,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", accept: body.stream ? "text/event-stream, application/json" : "application/json" },
  });
}

/** The whole answer; on the way, `on[event]` hears of the stream's events. Only what the service knows is sent. */
export async function ask({ question, filters, previous, generative }, on, signal) {
  const body = { question, filters, stream: true };
  if (previous.length && (await about()).follow_up) body.previous = previous;
  if (generative) body.mode = "generative";
  const response = await post("/v1/ask", body, signal);
  return response.ok ? readEvents(response, on) : read(response);
}

async function readEvents(response, on) {
  let final = null;
  for await (const { event, data } of events(response.body)) {
    if (data === "[DONE]") break;
    const value = JSON.parse(data);
    if (event === "error") throw new Error(value.detail ?? data);
    if (event === "final") final = value;
    else on[event]?.(value);
  }
  if (!final) throw new Error("the stream ended before its answer");
  return final;
}

/** Server-sent events of a body, as the standard cuts them: blank lines between, any of the three line ends. */
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "",
    event = "message",
    data = [];
  for (;;) {
    const { value, done } = await reader.read();
    rest += done ? "\n" : value;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (data.length) yield { event, data: data.join("\n") };
        event = "message";
        data = [];
      } else if (line.startsWith("event:")) event = line.slice(6).trim();
      else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
    }
    if (done) return;
  }
}
