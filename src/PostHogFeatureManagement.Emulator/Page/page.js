// All content is set as text, never as markup, because keys, names and events are untrusted input.
import { element, edit } from "./editor.js";
import { peopleIn } from "./people.js";

const at = name => document.getElementById(name);
const root = "_emulator/";
let shown = {};
const flagRows = new Map();
const people = peopleIn(at("people"), call);
let asked = "";

async function call(method, path, body) {
  const response = await fetch(root + path, {
    method,
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(answer?.error ?? `${response.status}`);
  return answer;
}

// Redraws a part only when its data has changed.
function draw(part, data, paint) {
  const text = JSON.stringify(data);
  if (shown[part] !== text) {
    shown[part] = text;
    paint(data);
  }
}

async function act(action) {
  try {
    await action();
  } catch (error) {
    alert(error.message);
  }
  await refresh();
}

// Changes rows in place, so that a slider in motion, the focus and what someone reads stay while another flag changes.
function paintFlags(list) {
  at("flag-count").textContent = list.flags.length;
  const parent = at("flags");
  parent.querySelector(".empty")?.remove();
  const keys = new Set(list.flags.map(flag => flag.key));
  for (const [key, row] of flagRows) {
    if (!keys.has(key)) {
      row.element.remove();
      flagRows.delete(key);
    }
  }
  list.flags.forEach((flag, index) => {
    if (!flagRows.has(flag.key)) flagRows.set(flag.key, flagRow(flag.key));
    const row = flagRows.get(flag.key);
    if (parent.children[index] !== row.element) parent.insertBefore(row.element, parent.children[index] ?? null);
    row.update(flag);
  });
  if (!list.flags.length) parent.append(element("li", "empty", "No flags yet."));
}

// Sends one change of a flag at a time, and then only the latest: two under way might overtake each other.
function changesOf(key) {
  let waiting = null;
  let isBusy = false;
  return {
    get isBusy() { return isBusy; },
    async send(what) {
      waiting = { ...waiting, ...what };
      if (isBusy) return;
      isBusy = true;
      while (waiting) {
        const next = waiting;
        waiting = null;
        await act(() => call("PUT", `flags/${encodeURIComponent(key)}`, next));
      }
      isBusy = false;
      await refresh();
    },
  };
}

function flagRow(key) {
  const changes = changesOf(key);
  const row = element("li");
  const toggle = element("input", "switch");
  Object.assign(toggle, { type: "checkbox", id: `active-${key}` });
  toggle.setAttribute("role", "switch");
  toggle.setAttribute("aria-label", `${key} is on`);
  toggle.addEventListener("change", () => changes.send({ active: toggle.checked }));

  const title = element("div");
  const about = element("div", "about");
  title.append(element("div", "key mono", key), about);

  const change = element("button", "quiet", "Edit");
  change.setAttribute("aria-label", `Edit ${key}`);
  change.addEventListener("click", () => act(() => openEditor(key)));

  const roll = element("div", "roll");
  const slider = element("input");
  const percent = element("output");
  let isHeld = false;
  let latest = null;
  Object.assign(slider, { type: "range", min: 0, max: 100, id: `rollout-${key}` });
  slider.setAttribute("aria-label", `Rollout of ${key}`);
  slider.addEventListener("pointerdown", () => { isHeld = true; });
  slider.addEventListener("pointerup", () => { isHeld = false; });
  slider.addEventListener("input", () => { percent.textContent = `${slider.value}%`; });
  slider.addEventListener("change", () => changes.send({ rollout: Number(slider.value) }));
  slider.addEventListener("blur", () => update(latest));
  roll.append(slider, percent);

  const more = element("div", "more");
  row.append(toggle, title, roll, change, more);

  function update(flag) {
    latest = flag;
    row.className = flag.active ? "flag" : "flag off";
    about.textContent = flag.name ?? "";
    if (!changes.isBusy) toggle.checked = flag.active;
    if (!changes.isBusy && !isHeld && document.activeElement !== slider) {
      slider.value = flag.rollout ?? 50;
      percent.textContent = flag.rollout === null ? "mixed" : `${flag.rollout}%`;
    }
    more.replaceChildren(
      ...flag.conditions.map(text => element("span", "chip", text)),
      ...flag.variants.map(variant => element("span", "chip variant", `${variant.key} ${variant.rollout}%`)),
      ...flag.warnings.map(text => element("span", "chip warn", text)));
  }

  return { element: row, update };
}

async function openEditor(key) {
  const path = `flags/${encodeURIComponent(key)}`;
  const flag = await call("GET", path);
  edit(at("editor"), flag.definition, {
    save: definition => act(() => call("PUT", path, { definition })),
    remove: () => act(() => call("DELETE", path)),
  });
}

async function paintFile() {
  if (at("file").open) at("file-text").value = await callText("definitions?form=short");
}

async function callText(path) {
  return (await fetch(root + path)).text();
}

const faultTexts = [
  [fault => fault.hang, "The emulator accepts requests and never answers them."],
  [fault => fault.quota, "The quota is used up: definitions answer 402, and /flags answers quotaLimited."],
  [fault => fault.status, fault => `The emulator answers every request with ${fault.status}.`],
  [fault => fault.rejectedEvent, fault => `The emulator rejects events with the name ${fault.rejectedEvent}.`],
  [fault => fault.maxBatchSize, fault => `The emulator answers 413 to batches of more than ${fault.maxBatchSize} events.`],
  [fault => fault.latencyMs, fault => `The emulator delays every answer by ${fault.latencyMs} ms.`],
];

function paintFaults(fault) {
  const found = faultTexts.find(([applies]) => applies(fault));
  const text = found ? (typeof found[1] === "string" ? found[1] : found[1](fault)) : "No faults. The emulator answers normally.";
  const limits = [fault.endpoint, fault.times && `the next ${fault.times} requests`, fault.seconds && `${fault.seconds} seconds`].filter(Boolean);
  at("fault-text").textContent = limits.length ? `${text} (only ${limits.join(", ")})` : text;
  at("health").textContent = found ? "faulty" : "healthy";
  at("health").className = found ? "health bad" : "health good";
  for (const button of at("faults").children) {
    const wanted = JSON.parse(button.dataset.fault);
    const names = ["latencyMs", "status", "hang", "quota", "rejectedEvent", "maxBatchSize"];
    button.setAttribute("aria-pressed", names.every(name => (wanted[name] || null) === (fault[name] || null)));
  }
}

function paintRequests(counts) {
  const rows = Object.entries(counts).flatMap(([path, count]) => [element("dt", "", path), element("dd", "", count)]);
  at("requests").replaceChildren(...(rows.length ? rows : [element("dt", "empty", "None yet.")]));
}

// Adds and removes rows one by one, so that a row which someone reads stays open and keeps the focus.
function paintEvents({ received, duplicates, events }) {
  at("event-count").textContent = duplicates ? `${received}, and ${duplicates} sent again` : received;
  const list = at("events");
  const kept = new Set(events.map(event => event.uuid));
  for (const row of [...list.children]) {
    if (!kept.has(row.dataset.id)) row.remove();
  }
  const shownIds = new Set([...list.children].map(row => row.dataset.id));
  for (const event of events) {
    if (!shownIds.has(event.uuid)) list.prepend(paintEvent(event));
  }
  if (!events.length) list.append(element("li", "empty", "None yet."));
}

function paintEvent(event) {
  const row = element("li");
  row.dataset.id = event.uuid;
  const details = element("details");
  const summary = element("summary");
  const received = new Date(event.received_at);
  const time = element("time", "mono", received.toTimeString().slice(0, 8));
  time.dateTime = event.received_at;
  summary.append(time, element("span", "mono", event.event), ...flagsOf(event.properties).map(text => element("span", "chip", text)));
  summary.append(element("span", "who", event.distinct_id));
  details.append(summary, paintProperties(event));
  row.append(details);
  return row;
}

function flagsOf(properties) {
  if ("$feature_flag" in properties) return [`${properties.$feature_flag} = ${properties.$feature_flag_response}`];
  const prefix = "$feature/";
  return Object.entries(properties).filter(([name]) => name.startsWith(prefix)).map(([name, value]) => `${name.slice(prefix.length)} = ${value}`);
}

function paintProperties(event) {
  const table = element("dl", "properties");
  const rows = [...Object.entries(event.properties), ["timestamp", event.timestamp ?? null], ["uuid", event.uuid], ["endpoint", event.endpoint]];
  for (const [name, value] of rows) {
    table.append(element("dt", "mono", name), element("dd", "mono", typeof value === "string" ? value : JSON.stringify(value)));
  }
  return table;
}

async function refresh() {
  try {
    const person = asked ? `persons?distinct_id=${encodeURIComponent(asked)}` : "persons";
    const [flags, faults, requests, persons, events] =
      await Promise.all(["flags", "faults", "requests", person, "events?last=100"].map(path => call("GET", path)));
    at("problem").hidden = !flags.problem;
    at("problem").textContent = flags.problem ? `${flags.problem} The last good flags stay in use.` : "";
    draw("flags", flags, paintFlags);
    draw("file", [flags.etag, at("file").open], paintFile);
    draw("faults", faults, paintFaults);
    draw("requests", requests, paintRequests);
    draw("people", [persons, asked], () => people.update(persons.persons, asked));
    draw("events", events, paintEvents);
    await people.explain();
  } catch {
    shown = {};
    at("health").textContent = "not reachable";
    at("health").className = "health bad";
  }
}

at("address").textContent = new URL(".", location.href).href;
at("reset").addEventListener("click", () => act(() => call("DELETE", "flags")));
at("faults").addEventListener("click", event => {
  if (!event.target.dataset.fault) return;
  const fault = JSON.parse(event.target.dataset.fault);
  if (Object.keys(fault).length) {
    fault.endpoint = at("fault-endpoint").value || null;
    fault.times = at("fault-times").valueAsNumber || null;
    fault.seconds = at("fault-seconds").valueAsNumber || null;
  }
  act(() => call("PUT", "faults", fault));
});
at("file").addEventListener("toggle", refresh);
at("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(at("file-text").value);
  at("copied").textContent = "Copied.";
});
at("create").addEventListener("submit", event => {
  event.preventDefault();
  const key = at("new-flag").value.trim();
  if (key) act(() => call("POST", "flags", { key }));
  at("new-flag").value = "";
});
at("ask").addEventListener("submit", event => {
  event.preventDefault();
  asked = at("who").value.trim();
  refresh();
});
for (const button of document.querySelectorAll("[data-clear]")) {
  button.addEventListener("click", () => act(() => call("DELETE", button.dataset.clear)));
}

await refresh();
setInterval(refresh, 1000);
