// Who gets what, and why. Rows are changed in place, so that an explanation which someone reads stays open while flags change.
import { element } from "./editor.js";
import { explanation } from "./why.js";

export function peopleIn(parent, call) {
  const rows = new Map();
  let opened = "";

  function update(persons, asked) {
    const ids = new Set(persons.map(person => person.distinct_id));
    for (const [id, row] of rows) {
      if (!ids.has(id)) {
        row.element.remove();
        rows.delete(id);
      }
    }
    if (opened !== asked) opened = "";
    persons.forEach((person, index) => {
      const id = person.distinct_id;
      if (!rows.has(id)) rows.set(id, personRow(person));
      const row = rows.get(id);
      putAt(parent, index, row.element);
      row.update(person);
      if (id === asked && asked !== opened) {
        row.element.open = true;
        opened = asked;
      }
    });
  }

  // Fetches the explanations that are open, and draws those that have changed. A flag that has just been removed has none, and its row is about to go.
  function explain() {
    return Promise.all([...rows.values()].flatMap(person => person.whys()).map(why => call("GET", why.path).then(why.show, () => {})));
  }

  function personRow(person) {
    const details = element("details");
    details.dataset.id = person.distinct_id;
    const summary = element("summary");
    summary.append(element("b", "", person.distinct_id));
    summary.append(...Object.entries(person.properties).map(([name, value]) =>
      element("span", "chip", `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)));
    const list = element("div", "answers");
    const whys = new Map();
    details.append(summary, list);
    return {
      element: details,
      whys: () => details.open ? [...whys.values()].filter(why => why.element.open) : [],
      update({ flags, why }) {
        for (const [key, row] of whys) {
          if (!(key in flags)) {
            row.element.remove();
            whys.delete(key);
          }
        }
        Object.values(flags).forEach((flag, index) => {
          if (!whys.has(flag.key)) whys.set(flag.key, whyRow(person.distinct_id, flag.key));
          const row = whys.get(flag.key);
          putAt(list, index, row.element);
          row.update(flag, why[flag.key]);
        });
      },
    };
  }

  function whyRow(distinctId, key) {
    const details = element("details", "why");
    const summary = element("summary");
    const value = element("b");
    const reason = element("span", "reason");
    const steps = element("div", "steps");
    let shown = "";
    summary.append(element("span", "mono", key), value, reason);
    details.append(summary, steps);
    details.addEventListener("toggle", () => { if (details.open) explain(); });
    return {
      element: details,
      path: `explain/${encodeURIComponent(key)}?distinct_id=${encodeURIComponent(distinctId)}`,
      update(flag, text) {
        value.className = flag.enabled ? "yes" : "";
        value.textContent = flag.variant ?? (flag.failed ? "failed" : flag.enabled ? "on" : "off");
        reason.textContent = text;
      },
      show(found) {
        const text = JSON.stringify(found);
        if (text !== shown) {
          shown = text;
          steps.replaceChildren(...explanation(found));
        }
      },
    };
  }

  return { update, explain };
}

// Leaves an element alone that is where it belongs: moving it would take the focus away.
function putAt(parent, index, child) {
  if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
}
