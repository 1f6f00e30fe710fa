// SPDX-License-Identifier: GPL-2.0-or-later
// The same list for each server: what a visitor gets through it.
import zlib from "node:zlib";
import { check, equal, get, raw, test } from "./harness.mjs";

export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export async function httpTests({ name, origin, port }) {
  const it = (what, run) => test(`${name}: ${what}`, run);

  await it("start page, with and without a slash", async () => {
    for (const path of ["/kb", "/kb/"]) {
      const page = await get(origin, path);
      equal(page.status, 200, path);
      check(page.text.includes('action="/kb/search"'), "the form leads to /kb/search");
      check(page.text.endsWith("</html>\n"), "the page is whole");
    }
  });

  await it("headers", async () => {
    const { headers } = await get(origin, "/kb/search?q=backup");
    equal(headers["content-type"], "text/html; charset=utf-8", "Content-Type");
    equal(headers["content-security-policy"], policy, "Content-Security-Policy");
    equal(headers["x-content-type-options"], "nosniff", "X-Content-Type-Options");
    equal(headers["referrer-policy"], "no-referrer", "Referrer-Policy");
    equal(headers["cache-control"], "no-cache", "Cache-Control");
    equal(headers["set-cookie"], undefined, "Set-Cookie");
  });

  await it("results and article", async () => {
    const found = await get(origin, "/kb/search?q=backup+hangs+legato");
    equal(found.status, 200, "status");
    const first = found.text.match(/<h2><a href="([^"]*)">/)[1];
    equal(first, "/kb/Q260695?q=backup%20hangs%20legato", "first result");
    const article = await get(origin, first);
    equal(article.status, 200, "article");
    check(article.text.includes("<mark>hang</mark>"), "the query's words are marked");
    equal((await get(origin, "/kb/Q191014")).status, 404, "absent article");
  });

  await it("what is encoded in the query arrives", async () => {
    const page = await get(origin, "/kb/search?q=C%2B%2B%20%22a%26b%22%20100%25%20caf%C3%A9%23");
    check(page.text.includes('value="C++ &quot;a&amp;b&quot; 100% café#"'), "the query");
  });

  await it("JSON", async () => {
    const answer = await get(origin, "/kb/api/search?q=backup+hangs+legato");
    equal(JSON.parse(answer.text).hits[0].id, "Q260695", "first");
    const article = JSON.parse((await get(origin, "/kb/api/article/Q260695")).text);
    equal(article.id, "Q260695", "article");
  });

  await it("304", async () => {
    const { etag } = (await get(origin, "/kb/search?q=disk")).headers;
    const again = await get(origin, "/kb/search?q=disk", { headers: { "if-none-match": etag } });
    equal(again.status, 304, "status");
    equal(again.bytes.length, 0, "body");
    equal(again.headers.etag, etag, "ETag");
  });

  await it("compressed file", async () => {
    const plain = await get(origin, "/kb/static/style.css");
    const packed = await get(origin, "/kb/static/style.css", {
      headers: { "accept-encoding": "gzip" },
    });
    equal(packed.headers["content-encoding"], "gzip", "Content-Encoding");
    check(zlib.gunzipSync(packed.bytes).equals(plain.bytes), "the same file");
  });

  await it("redirect", async () => {
    const answer = await get(origin, "/kb/q260695");
    equal(answer.status, 301, "status");
    check(answer.headers.location.endsWith("/kb/Q260695"), "Location");
  });

  await it("HEAD has the headers of GET and no body", async () => {
    const wanted = await get(origin, "/kb/search?q=disk");
    const head = await get(origin, "/kb/search?q=disk", { method: "HEAD" });
    equal(head.status, 200, "status");
    equal(head.bytes.length, 0, "body");
    equal(head.headers.etag, wanted.headers.etag, "ETag");
  });

  await it("help says nothing of the command line", async () => {
    const help = (await get(origin, "/kb/help")).text;
    for (const word of ["standard error", "shell", "kbsearch -i", "explain-query", ">DESCRIPTION<", "kbsearch(1)"])
      check(!help.includes(word), word);
    check(help.includes('<code class="Li">backup NEAR/5 program</code>'), "an example");
    check(help.includes("(&#x201C;the&#x201D;, &#x201C;of&#x201D;)"), "quotes");
  });

  await it("refusals", async () => {
    for (const method of ["POST", "PUT", "DELETE"]) {
      const answer = await get(origin, "/kb/search?q=disk", { method, body: "q=x" });
      equal(answer.status, 405, method);
    }
    const trace = await get(origin, "/kb/", { method: "TRACE" });
    check([405, 501, 400].includes(trace.status), `TRACE: ${trace.status}`);
    check(!trace.text.includes("TRACE /kb"), "nothing is echoed");
    for (const path of ["/kb/nothing", "/kb/static/../../etc/passwd", "/kb/%2e%2e/%2e%2e/etc/passwd"]) {
      const answer = await get(origin, path);
      check([400, 403, 404].includes(answer.status), `${path}: ${answer.status}`);
      check(!answer.text.includes("root:"), "no file of the system");
    }
    equal((await get(origin, `/kb/search?${"a&".repeat(100)}`)).status, 400, "parameters");
    equal((await get(origin, `/kb/search?q=${"a".repeat(3000)}`)).status, 413, "long query");
    equal((await get(origin, "/kb/search?q=disk&page=0")).status, 400, "page 0");
  });

  await it("10,000 parameters and a URL of 1 MB", async () => {
    const many = await raw(port, `GET /kb/search?${"a&".repeat(10000)} HTTP/1.0\r\nHost: x\r\n\r\n`);
    check(/^HTTP\/1\.[01] (400|414|431)/.test(many), many.slice(0, 40));
    const long = await raw(port, `GET /kb/search?q=${"a".repeat(1 << 20)} HTTP/1.0\r\nHost: x\r\n\r\n`);
    check(long === "" || /^HTTP\/1\.[01] (400|413|414|431)/.test(long), long.slice(0, 40));
    equal((await get(origin, "/kb/")).status, 200, "the next request");
  });

  await it("half a request, then silence: others are answered", async () => {
    const silent = [];
    for (let i = 0; i < 8; i++) silent.push(raw(port, "GET /kb/search?q=di", 1500));
    for (let i = 0; i < 4; i++) equal((await get(origin, "/kb/search?q=disk")).status, 200, "status");
    await Promise.all(silent);
  });

  await it("clients that leave do no harm", async () => {
    const request = "GET /kb/search?q=backup HTTP/1.1\r\nHost: x\r\n\r\n";
    await Promise.all(Array.from({ length: 20 }, () => raw(port, request, 1)));
    for (let i = 0; i < 4; i++) equal((await get(origin, "/kb/search?q=disk")).status, 200, "status");
  });

  await it("many at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => get(origin, `/kb/search?q=disk+${i}`)),
    );
    for (const answer of answers) {
      equal(answer.status, 200, "status");
      check(answer.text.endsWith("</html>\n"), "whole");
    }
  });
}
