// The scope of a question: regions as removable chips, editions as toggles.

import { el } from "/static/dom.js";
import { regionName, t } from "/static/i18n.js";

/** A fieldset over `state = {regions, years}`; `changed` is called after each change. */
export function filterBar(reports, state, changed) {
  const bar = el("fieldset", { class: "filters" });
  const draw = () => bar.replaceChildren(el("legend", { class: "unseen", text: t("filters") }), regionPicker(), ...chips(), yearPicker());
  const update = (focus) => {
    draw();
    changed();
    bar.querySelector(focus)?.focus();
  };

  function regionPicker() {
    const regions = [...new Set(reports.map((each) => each.region).filter(Boolean))].filter((name) => !state.regions.includes(name));
    const options = regions.map((name) => el("option", { value: name, text: regionName(name) }));
    const on = {
      change: (event) => {
        state.regions.push(event.target.value);
        update("select");
      },
    };
    return el(
      "select",
      { class: "region", aria: { label: t("region") }, on },
      el("option", { value: "", text: state.regions.length ? `${t("region")} +` : t("allRegions") }),
      options,
    );
  }

  function chips() {
    return state.regions.map((name) =>
      el(
        "button",
        {
          type: "button",
          class: "chip on",
          aria: { label: t("remove", regionName(name)) },
          on: {
            click: () => {
              state.regions.splice(state.regions.indexOf(name), 1);
              update("select");
            },
          },
        },
        regionName(name),
        el("span", { aria: { hidden: "true" }, text: " ×" }),
      ),
    );
  }

  function yearPicker() {
    const years = [...new Set(reports.map((each) => each.year).filter(Boolean))].sort((a, b) => b - a);
    return el(
      "span",
      { class: "years", role: "group", aria: { label: t("year") } },
      years.map((year) =>
        el("button", {
          type: "button",
          class: "chip",
          aria: { pressed: String(state.years.includes(year)) },
          text: t("stateYear", year),
          data: { year },
          on: {
            click: () => {
              const at = state.years.indexOf(year);
              if (at < 0) state.years.push(year);
              else state.years.splice(at, 1);
              update(`[data-year="${year}"]`);
            },
          },
        }),
      ),
    );
  }

  draw();
  return { bar, draw };
}
