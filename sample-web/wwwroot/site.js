// Shows the caller's flags and redraws the shop when one changes, so that a change shows without a reload.
const panel = document.querySelector("#flags-panel tbody");
let shown = "";

function row(key, flag) {
  const made = document.createElement("tr");
  made.className = flag.enabled ? "on" : "off";
  const value = flag.value === null ? "no answer" : flag.value === true ? "on" : flag.value === false ? "off" : flag.value;
  const payload = flag.payload === null ? "" : JSON.stringify(flag.payload);
  for (const [name, text] of [["key", key], ["value", value], ["payload", payload], ["reason", flag.why], ["source", flag.source]]) {
    const cell = document.createElement("td");
    cell.className = name;
    cell.textContent = text;
    made.append(cell);
  }
  return made;
}

// The focus stays where it is.
function replace(parts, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of parts) {
    const old = document.querySelector(part);
    const fresh = page.querySelector(part);
    if (!fresh) continue;
    const focused = [...old.querySelectorAll("a, button")].indexOf(document.activeElement);
    old.replaceWith(fresh);
    fresh.querySelectorAll("a, button")[focused]?.focus();
  }
}

async function redraw(...parts) {
  replace(parts, await (await fetch(location.href)).text());
}

// The page does not jump: only the switch is drawn again.
async function switchOutage(event) {
  if (!event.target.matches("#outage")) return;
  event.preventDefault();
  const answer = await fetch(event.target.action, { method: "POST", body: new FormData(event.target) });
  replace(["#outage"], await answer.text());
}

// Faults may also be set on the emulator's page.
async function refreshOutage() {
  const shownOutage = document.querySelector("#outage")?.dataset.what;
  if (shownOutage === undefined) return;
  try {
    const outage = await (await fetch("/api/outage")).json();
    if (shownOutage !== (outage?.what ?? "")) await redraw("#outage");
  } catch {
    // As below.
  }
}

async function refresh() {
  try {
    const response = await fetch("/api/flags");
    const text = await response.text();
    if (!response.ok || text === shown) return;
    const isChange = shown !== "";
    shown = text;
    panel.replaceChildren(...Object.entries(JSON.parse(text)).map(([key, flag]) => row(key, flag)));
    if (isChange) await redraw("#shop", ".masthead nav");
  } catch {
    // The shop may be restarting. The next refresh tries again.
  }
}

document.addEventListener("submit", switchOutage);
await Promise.all([refresh(), refreshOutage()]);
setInterval(() => { refresh(); refreshOutage(); }, 1000);
