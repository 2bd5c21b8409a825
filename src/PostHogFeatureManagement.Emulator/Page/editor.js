// The dialog in which someone changes a flag. It works on a copy of the definition and keeps what it does not show.

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

const operators = [
  "exact", "is_not", "icontains", "not_icontains", "starts_with", "ends_with", "regex", "not_regex", "is_set", "is_not_set", "gt", "gte", "lt", "lte", "between",
  "is_date_before", "is_date_after", "semver_eq", "semver_gt", "semver_gte", "semver_lt", "semver_lte",
];
const withLists = ["exact", "is_not", "icontains_multi", "between", "not_between"];
const withoutValue = ["is_set", "is_not_set"];
let fieldCount = 0;

export function edit(dialog, definition, { save, remove }) {
  const flag = structuredClone(definition);
  flag.filters ??= {};
  const form = element("form");
  form.method = "dialog";
  const title = element("h2", "", `Edit ${flag.key}`);
  title.id = "editor-title";
  const parts = element("div");
  const problem = element("p", "problem");
  problem.setAttribute("role", "alert");
  problem.hidden = true;
  form.append(title, parts, problem, actions(dialog, flag, { save, remove, problem }));
  form.addEventListener("submit", event => event.preventDefault());
  dialog.replaceChildren(form);
  draw();
  dialog.showModal();

  function draw() {
    const focused = [...parts.querySelectorAll("input, select, button")].indexOf(document.activeElement);
    parts.replaceChildren(labelled("Name", text(flag.name ?? "", value => { flag.name = value || undefined; })));
    if (flag.filters.rules) {
      parts.append(element("p", "hint", "This flag has rules. Change them in the definitions file."));
    } else {
      parts.append(variants(flag.filters, draw), conditions(flag.filters, draw));
    }
    const fields = parts.querySelectorAll("input, select, button");
    fields[Math.min(focused, fields.length - 1)]?.focus();
  }
}

function actions(dialog, flag, { save, remove, problem }) {
  const bar = element("div", "actions");
  const saving = button("Save", "", () => {
    problem.textContent = problemOf(flag.filters) ?? "";
    problem.hidden = !problem.textContent;
    if (!problem.hidden) return;
    dialog.close();
    save(flag);
  });
  const removing = button("Remove the flag", "danger", () => {
    dialog.close();
    remove();
  });
  bar.append(saving, button("Cancel", "", () => dialog.close()), removing);
  return bar;
}

function problemOf(filters) {
  const items = filters.multivariate?.variants ?? [];
  const sum = items.reduce((total, variant) => total + (variant.rollout_percentage || 0), 0);
  if (items.some(variant => !variant.key)) return "Every variant needs a key.";
  if (items.length && Math.abs(sum - 100) > 0.01) return `The variants add up to ${sum}%, not to 100%.`;
  const unnamed = (filters.groups ?? []).some(group => (group.properties ?? []).some(filter => !filter.key));
  return unnamed ? "Every requirement needs a property." : null;
}

function variants(filters, draw) {
  const box = group("Variants");
  const items = filters.multivariate?.variants ?? [];
  for (const variant of items) {
    const row = element("div", "fields");
    row.append(
      labelled("Variant", text(variant.key, value => {
        movePayload(filters, variant.key, value);
        variant.key = value;
      })),
      labelled("Percent", number(variant.rollout_percentage, value => { variant.rollout_percentage = value; })),
      labelled("Payload", payload(filters, () => variant.key)),
      button("Remove", "quiet", () => {
        items.splice(items.indexOf(variant), 1);
        if (!items.length) delete filters.multivariate;
        draw();
      }, `Remove variant ${variant.key}`));
    box.append(row);
  }
  if (!items.length) box.append(labelled("Payload", payload(filters, () => "true")));
  box.append(button("Add a variant", "quiet", () => {
    filters.multivariate ??= { variants: [] };
    filters.multivariate.variants.push({ key: "", rollout_percentage: items.length ? 0 : 100 });
    draw();
  }));
  return box;
}

function conditions(filters, draw) {
  const box = element("div");
  const keys = (filters.multivariate?.variants ?? []).map(variant => variant.key);
  (filters.groups ?? []).forEach((condition, index) => {
    const fields = group(`Condition ${index + 1}`);
    for (const filter of condition.properties ?? []) fields.append(requirement(condition, filter, draw));
    if (!condition.properties?.length) fields.append(element("p", "hint", "Everyone."));
    const row = element("div", "fields");
    row.append(labelled("Rollout in percent", number(condition.rollout_percentage ?? 100, value => { condition.rollout_percentage = value; })));
    if (keys.length) row.append(labelled("Variant", choice(["", ...keys], condition.variant ?? "", value => { condition.variant = value || null; })));
    fields.append(
      row,
      button("Add a requirement", "quiet", () => {
        (condition.properties ??= []).push({ key: "", type: "person", operator: "exact", value: "" });
        draw();
      }),
      button(`Remove condition ${index + 1}`, "quiet", () => {
        filters.groups.splice(index, 1);
        draw();
      }));
    box.append(fields);
  });
  box.append(button("Add a condition", "quiet", () => {
    (filters.groups ??= []).push({ properties: [], rollout_percentage: 100 });
    draw();
  }));
  return box;
}

function requirement(condition, filter, draw) {
  const row = element("div", "fields");
  const removing = button("Remove", "quiet", () => {
    condition.properties.splice(condition.properties.indexOf(filter), 1);
    draw();
  }, `Remove requirement ${filter.key}`);
  if (["cohort", "flag"].includes(filter.type)) {
    const what = filter.type === "flag" ? `flag ${filter.key}` : "cohort";
    row.append(element("span", "chip", `${what} ${filter.operator ?? "in"} ${JSON.stringify(filter.value)}`), removing);
    return row;
  }
  const known = operators.includes(filter.operator ?? "exact") ? operators : [...operators, filter.operator];
  row.append(
    labelled(filter.type === "group" ? "Group property" : "Property", text(filter.key, value => { filter.key = value; })),
    labelled("Comparison", choice(known, filter.operator ?? "exact", value => {
      filter.operator = value;
      if (withoutValue.includes(value)) filter.value = value;
      draw();
    })));
  if (!withoutValue.includes(filter.operator)) {
    row.append(labelled("Value", text(shown(filter.value), value => { filter.value = read(value, filter.operator ?? "exact"); })));
  }
  row.append(removing);
  return row;
}

function shown(value) {
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

function read(value, operator) {
  return withLists.includes(operator) && value.includes(",") ? value.split(",").map(item => item.trim()) : value;
}

function payload(filters, key) {
  const value = filters.payloads?.[key()];
  return text(value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value), written => {
    filters.payloads ??= {};
    if (written) filters.payloads[key()] = written;
    else delete filters.payloads[key()];
  });
}

function movePayload(filters, from, to) {
  if (filters.payloads && from in filters.payloads) {
    filters.payloads[to] = filters.payloads[from];
    delete filters.payloads[from];
  }
}

function group(name) {
  const box = element("fieldset");
  box.append(element("legend", "", name));
  return box;
}

function labelled(name, field) {
  const box = element("div", "field");
  const label = element("label", "", name);
  field.id = label.htmlFor = `field-${fieldCount++}`;
  box.append(label, field);
  return box;
}

function text(value, changed) {
  const field = element("input");
  Object.assign(field, { value, autocomplete: "off", spellcheck: false });
  field.addEventListener("input", () => changed(field.value));
  return field;
}

function number(value, changed) {
  const field = element("input");
  Object.assign(field, { type: "number", min: 0, max: 100, step: "any", value });
  field.addEventListener("input", () => changed(Math.min(100, Math.max(0, field.valueAsNumber || 0))));
  return field;
}

function choice(values, value, changed) {
  const field = element("select");
  for (const name of values) field.append(new Option(name === "" ? "by percent" : name.replaceAll("_", " "), name, false, name === value));
  field.addEventListener("change", () => changed(field.value));
  return field;
}

function button(name, className, pressed, spoken) {
  const made = element("button", className, name);
  made.type = "button";
  if (spoken) made.setAttribute("aria-label", spoken);
  made.addEventListener("click", pressed);
  return made;
}
