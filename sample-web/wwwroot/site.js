// Shows the caller's flags and redraws the shop when one changes, so that a change shows without a reload.
const panel = document.querySelector("#flags-panel tbody");
const explainPage = document.querySelector("#flags-panel").dataset.explain;
let shown = "";

function row(key, flag) {
  const made = document.createElement("tr");
  made.className = flag.enabled ? "on" : "off";
  const value = flag.value === null ? "no answer" : flag.value === true ? "on" : flag.value === false ? "off" : flag.value;
  const payload = flag.payload === null ? "" : JSON.stringify(flag.payload);
  for (const [name, text] of [["key", key], ["value", value], ["payload", payload], ["reason", flag.reason], ["source", flag.source]]) {
    const cell = document.createElement("td");
    cell.className = name;
    cell.append(name === "key" && explainPage ? explainLink(key) : text);
    made.append(cell);
  }
  return made;
}

function explainLink(key) {
  const link = document.createElement("a");
  link.href = `${explainPage}/${encodeURIComponent(key)}`;
  link.textContent = key;
  return link;
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
    panel.replaceChildren(...Object.entries(JSON.parse(text)).map(([key, flag]) => row(key, flag)));
    if (isChange) await redrawShop();
  } catch {
    // The shop may be restarting. The next refresh tries again.
  }
}

await refresh();
setInterval(refresh, 1000);
