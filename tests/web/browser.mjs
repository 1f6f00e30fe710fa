// SPDX-License-Identifier: GPL-2.0-or-later
// A real browser: what a visitor does, with and without script, at three widths, light and
// dark; axe-core on every page. KB_SHOTS names a folder for screenshots, to be looked at.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { check, equal, test } from "./harness.mjs";

const require = createRequire(`${process.env.KB_WEB}/`);
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const widths = [320, 768, 1440];
const schemes = ["light", "dark"];

const pages = {
  start: "/kb/",
  results: "/kb/search?q=backup+hangs+legato",
  second: "/kb/search?q=disk&page=2",
  nothing: "/kb/search?q=xyzzyxq",
  article: "/kb/Q260695?q=backup+hangs",
  listing: "/kb/Q78857",
  hostile: "/kb/Q900001?q=hostile+script",
  absent: "/kb/Q191014",
  help: "/kb/help",
  error: "/kb/nothing",
  wrong: "/kb/search?q=disk&page=0",
};

async function onPage(browser, options, use) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const trouble = [];
  page.on("console", (message) => {
    // The browser itself notes an answer that is a failure, as some pages here are,
    // or that was not to be had, which one test wants.
    const expected = /status of (404|400)|net::ERR_FAILED/;
    if (message.type() === "error" && !expected.test(message.text())) trouble.push(message.text());
  });
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("dialog", (dialog) => {
    trouble.push(`script ran: ${dialog.message()}`);
    dialog.dismiss();
  });
  try {
    await use(page, context);
    check(trouble.length === 0, trouble.join("; "));
  } finally {
    await context.close();
  }
}

async function look(browser, origin) {
  for (const [name, address] of Object.entries(pages)) {
    for (const colorScheme of schemes) {
      for (const width of widths) {
        const what = `browser: ${name}, ${width} pixels, ${colorScheme}`;
        const viewport = { width, height: 900 };
        await test(what, () =>
          // axe is put in by the driver, which the page's policy would forbid.
          onPage(browser, { viewport, colorScheme, bypassCSP: true }, async (page) => {
            await page.goto(origin + address);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            check(wide <= width, `the page is ${wide} pixels wide`);
            const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
            check(!/rgba\(0, 0, 0, 0\)/.test(background), "the page has a background of its own");
            await page.evaluate(axe);
            const found = await page.evaluate(() => window.axe.run());
            const faults = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 2)}`);
            check(faults.length === 0, faults.join("; "));
            if (process.env.KB_SHOTS)
              await page.screenshot({ path: path.join(process.env.KB_SHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
          }),
        );
      }
    }
  }
}

// What works with script and without.
async function visit(browser, origin, javaScriptEnabled) {
  const kind = javaScriptEnabled ? "with script" : "without script";
  const it = (what, use) => test(`browser, ${kind}: ${what}`, () => onPage(browser, { javaScriptEnabled }, use));

  await it("type, Enter, first result, back", async (page) => {
    await page.goto(`${origin}/kb/`);
    await page.getByLabel("Search the articles").fill("backup hangs legato");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/kb\/search\?q=backup/);
    check(/\d+ articles?/.test(await page.locator("p.count[role=status]").innerText()), "the count is announced");
    equal(await page.getByLabel("Search the articles").inputValue(), "backup hangs legato", "the box");
    const first = page.locator(".results a").first();
    check((await first.innerText()).includes("Third-Party Backup"), "the first result");
    await first.click();
    await page.waitForURL(/\/kb\/Q260695\?q=/);
    equal(await page.locator("mark", { hasText: "hang" }).count() > 0, true, "marks");
    await page.goBack();
    equal(await page.getByLabel("Search the articles").inputValue(), "backup hangs legato", "the box, after going back");
  });

  await it("button instead of Enter", async (page) => {
    await page.goto(`${origin}/kb/`);
    await page.getByLabel("Search the articles").fill("legato");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(/q=legato/);
  });

  await it("next page, previous page", async (page) => {
    await page.goto(`${origin}/kb/search?q=disk`);
    const first = await page.locator(".results a").first().getAttribute("href");
    await page.getByRole("link", { name: "Next page" }).click();
    await page.waitForURL(/page=2/);
    equal(await page.locator(".results").getAttribute("start"), "11", "number of the first");
    check((await page.locator(".results a").first().getAttribute("href")) !== first, "another result");
    await page.getByRole("link", { name: "Previous page" }).click();
    await page.waitForURL((url) => !url.search.includes("page="));
    equal(await page.locator(".results a").first().getAttribute("href"), first, "the first result");
  });

  await it("newest first", async (page) => {
    await page.goto(`${origin}/kb/search?q=disk`);
    await page.getByRole("link", { name: "Show the newest first" }).click();
    await page.waitForURL(/sort=date/);
    const dates = await page.locator(".results time").allInnerTexts();
    equal(dates.join(), [...dates].sort().reverse().join(), "dates");
    await page.getByRole("link", { name: "Show the best first" }).click();
    await page.waitForURL((url) => !url.search.includes("sort="));
  });

  await it("a phone shows a result before the facets", async (page) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`${origin}/kb/search?q=backup`);
    const facets = page.getByRole("navigation", { name: "Narrow the search" });
    const top = async (what) => (await what.boundingBox()).y;
    check((await top(page.locator(".results a").first())) < 400, "a result on the first screen");
    check((await top(facets)) > (await top(page.locator(".results > li").last())), "facets behind the results");
    await page.getByRole("link", { name: "Narrow the search" }).click();
    check((await top(facets)) < 640, "the link leads to them");
  });

  await it("a facet narrows the search", async (page) => {
    await page.goto(`${origin}/kb/search?q=backup`);
    const total = async () => Number((await page.locator("p.count[role=status]").innerText()).match(/[\d,]+/)[0].replace(",", ""));
    const all = await total();
    const facet = page.getByRole("navigation", { name: "Narrow the search" }).getByRole("listitem").first();
    const wanted = Number((await facet.locator("span").innerText()).replace(",", ""));
    await facet.getByRole("link").click();
    await page.waitForURL(/%3A/);
    check((await total()) < all, "fewer");
    equal(await total(), wanted, "as many as the facet said");
    check(/^backup product:"[^"]+"$/.test(await page.locator("input[name=q]").inputValue()), "a plain query in the box");
  });

  await it("from article to article", async (page) => {
    await page.goto(`${origin}/kb/Q260695`);
    await page.locator("article section p a").first().click();
    await page.waitForURL(/Q254682$/);
    await page.getByRole("link", { name: /^Q260695/ }).first().click();
    await page.waitForURL(/Q260695$/);
  });

  await it("a mistyped word leads to the right one", async (page) => {
    await page.goto(`${origin}/kb/search?q=legatoo`);
    check((await page.locator(".note").first().innerText()).includes("legato"), "it says so");
  });

  await it("by keyboard alone", async (page) => {
    await page.goto(`${origin}/kb/search?q=legato`);
    await page.keyboard.press("Tab");
    equal(await page.locator("*:focus").getAttribute("class"), "skip", "the first stop");
    for (let i = 0; i < 60; i++) {
      const href = await page.locator("*:focus").getAttribute("href").catch(() => null);
      if (href && href.startsWith("/kb/Q")) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/kb\/Q\d+/);
  });
}

async function suggestions(browser, origin) {
  const it = (what, use) => test(`browser: suggestions: ${what}`, () => onPage(browser, {}, use));
  const box = (page) => page.getByRole("combobox", { name: "Search the articles" });
  const options = (page) => page.getByRole("option");

  await it("appear, are chosen by keyboard, and searched", async (page) => {
    await page.goto(`${origin}/kb/`);
    await box(page).pressSequentially("back", { delay: 20 });
    await options(page).first().waitFor();
    equal(await box(page).getAttribute("aria-expanded"), "true", "aria-expanded");
    await page.keyboard.press("ArrowDown");
    const first = await options(page).first().innerText();
    equal(await box(page).inputValue(), first, "the box");
    equal(await options(page).first().getAttribute("aria-selected"), "true", "aria-selected");
    const active = await box(page).getAttribute("aria-activedescendant");
    equal(await options(page).first().getAttribute("id"), active, "aria-activedescendant");
    await page.keyboard.press("ArrowUp");
    equal(await box(page).inputValue(), "back", "what was typed");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/kb\/search\?q=/);
    equal(new URL(page.url()).searchParams.get("q"), first, "the query");
  });

  await it("Escape closes them and keeps what was typed", async (page) => {
    await page.goto(`${origin}/kb/`);
    await box(page).pressSequentially("back", { delay: 20 });
    await options(page).first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    equal(await options(page).count(), 0, "options");
    equal(await box(page).getAttribute("aria-expanded"), "false", "aria-expanded");
    equal(await box(page).inputValue(), "back", "the box");
  });

  await it("a click searches", async (page) => {
    await page.goto(`${origin}/kb/`);
    await box(page).pressSequentially("back", { delay: 20 });
    await options(page).first().click();
    await page.waitForURL(/\/kb\/search\?q=/);
  });

  await it("leaving the box closes them", async (page) => {
    await page.goto(`${origin}/kb/`);
    await box(page).pressSequentially("back", { delay: 20 });
    await options(page).first().waitFor();
    await page.keyboard.press("Tab");
    equal(await options(page).count(), 0, "options");
  });

  await it("one question for a word typed quickly", async (page) => {
    let asked = 0;
    page.on("request", (request) => (asked += request.url().includes("/api/suggest") ? 1 : 0));
    await page.goto(`${origin}/kb/`);
    await box(page).pressSequentially("backup", { delay: 10 });
    await options(page).first().waitFor();
    equal(asked, 1, "questions");
  });

  await test("browser: suggestions: axe while they are open", () =>
    onPage(browser, { bypassCSP: true }, async (page) => {
      for (const scheme of schemes) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.goto(`${origin}/kb/`);
        await box(page).pressSequentially("back", { delay: 20 });
        await options(page).first().waitFor();
        await page.keyboard.press("ArrowDown");
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run());
        check(found.violations.length === 0, found.violations.map((one) => one.id).join());
        if (process.env.KB_SHOTS)
          await page.screenshot({ path: path.join(process.env.KB_SHOTS, `suggest-${scheme}.png`) });
      }
    }),
  );

  await it("a server that fails leaves a form that works", async (page) => {
    await page.route("**/api/suggest*", (route) => route.abort());
    await page.goto(`${origin}/kb/`);
    await box(page).pressSequentially("legato", { delay: 10 });
    await page.waitForTimeout(300);
    equal(await options(page).count(), 0, "options");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=legato/);
  });
}

async function rules(browser, origin) {
  await test("browser: the policy lets no inline script run", () =>
    onPage(browser, {}, async (page) => {
      await page.goto(`${origin}/kb/Q900001?q=hostile`);
      const ran = await page.evaluate(() => document.title).then((title) => title === "run");
      check(!ran, "a script of an article ran");
      equal(await page.locator("article iframe, article img, article script").count(), 0, "elements of the article");
    }),
  );

  await test("browser: finds the description of the search engine", () =>
    onPage(browser, {}, async (page, context) => {
      await page.goto(`${origin}/kb/`);
      const href = await page.locator('link[rel="search"]').getAttribute("href");
      const answer = await context.request.get(origin + href);
      equal(answer.status(), 200, "status");
      check((await answer.text()).includes(`${origin}/kb/search?q={searchTerms}`), "its template");
    }),
  );

  await test("browser: larger text does not break the page", () =>
    onPage(browser, { viewport: { width: 640, height: 900 }, deviceScaleFactor: 2 }, async (page) => {
      await page.goto(origin + pages.results);
      await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
      check((await page.evaluate(() => document.documentElement.scrollWidth)) <= 640, "too wide");
    }),
  );
}

export async function browserTests({ origin }) {
  if (process.env.KB_SHOTS) fs.mkdirSync(process.env.KB_SHOTS, { recursive: true });
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--disable-gpu"] });
  try {
    await look(browser, origin);
    await visit(browser, origin, true);
    await visit(browser, origin, false);
    await suggestions(browser, origin);
    await rules(browser, origin);
  } finally {
    await browser.close();
  }
}
