// SPDX-License-Identifier: GPL-2.0-or-later
// run.mjs [GROUP...]: the groups of web tests, all or those named: http fastcgi facets
// attacks browser access valid text scan soak.
import fs from "node:fs";
import path from "node:path";
import { has, run, skip, summary, test } from "./harness.mjs";
import { kinds, open } from "./servers.mjs";
import { httpTests } from "./http.mjs";
import { fastcgiTests } from "./fastcgi.mjs";
import { facetTests } from "./facets.mjs";
import { attackTests } from "./attacks.mjs";
import { browserTests } from "./browser.mjs";
import { validTests } from "./valid.mjs";
import { textTests } from "./text.mjs";
import { scanTests } from "./scan.mjs";
import { soakTests } from "./soak.mjs";

const wanted = process.argv.slice(2);
const isWanted = (group) => wanted.length === 0 || wanted.includes(group);
const build = process.env.KB_BUILD;
const place = fs.mkdtempSync(path.join(process.env.KB_WEB, "run-"));
fs.chmodSync(place, 0o755);
process.on("exit", () => fs.rmSync(place, { recursive: true, force: true }));
process.on("SIGINT", () => process.exit(130));
process.on("SIGTERM", () => process.exit(143));

// An index of the sample, and articles with HTML and script in each of their parts.
const corpus = path.join(place, "corpus");
const index = path.join(place, "index");
fs.mkdirSync(corpus);
fs.copyFileSync(path.join(process.env.KB_ROOT, "tests/web/hostile.txt"), path.join(corpus, "Q900001.TXT"));
const indexed = await run(path.join(build, "kbindex"), [
  "--quiet", "-o", index, path.join(process.env.KB_ROOT, "corpus/sample"), corpus,
]);
if (indexed.code !== 0) {
  console.log(`kbindex ended with ${indexed.code}: ${indexed.out}`);
  process.exit(1);
}

async function withServer(kind, run) {
  let server = null;
  try {
    server = await open(kind, place, index);
  } catch (error) {
    await test(`${kind[0]} starts`, () => {
      throw error;
    });
    return;
  }
  if (!server) return skip(kind[0], `${kind[1]} is not installed`);
  try {
    await run(server);
  } finally {
    await server.close();
  }
}

if (isWanted("http")) {
  for (const kind of kinds) await withServer(kind, httpTests);
}
if (isWanted("fastcgi")) await fastcgiTests(place, index);
await withServer(kinds[1], async (server) => {
  if (isWanted("facets")) await facetTests(server);
  if (isWanted("attacks")) await attackTests(server);
  if (isWanted("valid")) await validTests(server, place);
  if (isWanted("text")) await textTests(server);
  if (isWanted("browser")) {
    if (await has("chromium")) await browserTests(server);
    else skip("browser", "chromium is not installed");
  }
  if (isWanted("scan")) await scanTests(server, place);
});
if (isWanted("soak")) {
  if ((await has("lighttpd")) && (await has("nginx"))) await soakTests(place);
  else skip("soak", "lighttpd and nginx are needed");
}
process.exit(summary() ? 0 : 1);
