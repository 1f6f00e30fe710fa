// SPDX-License-Identifier: GPL-2.0-or-later
// The links of facets: written as one would write them, and each leads to as many articles
// as it says.
import { check, equal, get, test } from "./harness.mjs";

const queries = [
  "backup", "disk error", "backup OR disk", "(backup OR disk) error", "error -disk",
  '"third-party backup" OR disk', "error NOT disk", "disk type:prb", "windows date:1999",
  'disk "third-party backup', "(disk error", "disk) error", 'a"b disk', "café disk",
];

const total = (page) => Number((page.text.match(/class="count">(?:About )?([\d,]+)/) || [0, "0"])[1].replace(",", ""));

function links(page) {
  const nav = page.text.match(/<nav class="facets".*?<\/nav>/s);
  if (!nav) return [];
  return [...nav[0].matchAll(/<a href="([^"]*)">.*?<\/a> <span class="about">([\d,]+)</g)].map((match) => ({
    href: match[1].replaceAll("&amp;", "&"),
    n: Number(match[2].replace(",", "")),
  }));
}

export async function facetTests({ origin }) {
  for (const query of queries) {
    await test(`facets of ${query}`, async () => {
      const page = await get(origin, `/kb/search?q=${encodeURIComponent(query)}`);
      const all = links(page);
      check(all.length >= 2, `${all.length} links`);
      for (const { href, n } of all) {
        const narrow = await get(origin, href);
        equal(total(narrow), n, decodeURIComponent(href));
        check(!decodeURIComponent(href).includes("+("), `${href} is plain`);
      }
    });
  }
  await test("a facet's link is the query with its filter", async () => {
    const page = await get(origin, "/kb/search?q=backup+tape");
    const [{ href }] = links(page);
    check(/^\/kb\/search\?q=backup%20tape%20product%3A%22[^"]*%22$/.test(href), href);
  });
}
