// SPDX-License-Identifier: GPL-2.0-or-later
// Attack strings, made up from parts: each goes into every parameter and into the path.
// Nothing of them may come back as markup, as a header, or as a file of the system.
import { check, get, test } from "./harness.mjs";

// What would act if it came back unescaped, in every context in which text lands.
const acts = [
  "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script/x>alert(1)</script>",
  "<script\n>alert(1)</script>", "<script src=//evil.example></script>", "<scr<script>ipt>alert(1)",
  "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script>", "<iframe src=javascript:alert(1)>", "<object data=//evil.example>",
  "<embed src=//evil.example>", "<base href=//evil.example/>", "<meta http-equiv=refresh content=0>",
  "<link rel=stylesheet href=//evil.example>", "<style>*{background:url(//evil.example)}</style>",
  "<form action=//evil.example>", "<input autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>",
  "<a href=javascript:alert(1)>x</a>", "<body onload=alert(1)>", "<math><mtext></form><form>",
  "<!--<script>alert(1)--></script>", "<![CDATA[<script>alert(1)</script>]]>", "<?xml version=1?>",
  "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>&e;", "<noscript><p title=\"</noscript><img src=x>\">",
];
// What ends the place it stands in first.
const ends = ["", "\"", "'", "\">", "'>", "`>", "</title>", "</mark>", "</textarea>", "-->", "]]>", "\\\"", "&quot;>"];
// What is written another way.
const ways = [
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => encodeURIComponent(text.replaceAll("<", "\uff1c").replaceAll(">", "\uff1e")),
  (text) => encodeURIComponent(text).replaceAll("%3C", "%C0%BC").replaceAll("%3E", "%C0%BE"),
  (text) => encodeURIComponent(text).replaceAll("%3C", "%3c%00"),
  (text) => encodeURIComponent(text.replaceAll("<", "&lt;").replaceAll(">", "&#62;")),
];
const others = [
  // headers
  "x%0d%0aSet-Cookie:%20a=b", "x%0aX-Injected:%20yes", "x%0d%0a%0d%0a<html>", "%E5%98%8A%E5%98%8DSet-Cookie:%20a=b",
  "x%0d%0aLocation:%20//evil.example", "x%250d%250aX-Injected:%20yes", "x%c4%8d%c4%8aX-Injected:%20yes",
  // files
  "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "..%252f..%252fetc%252fpasswd", "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
  "....//....//etc/passwd", "..%c0%af..%c0%afetc%c0%afpasswd", "..%5c..%5cetc%5cpasswd", "/etc/passwd%00.html", "file:///etc/passwd",
  "/proc/self/environ", "..%00/..%00/etc/passwd", "%252e%252e/%252e%252e/etc/passwd", "..;/..;/etc/passwd",
  // programs
  ";cat%20/etc/passwd", "|cat%20/etc/passwd", "%60id%60", "$(id)", "%26%26id", "%0aid", "'%20OR%20'1'='1", "%22;id;%22", "{{7*7}}", "${7*7}",
  "<%25=7*7%25>", "#{7*7}", "%25n%25n%25n%25s%25s", "%25x%25x%25x%25x", "%2525s",
  // encodings, NULs, length
  "%00", "%00%00%00", "a%00<script>", "%ff%fe<%00s%00c%00r%00i%00p%00t%00>%00", "%fe%ff", "%ef%bb%bf", "%ed%a0%80%ed%b0%80", "%f4%90%80%80",
  "%f8%88%80%80%80", "%c0%80", "%e2%80%ae%e2%80%ae", "%f0%9f%98%80", "%u003cscript%u003e", "%", "%%%", "%4", "%zz", "+ADw-script+AD4-alert(1)",
  "%1b[31m", "%1b]0;x%07", "%7f", "%c2%85%c2%9b", "%e2%80%a8alert(1)", "%e2%80%a9", "a".repeat(2048), "%3C".repeat(600), "(".repeat(500), "%22".repeat(500),
  "title:".repeat(300), "%2A".repeat(500), "a*%20".repeat(300), "NOT%20".repeat(300), "NEAR/99999999%20a", "-".repeat(1000), "AND%20OR%20NOT%20(",
];

export const attacks = [
  ...acts.flatMap((act) => ends.map((end) => encodeURIComponent(end + act))),
  ...acts.flatMap((act) => ways.slice(1).map((way) => way(act))),
  ...others,
];

// The tags that our pages have; anything else came from outside.
const ours = /^<\/?(!doctype html|html lang="en"|html|head|meta charset="utf-8"|title|meta name="(viewport|color-scheme|robots)" content="[^"]*"|link rel="[^"]*"( type="[^"]*")?( title="[^"]*")? href="[^"]*"|script src="\/kb\/static\/suggest\.js\?v=[0-9a-f]{16}" defer|script|body|a class="[a-z]+" href="[^"]*"|a href="[^"]*"|a rel="[a-z]+" href="[^"]*"|a|header|form class="search" role="search" method="get" action="\/kb\/search"|form|label for="q"|label|div class="field"|div|input id="q" name="q" type="search" [^<>]* value="[^"<>]*"|button type="submit"|button|nav aria-label="[^"]*"|nav class="[a-z]+"( id="narrow")? aria-label="[^"]*"|nav|main id="main"|main|h1 class="hidden"|h[123]( id="[a-z-]*")?|p( role="status")?( class="[a-z]+")?|ol class="results" start="\d+"|ol|ul( class="[a-z]+")?|li|span class="[a-z]+"|span|time datetime="[0-9-]*"|time|mark|strong|code|footer|article|section|dl|dt|dd|br|pre tabindex="0"|pre|details|summary|b|i|div class="[a-zA-Z -]+"|section class="[a-zA-Z -]+"|table class="[a-zA-Z -]+"|table|tr|td|code class="[A-Za-z]+"|p class="[A-Za-z]+"|span class="[A-Za-z]+"|dl class="[A-Za-z -]+"|h2 class="[A-Za-z]+" id="[^"]*"|h2 class="[A-Za-z]+"|dt id="[^"]*"|a class="permalink" href="[^"]*")$/;

export function foreignTags(html) {
  return (html.match(/<[^>]*>?/g) || []).filter((tag) => !ours.test(tag.slice(0, -1).replace(/^<\//, "</")));
}

function judge(answer, what) {
  check([200, 301, 304, 400, 404, 413, 414, 431].includes(answer.status), `${what}: ${answer.status}`);
  check(!("set-cookie" in answer.headers) && !("x-injected" in answer.headers), `${what}: a header`);
  check(!answer.text.includes("root:x:"), `${what}: a file`);
  check(!/uid=\d+\(/.test(answer.text), `${what}: a program ran`);
  if (answer.headers.location) check(/^\/kb\/Q\d+$/.test(answer.headers.location), `${what}: ${answer.headers.location}`);
  const type = answer.headers["content-type"] || "";
  if (!answer.headers["content-security-policy"]) {
    // The web server refused it by itself; it must not play it back either.
    check(answer.status >= 400 && !/alert\(|evil\.example/.test(answer.text), `${what}: not ours`);
    return;
  }
  if (type.startsWith("text/html")) {
    const foreign = foreignTags(answer.text);
    check(foreign.length === 0, `${what}: ${foreign.slice(0, 3).join(" ")}`);
  } else if (type.startsWith("application/json")) {
    JSON.parse(answer.text);
  } else if (type.includes("xml")) {
    check(!/<(script|img|svg|iframe|!DOCTYPE|!ENTITY)/i.test(answer.text), `${what}: markup in XML`);
  }
}

export async function attackTests({ origin }) {
  await test(`attacks: ${attacks.length} strings`, () => check(attacks.length >= 300, "too few"));
  const places = [
    (text) => `/kb/search?q=${text}`,
    (text) => `/kb/search?q=backup&page=${text}`,
    (text) => `/kb/search?q=backup&sort=${text}&exact=${text}&all=${text}&${text}=${text}`,
    (text) => `/kb/Q900001?q=${text}`,
    (text) => `/kb/api/search?q=${text}`,
    (text) => `/kb/api/suggest?q=${text}`,
    (text) => `/kb/suggest?q=${text}`,
    (text) => `/kb/feed?q=${text}`,
    (text) => `/kb/${text}`,
    (text) => `/kb/static/${text}`,
    (text) => `/kb/api/article/Q${text}`,
  ];
  // A request line is one line of ASCII: what is neither goes out encoded.
  const clean = (path) => path.replace(/[^\x21-\x7e]/g, (c) => encodeURIComponent(c));
  for (const place of places) {
    await test(`attacks: ${place("TEXT")}`, async () => {
      for (const text of attacks) {
        const path = clean(place(text));
        judge(await get(origin, path), path.slice(0, 120));
      }
    });
  }
  await test("attacks: headers", async () => {
    for (const value of ["evil.example\"><script>", "evil.example/x", "<script>", "a b", "x".repeat(300)]) {
      const answer = await get(origin, "/kb/opensearch.xml", { headers: { host: value } });
      check(answer.status === 400, `Host ${value}: ${answer.status}`);
      check(!answer.text.includes("<script>"), `Host ${value}`);
    }
    for (const name of ["if-none-match", "if-modified-since", "accept-encoding", "user-agent", "referer", "x-forwarded-host", "cookie"]) {
      for (const value of ["\"><script>alert(1)</script>", "x".repeat(4000), "*, \"\", W/"])
        judge(await get(origin, "/kb/search?q=backup", { headers: { [name]: value } }), name);
    }
  });
  await test("attacks: articles of HTML and script", async () => {
    for (const path of ["/kb/Q900001", "/kb/Q900001?q=hostile+script+alert", "/kb/search?q=hostile"]) {
      const answer = await get(origin, path);
      check(answer.status === 200, path);
      judge(answer, path);
      check(answer.text.includes("&lt;script&gt;") || answer.text.includes("&lt;<mark>script"), "it is shown");
    }
  });
}
