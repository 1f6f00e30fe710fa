// SPDX-License-Identifier: GPL-2.0-or-later
// Mixed load on FastCGI under two servers while the index is made anew again and again:
// no answer may be wrong or missing, and the workers' memory must stay as it is.
//   KB_SOAK_SECONDS    how long
//   KB_SOAK_PAUSE      seconds between two publishings
//   KB_SOAK_CORPUS     folder of articles, of which at most KB_SOAK_ARTICLES are taken
import fs from "node:fs";
import path from "node:path";
import { check, children, equal, get, run, test } from "./harness.mjs";
import { soakServers } from "./servers.mjs";

const seconds = Number(process.env.KB_SOAK_SECONDS || 15);
const pause = Number(process.env.KB_SOAK_PAUSE || 3);
const clients = 4; // of each server
const changed = 30; // articles at each publishing
// A worker's memory over the second half of the time: what it may become.
const mayBecome = (kb) => 1.1 * kb + 4096;

const words = ("backup restore disk error printer network windows exchange server crash hang memory " +
  "password registry driver update install setup dial modem font macro table query report file").split(" ");
const random = (list) => list[Math.floor(Math.random() * list.length)];
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

function files(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return files(name);
    return entry.isFile() ? [name] : [];
  });
}

// Articles evenly from all over the corpus, in folders as there.
function copyCorpus(from, to) {
  const all = files(from).sort();
  const step = Math.max(1, all.length / Number(process.env.KB_SOAK_ARTICLES || 6000));
  const copies = [];
  for (let at = 0; at < all.length; at += step) {
    const copy = path.join(to, path.relative(from, all[Math.floor(at)]));
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.copyFileSync(all[Math.floor(at)], copy);
    copies.push(copy);
  }
  return copies;
}

// Some articles go, come back or get a line more.
function change(copies, away, round) {
  for (let i = 0; i < Math.min(changed, copies.length / 4); i++) {
    const file = random(copies);
    if (away.has(file)) {
      fs.writeFileSync(file, away.get(file));
      away.delete(file);
    } else if (i % 3 === 0) {
      away.set(file, fs.readFileSync(file));
      fs.rmSync(file);
    } else {
      fs.appendFileSync(file, `\nChanged for the ${round}th time.\n`);
    }
  }
}

async function index(out, corpus) {
  const { code, out: said } = await run(path.join(process.env.KB_BUILD, "kbindex"), [
    "--quiet", "--allow-shrink=100", "-o", out, corpus,
  ]);
  check(code === 0 || code === 1, `kbindex ended with ${code}: ${said}`);
}

const kinds = [
  ...Array(6).fill((q) => [`/kb/search?q=${q}`, [200], "</html>\n"]),
  ...Array(3).fill((q, id) => [`/kb/Q${id}?q=${q}`, [200, 404], "</html>\n"]),
  (q) => [`/kb/search?q=${q}&page=2&sort=date`, [200], "</html>\n"],
  (q) => [`/kb/api/search?q=${q}`, [200], "}\n"],
  (q, id) => [`/kb/api/article/Q${id}`, [200, 404], "}\n"],
  (q) => [`/kb/api/suggest?q=${q.slice(0, 4)}`, [200], "}\n"],
  (q) => [`/kb/feed?q=${q}`, [200], "</feed>\n"],
  () => ["/kb/static/style.css", [200], "}\n"],
  () => ["/kb/nothing", [404], "</html>\n"],
];

async function visit(server, ids, seen) {
  const query = Array.from({ length: 1 + Math.floor(Math.random() * 4) }, () => random(words)).join("+");
  const [address, statuses, end] = random(kinds)(query, random(ids));
  const answer = await get(server.origin, address);
  check(statuses.includes(answer.status), `${address}: ${answer.status}`);
  check(answer.text.endsWith(end), `${address} is not whole`);
  if (answer.headers.etag) seen.add(answer.headers.etag);
}

async function load(server, ids, seen, counts, isOver) {
  while (!isOver()) {
    try {
      await visit(server, ids, seen);
      counts.answers++;
    } catch (error) {
      counts.errors.push(`${server.name}: ${error.message}`);
    }
    await sleep(5);
  }
}

const memory = (pid) => Number(fs.readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s*(\d+)/)[1]);

// sizes: one list of all workers for each time they were looked at.
function judgeMemory(sizes) {
  const half = Math.floor(sizes.length / 2);
  const grown = [];
  sizes[0].forEach((begin, i) => {
    const kb = sizes.map((list) => list[i]);
    const first = median(kb.slice(half, half + 5));
    const last = median(kb.slice(-5));
    console.log(`soak: worker ${i + 1}: ${begin} kB at the begin, ${first} at half time, ${last} at the end, at most ${Math.max(...kb)}`);
    if (last > mayBecome(first)) grown.push(i + 1);
  });
  equal(grown.join(), "", "workers that grew");
}

export async function soakTests(place) {
  const corpus = path.join(place, "soak-corpus");
  const out = path.join(place, "soak-index");
  const copies = copyCorpus(process.env.KB_SOAK_CORPUS || path.join(process.env.KB_ROOT, "corpus/sample"), corpus);
  const ids = copies.map((file) => Number(path.basename(file).match(/\d+/)?.[0])).filter(Boolean);
  await index(out, corpus);
  const servers = await soakServers(place, out);
  const pids = servers.flatMap((server) => children(server.keeper()));
  const counts = { answers: 0, errors: [] };
  const seen = new Set();
  const sizes = [];
  const away = new Map();
  let published = 0;
  const end = Date.now() + seconds * 1000;
  const isOver = () => Date.now() >= end;
  const sample = async () => {
    for (; !isOver(); await sleep(Math.max(500, seconds * 5))) sizes.push(pids.map(memory));
  };
  const publish = async () => {
    for (let next = Date.now(); !isOver(); await sleep(Math.max(0, Math.min(next, end) - Date.now()))) {
      next = Date.now() + pause * 1000;
      change(copies, away, ++published);
      await index(out, corpus);
    }
  };
  try {
    const all = servers.flatMap((server) => Array.from({ length: clients }, () => load(server, ids, seen, counts, isOver)));
    await Promise.all([...all, sample(), publish()]);
    await test("soak: every request is answered", () => equal(counts.errors.slice(0, 5).join("\n"), "", `${counts.errors.length} errors`));
    await test("soak: each build is served", () => check(seen.size > published / 2, `${seen.size} of ${published}`));
    await test("soak: the workers stay", () => equal(servers.flatMap((s) => children(s.keeper())).join(), pids.join(), "workers"));
    await test("soak: the workers' memory is flat", () => judgeMemory(sizes));
    console.log(`soak: ${seconds} s, ${copies.length} articles, ${counts.answers} answers, ${counts.errors.length} errors, ${published} publishings, ${seen.size} builds seen`);
  } finally {
    for (const server of servers) await server.close();
  }
}
