// SPDX-License-Identifier: GPL-2.0-or-later
// kbsearch.cgi as a FastCGI server, spoken to without a web server in between: what no
// web server would send, the limits, the workers.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { check, children, equal, run, skip, start, stop, test, until } from "./harness.mjs";

const build = process.env.KB_BUILD;

function record(type, content) {
  const head = Buffer.alloc(8);
  head.writeUInt8(1, 0);
  head.writeUInt8(type, 1);
  head.writeUInt16BE(1, 2);
  head.writeUInt16BE(content.length, 4);
  return Buffer.concat([head, content]);
}

function length(n) {
  const long = Buffer.alloc(4);
  long.writeUInt32BE((n | 0x80000000) >>> 0);
  return long;
}

function params(values) {
  const parts = Object.entries(values).flatMap(([name, value]) => {
    const bytes = Buffer.from(value, "latin1");
    return [length(name.length), length(bytes.length), Buffer.from(name), bytes];
  });
  const all = Buffer.concat(parts);
  const records = [];
  for (let at = 0; at < all.length; at += 60000) records.push(record(4, all.subarray(at, at + 60000)));
  return Buffer.concat([...records, record(4, Buffer.alloc(0))]);
}

const begin = record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0]));
const end = record(5, Buffer.alloc(0));

function request(query, more = {}) {
  return Buffer.concat([
    begin,
    params({
      REQUEST_METHOD: "GET",
      SCRIPT_NAME: "/kb",
      PATH_INFO: "/search",
      QUERY_STRING: query,
      ...more,
    }),
    end,
  ]);
}

// Bytes to the socket; the standard output that comes back, whether it was ended right.
function send(socket, bytes, { leave = false, ms = 15000 } = {}) {
  return new Promise((resolve, reject) => {
    const connection = net.connect(socket);
    const chunks = [];
    connection.setTimeout(ms, () => connection.destroy(new Error("no answer")));
    connection.on("error", reject);
    connection.on("data", (data) => chunks.push(data));
    connection.on("close", () => {
      const all = Buffer.concat(chunks);
      const answer = { out: "", err: "", ended: false };
      for (let at = 0; at + 8 <= all.length; ) {
        const n = all.readUInt16BE(at + 4);
        if (all[at + 1] === 6) answer.out += all.toString("latin1", at + 8, at + 8 + n);
        if (all[at + 1] === 7) answer.err += all.toString("latin1", at + 8, at + 8 + n);
        if (all[at + 1] === 3) answer.ended = true;
        at += 8 + n + all[at + 6];
      }
      resolve(answer);
    });
    connection.write(bytes, () => leave && setTimeout(() => connection.destroy(), 1));
  });
}

const status = ({ out }) => Number((out.match(/^Status: (\d+)/) || [])[1]);

const workers = (keeper) => children(keeper.pid);

async function withKeeper(place, index, settings, use) {
  const socket = path.join(place, `fastcgi-${Date.now()}`);
  const keeper = start(path.join(build, "kbsearch.cgi"), [], {
    env: {
      ASAN_OPTIONS: process.env.ASAN_OPTIONS || "",
      KBSEARCH_SANDBOX: process.env.KB_SANDBOX || "on",
      KBSEARCH_SOCKET: socket,
      KBSEARCH_INDEX: index,
      ...settings,
    },
  });
  try {
    await until("the socket", () => fs.existsSync(socket));
    await use(socket, keeper);
  } finally {
    await stop(keeper);
  }
}

// Another build of the same articles.
async function publish(place, index) {
  const { code, out } = await run(path.join(build, "kbindex"), [
    "--quiet", "--full", "-o", index, path.join(process.env.KB_ROOT, "corpus/sample"), path.join(place, "corpus"),
  ]);
  check(code === 0, out);
}

export async function fastcgiTests(place, index) {
  const it = (what, settings, use) =>
    test(`FastCGI: ${what}`, () => withKeeper(place, index, settings, use));

  await it("answers and ends the request", { KBSEARCH_WORKERS: "1" }, async (socket) => {
    for (let i = 0; i < 3; i++) {
      const answer = await send(socket, request("q=disk"));
      equal(status(answer), 200, "status");
      check(answer.ended && answer.out.endsWith("</html>\n"), "whole");
    }
  });

  await it("half a request and then silence holds no worker", { KBSEARCH_WORKERS: "1", KBSEARCH_SECONDS: "1" }, async (socket, keeper) => {
    await until("a worker", () => workers(keeper).length === 1);
    const [before] = workers(keeper);
    const half = request("q=disk").subarray(0, 40);
    const answer = await send(socket, half);
    equal(answer.out, "", "nothing to answer");
    equal(status(await send(socket, request("q=disk"))), 200, "the next");
    check(!workers(keeper).includes(before), "another worker");
  });

  await it("what is no FastCGI does no harm", { KBSEARCH_WORKERS: "1", KBSEARCH_SECONDS: "1" }, async (socket) => {
    const wrong = [
      Buffer.from("GET / HTTP/1.0\r\n\r\n"),
      Buffer.alloc(64, 0xff),
      Buffer.concat([begin, record(4, Buffer.alloc(100, 0xff)), record(4, Buffer.alloc(0))]),
      Buffer.concat([begin, record(4, Buffer.from([0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])), record(4, Buffer.alloc(0))]),
    ];
    for (const bytes of wrong) {
      try {
        await send(socket, bytes, { ms: 3000 });
      } catch {
        // it may close on us
      }
      equal(status(await send(socket, request("q=disk"))), 200, "the next");
    }
  });

  await it("a hostile environment, far over every limit", { KBSEARCH_WORKERS: "1" }, async (socket, keeper) => {
    await until("a worker", () => workers(keeper).length === 1);
    const [before] = workers(keeper);
    equal(status(await send(socket, request("q=" + "a".repeat(1 << 20)))), 414, "1 MB query");
    equal(status(await send(socket, request("a&".repeat(10000)))), 414, "10,000 parameters");
    equal(status(await send(socket, request("a&".repeat(100)))), 400, "100 parameters");
    equal(status(await send(socket, request("", { SCRIPT_NAME: "/" + "a".repeat(70000) }))), 414, "script name");
    equal(status(await send(socket, request("", { PATH_INFO: "\xff".repeat(300) }))), 414, "path");
    equal(status(await send(socket, request("", { SCRIPT_NAME: "//x" }))), 400, "other host");
    equal(status(await send(socket, request("", { REQUEST_METHOD: "TRACE" }))), 405, "TRACE");
    equal(status(await send(socket, request("q=%C0%BC%ED%A0%80%FF"))), 200, "no UTF-8");
    equal(status(await send(socket, request("q=a\0b"))), 200, "NUL");
    equal(workers(keeper)[0], before, "the same worker");
  });

  await it("clients that leave", { KBSEARCH_WORKERS: "1" }, async (socket, keeper) => {
    await until("a worker", () => workers(keeper).length === 1);
    const [before] = workers(keeper);
    await Promise.all(Array.from({ length: 20 }, () => send(socket, request("q=disk"), { leave: true }).catch(() => {})));
    equal(status(await send(socket, request("q=disk"))), 200, "the next");
    equal(workers(keeper)[0], before, "the same worker");
  });

  await it("a worker ends after its requests", { KBSEARCH_WORKERS: "1", KBSEARCH_REQUESTS: "2" }, async (socket, keeper) => {
    const seen = new Set();
    for (let i = 0; i < 6; i++) {
      await until("a worker", () => workers(keeper).length === 1);
      seen.add(workers(keeper)[0]);
      equal(status(await send(socket, request("q=disk"))), 200, "status");
    }
    check(seen.size >= 3, `${seen.size} workers`);
  });

  await it("a worker that is killed is replaced", { KBSEARCH_WORKERS: "2" }, async (socket, keeper) => {
    for (let i = 0; i < 4; i++) {
      await until("two workers", () => workers(keeper).length === 2);
      process.kill(workers(keeper)[0], "SIGKILL");
      equal(status(await send(socket, request("q=disk"))), 200, "status");
    }
  });

  await it("workers end with the keeper", { KBSEARCH_WORKERS: "2" }, async (socket, keeper) => {
    await until("two workers", () => workers(keeper).length === 2);
    const all = workers(keeper);
    await stop(keeper);
    await until("their end", () => all.every((pid) => !fs.existsSync(`/proc/${pid}`)));
  });

  await it("a new build is served without restart", { KBSEARCH_WORKERS: "1" }, async (socket, keeper) => {
    const tag = ({ out }) => out.match(/^ETag: (.*)\r$/m)[1];
    const before = await send(socket, request("q=disk"));
    const [worker] = workers(keeper);
    await publish(place, index);
    const after = await send(socket, request("q=disk"));
    equal(status(after), 200, "status");
    check(tag(before) !== tag(after), "another tag");
    equal(workers(keeper)[0], worker, "the same worker");
  });

  await it("a damaged build is not gone over to", { KBSEARCH_WORKERS: "1" }, async (socket, keeper) => {
    const tag = ({ out }) => out.match(/^ETag: (.*)\r$/m)[1];
    const before = await send(socket, request("q=disk"));
    const [worker] = workers(keeper);
    const current = path.join(index, "current");
    const link = fs.readlinkSync(current);
    const builds = path.join(index, "builds");
    const damaged = path.join(builds, "20991231T235959Za");
    const point = (to) => {
      fs.symlinkSync(to, `${current}.new`);
      fs.renameSync(`${current}.new`, current);
    };
    fs.cpSync(path.join(index, link), damaged, { recursive: true });
    fs.truncateSync(path.join(damaged, "shard-0/postlist.glass"), 5000);
    try {
      point("builds/20991231T235959Za");
      const complaints = [];
      for (let i = 0; i < 20; i++) {
        const answer = await send(socket, request(`q=disk+${i}`));
        equal(status(answer), 200, "status");
        equal(tag(answer), tag(before), "the build before");
        complaints.push(...answer.err.split("\n").filter(Boolean));
      }
      check(complaints[0].includes("going on with the build before"), "it says so");
      check(complaints.length < 10, `${complaints.length} complaints`);
      equal(workers(keeper)[0], worker, "the same worker");
    } finally {
      point(link);
      fs.rmSync(damaged, { recursive: true });
    }
    await publish(place, index);
    await until("the next build", async () => tag(await send(socket, request("q=disk"))) !== tag(before));
  });

  await it("a full log disk stops no answer", { KBSEARCH_WORKERS: "1", KBSEARCH_LOG: "/dev/full" }, async (socket, keeper) => {
    for (let i = 0; i < 3; i++) equal(status(await send(socket, request(`q=disk+${i}`))), 200, "status");
    await until("a complaint", () => keeper.output.includes("No space left on device"));
  });

  const later = path.join(place, "later");
  await test("FastCGI: an index that comes later, goes, and comes back", () =>
    withKeeper(place, later, { KBSEARCH_WORKERS: "1" }, async (socket) => {
      equal(status(await send(socket, request("q=disk"))), 503, "no index");
      await publish(place, later);
      // The worker that saw none cannot open files that came later: the next one can.
      await until("the index", async () => status(await send(socket, request("q=disk"))) === 200);
      fs.renameSync(later, `${later}.old`);
      await until("its end", async () => [200, 503].includes(status(await send(socket, request("q=disk")))));
      await publish(place, later);
      await until("the index", async () => status(await send(socket, request("q=disk"))) === 200);
    }));

  // A library in front of the C library makes reading files endless while a file is there.
  const slow = path.join(build, "helper/web/slow.so");
  if (!fs.existsSync(slow) || process.env.KB_SANDBOX === "off")
    return skip("FastCGI: time limit", "needs the helper slow.so and a build without sanitizer");
  const brake = path.join(index, "slow");
  const slowly = { KBSEARCH_WORKERS: "1", KBSEARCH_SECONDS: "1", LD_PRELOAD: slow, KB_SLOW: brake };
  await it("a search that takes too long gives 503, and the next is answered", slowly, async (socket, keeper) => {
    equal(status(await send(socket, request("q=disk"))), 200, "before");
    const [worker] = workers(keeper);
    fs.writeFileSync(brake, "");
    const begun = Date.now();
    const late = await send(socket, request("q=backup"));
    fs.rmSync(brake);
    equal(status(late), 503, "status");
    check(late.ended, "the request is ended");
    check(late.out.includes("took too long"), "it says why");
    check(Date.now() - begun < 5000, "in time");
    equal(status(await send(socket, request("q=backup"))), 200, "the next");
    check(workers(keeper)[0] !== worker, "another worker");
  });
  const patient = { ...slowly, KBSEARCH_SECONDS: "10" };
  await it("a worker asked to end answers first", patient, async (socket, keeper) => {
    equal(status(await send(socket, request("q=disk"))), 200, "before");
    fs.writeFileSync(brake, "");
    const answer = send(socket, request("q=printer"));
    await new Promise((done) => setTimeout(done, 300));
    keeper.kill("SIGTERM");
    await new Promise((done) => setTimeout(done, 300));
    fs.rmSync(brake);
    const got = await answer;
    equal(status(got), 200, "status");
    check(got.ended && got.out.endsWith("</html>\n"), "whole");
    await until("the keeper's end", () => keeper.exitCode !== null);
    equal(keeper.exitCode, 0, "exit status");
  });
  await test("CGI: a search that takes too long gives 503", async () => {
    fs.writeFileSync(brake, "");
    let out = "";
    let code = 0;
    try {
      out = execFileSync(path.join(build, "kbsearch.cgi"), [], {
        env: { ...slowly, KBSEARCH_INDEX: index, REQUEST_METHOD: "GET", QUERY_STRING: "q=disk" },
        stdio: ["ignore", "pipe", "pipe"],
      }).toString();
    } catch (error) {
      out = error.stdout.toString();
      code = error.status;
    } finally {
      fs.rmSync(brake);
    }
    check(out.startsWith("Status: 503 "), out.slice(0, 60));
    equal(code, 75, "exit status");
  });
}
