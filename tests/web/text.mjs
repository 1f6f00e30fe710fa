// SPDX-License-Identifier: GPL-2.0-or-later
// Text browsers: a result can be found, reached and read.
import { check, has, run, skip, test } from "./harness.mjs";

const browsers = {
  w3m: (url) => ["w3m", ["-dump", "-cols", "80", url]],
  lynx: (url) => ["lynx", ["-dump", "-width=80", "-cfg=/dev/null", url]],
};

export async function textTests({ origin }) {
  for (const [name, command] of Object.entries(browsers)) {
    if (!(await has(name))) {
      skip(name, "not installed");
      continue;
    }
    const show = async (address) => {
      const { code, out } = await run(...command(origin + address), { env: { ...process.env, HOME: process.env.KB_WEB } });
      check(code === 0, out);
      return out.replace(/\s+/g, " ");
    };
    await test(`${name}: start page`, async () => {
      const text = await show("/kb/");
      check(text.includes("Search the Knowledge Base"), text);
    });
    await test(`${name}: results`, async () => {
      const text = await show("/kb/search?q=backup+hangs+legato");
      check(/\d+ articles?/.test(text), "the count");
      check(text.includes("XADM: Third-Party Backup Program May Stop Working After Fix"), "the title");
      check(/Q260695 ?· Microsoft Exchange|Q260695 Microsoft Exchange/.test(text), "number and product");
      check(/SYMPTOMS/.test(text), "the section");
    });
    await test(`${name}: article`, async () => {
      const text = await show("/kb/Q260695");
      check(text.includes("SYMPTOMS") && text.includes("Cited by"), text);
    });
  }
  if (await has("lynx"))
    await test("lynx: the first result is a link that leads there", async () => {
      const { out } = await run("lynx", ["-dump", "-listonly", "-cfg=/dev/null", `${origin}/kb/search?q=backup+hangs+legato`]);
      const [url] = out.match(/http\S+\/kb\/Q260695\S*/) || [];
      check(url, out);
      const article = await run("lynx", ["-dump", "-cfg=/dev/null", url]);
      check(article.out.includes("RESOLUTION"), article.out);
    });
}
