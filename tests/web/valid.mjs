// SPDX-License-Identifier: GPL-2.0-or-later
// The W3C's checker on every kind of page and on the style sheet: no error, no warning.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { check, get, has, run, skip, test } from "./harness.mjs";

const pages = {
  start: "/kb/", results: "/kb/search?q=backup+hangs+legato", second: "/kb/search?q=disk&page=2",
  nothing: "/kb/search?q=xyzzyxq", corrected: "/kb/search?q=legatoo", article: "/kb/Q260695?q=backup+hangs",
  listing: "/kb/Q78857", hostile: "/kb/Q900001?q=hostile+script", absent: "/kb/Q191014", help: "/kb/help",
  error: "/kb/nothing",
};

export async function validTests({ origin }, place) {
  if (!(await has("java"))) return skip("valid", "java is not installed");
  const require = createRequire(`${process.env.KB_WEB}/`);
  const jar = require("vnu-jar");
  const folder = path.join(place, "pages");
  fs.mkdirSync(folder);
  for (const [name, address] of Object.entries(pages))
    fs.writeFileSync(path.join(folder, `${name}.html`), (await get(origin, address)).bytes);
  fs.writeFileSync(path.join(folder, "style.css"), (await get(origin, "/kb/static/style.css")).bytes);
  fs.writeFileSync(path.join(folder, "icon.svg"), (await get(origin, "/kb/static/icon.svg")).bytes);
  for (const [kind, pattern] of [["html", ".html"], ["css", ".css"], ["svg", ".svg"]]) {
    await test(`valid: ${kind}`, async () => {
      const files = fs.readdirSync(folder).filter((name) => name.endsWith(pattern));
      check(files.length > 0, "nothing to check");
      const { code, out } = await run(
        "java", ["-jar", jar, `--${kind}`, "--stdout", "--format", "gnu", ...files.map((name) => path.join(folder, name))],
      );
      check(code === 0 && out.trim() === "", `exit ${code}\n${out.slice(0, 3000)}`);
    });
  }
  await test("valid: feed and description are well-formed", async () => {
    for (const address of ["/kb/feed?q=hostile", "/kb/opensearch.xml"]) {
      const file = path.join(folder, "x.xml");
      fs.writeFileSync(file, (await get(origin, address)).bytes);
      const { code, out } = await run("java", ["-jar", jar, "--xml", "--stdout", file]);
      check(!/fatal/i.test(out) && code !== 127, `${address}: ${out.slice(0, 500)}`);
    }
  });
}
