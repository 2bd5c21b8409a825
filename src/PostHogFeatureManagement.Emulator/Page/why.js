// Draws how the server comes to a flag's value: its conditions or rules with their filters, and where the person is in rollouts and variants.
import { element } from "./editor.js";

const operators = {
  exact: "is", is_not: "is not", icontains: "contains", not_icontains: "does not contain", gt: ">", gte: "≥", lt: "<", lte: "≤", flag_evaluates_to: "is",
};
const outcomes = {
  match: "matches", noMatch: "does not match", outOfRollout: "matches, but not in the rollout", paused: "matches, but is paused",
  holdout: "matches, but is in the holdout", undecided: "cannot be decided",
};
const unseen = {
  flag_disabled: "The flag is switched off.",
  missing_dependency: "A flag that it depends on is missing, or they depend on each other, so the server does not look at the conditions.",
};
const steps = {
  inactive: "The flag is switched off, so its conditions do not count.", enrollment: "The person's choice in early access decides, not the conditions.",
  holdout: "The holdout includes the person, so the conditions do not count.", obstacle: "The server cannot evaluate the flag.",
};

export function explanation(found) {
  const flag = found.conditions ?? found.rules;
  if (!flag) return [note(unseen[found.answer.reason.code] ?? "The server cannot read the flag's definition.")];
  const parts = flag.map(part => condition(part, found));
  const before = steps[found.decidedBy.step];
  if (before) parts.unshift(note(before));
  else if (!parts.length) parts.push(note(found.rules ? "The flag has no rules." : "The flag has no conditions, so it is off for everyone."));
  if (found.holdout) parts.unshift(rolloutOf("Holdout", found.holdout, "person"));
  if (found.variant) parts.push(variant(found.variant));
  if (found.dependencies?.length) parts.push(dependencies(found.dependencies));
  return parts;
}

function condition(part, found) {
  const isRule = Boolean(found.rules);
  const decides = part.index === (isRule ? found.decidedBy.rule : found.decidedBy.condition) && outcomeOf(part) !== "noMatch";
  const box = element("section", `step ${toneOf(part)}${decides ? " decides" : ""}`);
  const title = element("h3", "", `${isRule ? "Rule" : "Condition"} ${part.index + 1} `);
  title.append(element("span", "verdict", verdict(part, outcomes)));
  box.append(title, filters(part.filters));
  if (part.rollout) box.append(rolloutOf("Rollout", part.rollout, part.aggregation));
  if (part.pinnedVariant) box.append(note(`Everyone who matches gets the variant ${part.pinnedVariant}.`));
  return box;
}

function filters(list) {
  if (!list.length) return note("It is about everyone.");
  const rows = element("ul", "asks");
  for (const filter of list) {
    const row = element("li", toneOf(filter));
    row.append(element("span", "", asks(filter)));
    if (filter.value) row.append(element("span", "has", filter.value.given ? `has ${filter.value.text}` : "has none"));
    row.append(element("b", "", verdict(filter, { yes: "yes", no: "no" })));
    if (filter.parts) row.append(filters(filter.parts));
    rows.append(row);
  }
  return rows;
}

function asks({ type, key, operator, operand, negated }) {
  if (!operator) return type === "AND" ? "all of" : "any of";
  const what = type === "cohort" ? `cohort ${key}` : type === "flag" || type === "group" ? `${type} ${key}` : key;
  const name = operators[operator] ?? operator.replaceAll("_", " ");
  const value = operand === undefined || operator.endsWith("_set") ? "" : [operand].flat().map(text => typeof text === "string" ? text : JSON.stringify(text)).join(" or ");
  return `${negated ? "not: " : ""}${type === "cohort" ? `${name} ${what}` : `${what} ${name} ${value}`}`.trim();
}

function rolloutOf(name, { percentage, bucket, included }, aggregation) {
  const subject = aggregation.replace(/^group:\u0001/, "group type ").replace("group:", "");
  const where = bucket === undefined ? `The ${subject} is not known.` : `The ${subject} is at ${percent(bucket)}, ${included ? "inside" : "outside"}.`;
  const box = element("div");
  box.append(note(`${name}: ${percentage} % by ${subject}. ${where}`), bar([{ from: 0, to: percentage / 100, name: "" }], bucket));
  return box;
}

function variant({ bucket, chosen, pinned, bounds }) {
  const box = element("section", "step");
  box.append(element("h3", "", `Variant ${chosen}`));
  const places = Object.entries(bounds).map(([name, [from, to]]) => ({ name, from, to }));
  const list = places.map(({ name, from, to }) => `${name} from ${percent(from)} to ${percent(to)}`).join(", ");
  box.append(note(pinned ? "The condition sets it." : `The person is at ${percent(bucket)}: ${list}.`));
  if (!pinned) box.append(bar(places, bucket));
  return box;
}

function dependencies(list) {
  const box = element("section", "step");
  box.append(element("h3", "", "Flags that it depends on"));
  const rows = element("ul", "asks");
  rows.append(...list.map(({ flag, value, reason }) => element("li", "", `${flag} is ${value === true ? "on" : value === false ? "off" : value} (${words(reason)})`)));
  box.append(rows);
  return box;
}

function bar(parts, bucket) {
  const track = element("div", "bucket");
  track.setAttribute("aria-hidden", "true");
  for (const { from, to } of parts) track.append(place(element("i"), from, Math.min(to, 1) - from));
  if (bucket !== undefined) track.append(place(element("b"), bucket, 0));
  return track;
}

function place(mark, from, width) {
  mark.style.left = `${from * 100}%`;
  if (width) mark.style.width = `${width * 100}%`;
  return mark;
}

const note = text => element("p", "place", text);
const percent = fraction => `${Math.round(fraction * 10_000) / 100} %`;
const words = reason => reason.replace(/(?<!^)[A-Z]/g, letter => ` ${letter.toLowerCase()}`).toLowerCase();
const outcomeOf = part => part.would ?? part.outcome;

function verdict(part, texts) {
  const outcome = outcomeOf(part);
  const text = texts[outcome] ?? `open: ${words(part.reason ?? outcome)}`;
  return part.would ? `not looked at; ${text}` : text;
}

function toneOf(part) {
  const outcome = outcomeOf(part);
  const tone = outcome === "match" || outcome === "yes" ? "good" : "bad";
  return part.would ? `${tone} unreached` : tone;
}
