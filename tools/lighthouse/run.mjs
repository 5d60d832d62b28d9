// run.mjs URL SETUP_TOKEN [RUNS [PRESET]]: scores of the web admin's pages by Lighthouse, as a table in Markdown.
//
// Desktop and mobile presets with simulated throttling, the median of RUNS (5) each. URL is an exchange on its first day.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const [url, token, runs = "5", only = ""] = process.argv.slice(2);
if (!url || !token) {
  console.error("usage: node run.mjs URL SETUP_TOKEN [RUNS [PRESET]]");
  process.exit(2);
}

const ADMIN = { username: "admin", password: "correct-horse-battery-7" };
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const BAR = 95;
/** What the score of performance is made of, to see where it is lost. */
const METRICS = {
  "first-contentful-paint": "first paint",
  "largest-contentful-paint": "largest paint",
  "speed-index": "speed index",
  "total-blocking-time": "blocked",
  "cumulative-layout-shift": "shift",
};
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
    return [
      ...CATEGORIES.map(category => Math.round(lhr.categories[category].score * 100)),
      ...Object.keys(METRICS).map(metric => lhr.audits[metric].numericValue),
    ];
  } finally {
    chrome.kill();
  }
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const cookie = await prepare();
console.log(`| page | preset | ${CATEGORIES.join(" | ")} | met | ${Object.values(METRICS).join(" | ")} |`);
console.log(`|---|---|${"---:|".repeat(CATEGORIES.length)}---|${"---:|".repeat(Object.keys(METRICS).length)}`);
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
    if (only && only !== preset) continue;
    const all = [];
    for (let run = 0; run < Number(runs); run += 1) all.push(await scores(path, config, isOpen ? undefined : cookie));
    const middle = all[0].map((_, column) => median(all.map(one => one[column])));
    const score = middle.slice(0, CATEGORIES.length);
    const [first, largest, index, blocked, shift] = middle.slice(CATEGORIES.length);
    const times = [first, largest, index, blocked].map(ms => `${Math.round(ms)} ms`);
    const met = score.every(one => one >= BAR) ? "yes" : "NO";
    console.log(`| ${name} | ${preset} | ${score.join(" | ")} | ${met} | ${times.join(" | ")} | ${shift.toFixed(2)} |`);
  }
}
