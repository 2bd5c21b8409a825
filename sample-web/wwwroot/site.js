// Shows the caller's flags and redraws the shop when one changes, so that a change shows without a reload.
const panel = document.querySelector("#flags-panel tbody");
const hasPostHogJs = window.posthog?.__loaded === true;
const explainPage = document.querySelector("#flags-panel").dataset.explain;
let shown = "";

function asText(value, none) {
  return value === null || value === undefined ? none : value === true ? "on" : value === false ? "off" : value;
}

// What posthog-js answers. It does not know flags of the shop's own configuration.
function inBrowser(key) {
  return hasPostHogJs ? asText(window.posthog.getFeatureFlag(key, { send_event: false }), "no answer") : "–";
}

function row(key, flag) {
  const made = document.createElement("tr");
  made.className = flag.enabled ? "on" : "off";
  const value = asText(flag.value, "no answer");
  const payload = flag.payload === null ? "" : JSON.stringify(flag.payload);
  const cells = [["key", key], ["value", value], ["browser", inBrowser(key)], ["payload", payload], ["reason", flag.why], ["source", flag.source]];
  for (const [name, text] of cells) {
    const cell = document.createElement("td");
    cell.className = name;
    cell.append(name === "key" && explainPage ? explainLink(key) : text);
    made.append(cell);
  }
  made.children[2].classList.toggle("differs", hasPostHogJs && flag.source !== "Configuration" && inBrowser(key) !== value);
  return made;
}

function draw() {
  if (shown) panel.replaceChildren(...Object.entries(JSON.parse(shown)).map(([key, flag]) => row(key, flag)));
}

function explainLink(key) {
  const link = document.createElement("a");
  link.href = `${explainPage}/${encodeURIComponent(key)}`;
  link.textContent = key;
  return link;
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
    draw();
    if (isChange) {
      if (hasPostHogJs) window.posthog.reloadFeatureFlags();
      await redraw("#shop", ".masthead nav");
    }
  } catch {
    // The shop may be restarting. The next refresh tries again.
  }
}

document.querySelector("#browser-note").hidden = hasPostHogJs;
if (hasPostHogJs) window.posthog.onFeatureFlags(draw);
document.addEventListener("submit", switchOutage);
await Promise.all([refresh(), refreshOutage()]);
setInterval(() => { refresh(); refreshOutage(); }, 1000);
