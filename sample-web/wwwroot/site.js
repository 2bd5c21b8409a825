// Shows the caller's flags and redraws the shop when one changes, so that a change shows without a reload.
const panel = document.querySelector("#flags-panel tbody");
const hasPostHogJs = window.posthog?.__loaded === true;
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
  const cells = [["key", key], ["value", value], ["browser", inBrowser(key)], ["payload", payload], ["reason", flag.reason], ["source", flag.source]];
  for (const [name, text] of cells) {
    const cell = document.createElement("td");
    cell.className = name;
    cell.textContent = text;
    made.append(cell);
  }
  made.children[2].classList.toggle("differs", hasPostHogJs && flag.source !== "Configuration" && inBrowser(key) !== value);
  return made;
}

function draw() {
  if (shown) panel.replaceChildren(...Object.entries(JSON.parse(shown)).map(([key, flag]) => row(key, flag)));
}

async function redrawShop() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  for (const part of ["#shop", ".masthead nav"]) {
    const fresh = page.querySelector(part);
    if (fresh) document.querySelector(part).replaceWith(fresh);
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
      await redrawShop();
    }
  } catch {
    // The shop may be restarting. The next refresh tries again.
  }
}

document.querySelector("#browser-note").hidden = hasPostHogJs;
if (hasPostHogJs) window.posthog.onFeatureFlags(draw);
await refresh();
setInterval(refresh, 1000);
