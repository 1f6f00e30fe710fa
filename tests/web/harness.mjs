// SPDX-License-Identifier: GPL-2.0-or-later
// What the web tests share: counting, programs, HTTP without a library in between.
import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";

const counts = { passed: 0, failed: 0, skipped: 0 };

// test(NAME, FUNCTION): run it; a failure is named and the next test runs.
export async function test(name, run) {
  const begun = Date.now();
  try {
    await run();
    counts.passed++;
    if (process.env.KB_VERBOSE) console.log(`ok ${name}, ${Date.now() - begun} ms`);
  } catch (error) {
    counts.failed++;
    console.log(`FAILED ${name}: ${error.stack || error}`);
  }
}

// Where nothing may be left out, a skipped test has failed.
export function skip(name, why) {
  counts[process.env.KB_NO_SKIP ? "failed" : "skipped"]++;
  console.log(`SKIPPED ${name}: ${why}`);
}

// The last line, as all groups of tests have it; true when nothing failed.
export function summary() {
  console.log(
    `web: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
  );
  return counts.failed === 0 && counts.passed > 0;
}

export function check(condition, what) {
  if (!condition) throw new Error(what);
}

export function equal(got, wanted, what) {
  if (got !== wanted) throw new Error(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
}

// A port of loopback that nobody has.
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// until(FUNCTION): wait for it to say yes, at most so long.
export async function until(what, ready, ms = 10000) {
  const end = Date.now() + ms;
  while (!(await ready())) {
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

// The programs that are started, to be ended in any case.
const started = new Set();

export function start(program, args, options = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  child.output = "";
  child.stdout?.on("data", (data) => (child.output += data));
  child.stderr?.on("data", (data) => (child.output += data));
  started.add(child);
  child.once("exit", () => started.delete(child));
  child.on("error", (error) => (child.output += error));
  return child;
}

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 5000);
  await ended;
  clearTimeout(late);
}

process.on("exit", () => {
  // Asked to end, and not killed: servers take their own processes with them.
  for (const child of started) child.kill("SIGTERM");
});

// Run a program to its end: { code, out }.
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = start(program, args, options);
    const late = setTimeout(() => child.kill("SIGKILL"), options.timeout || 120000);
    child.once("close", (code) => {
      clearTimeout(late);
      resolve({ code, out: child.output });
    });
    child.once("error", () => resolve({ code: 127, out: child.output }));
  });
}

// The processes that a process has started.
export function children(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

export async function has(program) {
  return (await run("sh", ["-c", `command -v ${program}`])).code === 0;
}

// get(ORIGIN, PATH): the path goes out as it is, whatever is in it.
export function get(origin, path, { method = "GET", headers = {}, body } = {}) {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, path, method, headers: { connection: "close", ...headers } },
      (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("close", () => response.complete || reject(new Error(`${path}: cut off`)));
        response.on("end", () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            bytes: Buffer.concat(chunks),
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    request.setTimeout(20000, () => request.destroy(new Error(`no answer to ${path}`)));
    request.once("error", reject);
    request.end(body);
  });
}

// Bytes as they are to a port; what comes back until the other side or the time ends it.
export function raw(port, bytes, ms = 3000) {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    let answer = "";
    const end = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(ms, end);
    socket.on("data", (data) => (answer += data.toString("latin1")));
    socket.on("close", () => resolve(answer));
    socket.on("error", end);
    socket.write(bytes);
  });
}
