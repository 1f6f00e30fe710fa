// SPDX-License-Identifier: GPL-2.0-or-later
// wapiti: a scanner of others, which knows other attacks. Its exit status says nothing; its
// report does.
import fs from "node:fs";
import path from "node:path";
import { check, has, run, skip, test } from "./harness.mjs";

export async function scanTests({ origin }, place) {
  if (!(await has("wapiti"))) return skip("scan", "wapiti is not installed");
  const report = path.join(place, "wapiti.json");
  await test("scan: wapiti finds nothing", async () => {
    const { out } = await run(
      "wapiti",
      [
        "-u", `${origin}/kb/search?q=legato`, "--scope", "folder", "-d", "1", "--max-links-per-page", "30",
        "--max-files-per-dir", "40", "-m", "xss,crlf,exec,file,csp,http_headers,cookieflags,redirect", "--flush-session",
        "--no-bugreport", "-t", "15", "--max-scan-time", "120", "-f", "json", "-o", report, "--verbose", "0",
      ],
      { env: { ...process.env, HOME: place }, timeout: 180000 },
    );
    check(fs.existsSync(report), `no report: ${out.slice(-1000)}`);
    const { vulnerabilities, anomalies, infos } = JSON.parse(fs.readFileSync(report, "utf8"));
    check(Object.keys(vulnerabilities).length > 0, "the report names no kind of finding");
    check((infos.crawled_pages_nbr ?? infos.crawled_pages?.length ?? 1) > 0, "no page was seen");
    const found = [...Object.entries(vulnerabilities), ...Object.entries(anomalies)].filter(([, list]) => list.length > 0);
    // Strict-Transport-Security is for the server that speaks TLS.
    const ours = found.map(([kind, list]) => [kind, list.filter((one) => !/Strict-Transport-Security/.test(one.info))]).filter(([, list]) => list.length > 0);
    check(ours.length === 0, JSON.stringify(ours).slice(0, 2000));
  });
}
