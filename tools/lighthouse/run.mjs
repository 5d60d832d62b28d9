// run.mjs URL SETUP_TOKEN [RUNS]: scores of the web admin's pages by Lighthouse, as a table in Markdown.
//
// Desktop and mobile presets with simulated throttling, the median of RUNS (5) each. URL is an exchange on its first day.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const [url, token, runs = "5"] = process.argv.slice(2);
if (!url || !token) {
  console.error("usage: node run.mjs URL SETUP_TOKEN [RUNS]");
  process.exit(2);
}

const ADMIN = { username: "admin", password: "correct-horse-battery-7" };
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const BAR = 95;
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--ignore-certificate-errors",
];

async function ask(path, method, body, cookie) {
  const answer = await fetch(url + path, {
    method,
    headers: { "content-type": "application/json", origin: url, ...(cookie ? { cookie } : {}) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer;
}

/** Makes an administrator and a trunk; returns the cookie of the session. */
async function prepare() {
  const made = await ask("/api/v1/setup/administrator", "POST", { token, ...ADMIN });
  const cookie = made.headers.get("set-cookie").split(";")[0];
  await ask("/api/v1/setup/step", "PUT", { step: "done" }, cookie);
  const trunk = { name: "xivo-trunk", password: "k3Vq-9xPw-light", context: "Incalls", connection_type: "friend" };
  await ask("/api/v1/trunks", "POST", { ...trunk, addressing: "dynamic" }, cookie);
  return cookie;
}

async function scores(path, config, cookie) {
  const chrome = await launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: FLAGS });
  try {
    const flags = { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES };
    if (cookie) flags.extraHeaders = { Cookie: cookie };
    const { lhr } = await lighthouse(url + path, flags, config);
    const finalPath = new URL(lhr.finalDisplayedUrl).pathname;
    if (finalPath !== path) throw new Error(`${path} led to ${finalPath}`);
    return CATEGORIES.map(category => Math.round(lhr.categories[category].score * 100));
  } finally {
    chrome.kill();
  }
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const cookie = await prepare();
console.log(`| page | preset | ${CATEGORIES.join(" | ")} | met |`);
console.log(`|---|---|${"---:|".repeat(CATEGORIES.length)}---|`);
for (const [name, path, isOpen] of [
  ["login", "/login", true],
  ["dashboard", "/", false],
  ["trunk list", "/trunks", false],
  ["trunk form", "/trunks/new", false],
]) {
  for (const [preset, config] of [
    ["desktop", desktopConfig],
    ["mobile", undefined],
  ]) {
    const all = [];
    for (let run = 0; run < Number(runs); run += 1) all.push(await scores(path, config, isOpen ? undefined : cookie));
    const middle = CATEGORIES.map((_, category) => median(all.map(one => one[category])));
    const met = middle.every(score => score >= BAR) ? "yes" : "NO";
    console.log(`| ${name} | ${preset} | ${middle.join(" | ")} | ${met} |`);
  }
}
