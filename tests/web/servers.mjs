// SPDX-License-Identifier: GPL-2.0-or-later
// Real web servers on loopback, by the configurations of searcher/httpd with paths changed.
import fs from "node:fs";
import path from "node:path";
import { children, freePort, get, has, start, stop, until } from "./harness.mjs";

const root = process.env.KB_ROOT;
const build = process.env.KB_BUILD;
const isRoot = process.getuid() === 0;

function configuration(name, place, index, extra = {}) {
  const text = fs
    .readFileSync(path.join(root, "searcher/httpd", name), "utf8")
    .replaceAll("/usr/local/lib/kbsearch/", `${build}/`)
    .replaceAll("/var/lib/kbsearch", index)
    .replaceAll("/run/lighttpd/", `${place}/`)
    .replaceAll("/run/kbsearch/", `${place}/`);
  return Object.entries(extra).reduce((all, [from, to]) => all.replaceAll(from, to), text);
}

async function serve(name, program, args, port, place, options) {
  const child = start(program, args, options);
  const origin = `http://127.0.0.1:${port}`;
  await until(`${name} to answer`, async () => {
    if (child.exitCode !== null) throw new Error(`${name} ended: ${child.output}`);
    try {
      return (await get(origin, "/kb/robots.txt")).status === 200;
    } catch {
      return false;
    }
  });
  return { name, origin, port, place, child, close: () => stop(child) };
}

async function lighttpd(kind, place, index, extra) {
  const port = await freePort();
  const file = path.join(place, "lighttpd.conf");
  fs.writeFileSync(
    file,
    `server.document-root = "${place}"\nserver.bind = "127.0.0.1"\nserver.port = ${port}\n` +
      configuration(`lighttpd-${kind}.conf`, place, index, extra),
  );
  const server = await serve(`lighttpd ${kind}`, "lighttpd", ["-D", "-f", file], port, place);
  return { ...server, keeper: () => children(server.child.pid)[0] };
}

async function apache(place, index) {
  const port = await freePort();
  const file = path.join(place, "apache.conf");
  const modules = ["mpm_event", "authz_core", "cgid", "env", "alias"]
    .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`)
    .join("");
  fs.writeFileSync(
    file,
    `ServerRoot "${place}"\nServerName 127.0.0.1\nListen 127.0.0.1:${port}\n${modules}` +
      (isRoot ? "User www-data\nGroup www-data\n" : "") +
      `PidFile "${place}/apache.pid"\nScriptSock "${place}/cgid.sock"\n` +
      `ErrorLog "${place}/error.log"\nMutex file:${place}\nDocumentRoot "${place}"\n` +
      configuration("apache.conf", place, index),
  );
  return serve("Apache", "apache2", ["-D", "FOREGROUND", "-f", file], port, place);
}

async function nginx(place, index, settings = {}) {
  const port = await freePort();
  const file = path.join(place, "nginx.conf");
  const socket = path.join(place, "kbsearch.socket");
  const program = start(path.join(build, "kbsearch.cgi"), [], {
    env: {
      PATH: process.env.PATH,
      ASAN_OPTIONS: process.env.ASAN_OPTIONS || "",
      KBSEARCH_SANDBOX: process.env.KB_SANDBOX || "on",
      KBSEARCH_SOCKET: socket,
      KBSEARCH_INDEX: index,
      KBSEARCH_WORKERS: "2",
      ...settings,
    },
  });
  await until("the socket", () => fs.existsSync(socket));
  fs.writeFileSync(
    file,
    `${isRoot ? "user root;\n" : ""}daemon off;\npid ${place}/nginx.pid;\n` +
      `error_log ${place}/nginx.log;\nevents { }\nhttp {\naccess_log off;\n` +
      ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map((name) => `${name}_temp_path ${place}/${name};\n`)
        .join("") +
      `server {\nlisten 127.0.0.1:${port};\nroot ${place};\n` +
      `${configuration("nginx.conf", place, index)}\n}\n}\n`,
  );
  const server = await serve("nginx", "nginx", ["-c", file, "-p", place], port, place);
  return {
    ...server,
    keeper: () => program.pid,
    close: async () => {
      await server.close();
      await stop(program);
    },
  };
}

// The kinds there are: [name, program, function of (place, index)].
export const kinds = [
  ["lighttpd CGI", "lighttpd", (place, index) => lighttpd("cgi", place, index)],
  ["lighttpd FastCGI", "lighttpd", (place, index) => lighttpd("fastcgi", place, index)],
  ["Apache", "apache2", apache],
  ["nginx", "nginx", nginx],
];

export async function open(kind, place, index) {
  const [name, program, make] = kind;
  if (!(await has(program))) return null;
  const own = path.join(place, name.replaceAll(" ", "-"));
  fs.mkdirSync(own, { recursive: true });
  fs.chmodSync(own, 0o755);
  return make(own, index);
}

// FastCGI under two servers, with a query log and workers that stay.
export async function soakServers(place, index) {
  const log = path.join(place, "soak.log");
  const folders = ["lighttpd", "nginx"].map((name) => path.join(place, `soak-${name}`));
  folders.forEach((folder) => fs.mkdirSync(folder));
  const workers = '"KBSEARCH_WORKERS" => "2"';
  const more = { [workers]: `${workers}, "KBSEARCH_LOG" => "${log}", "KBSEARCH_REQUESTS" => "100000000"` };
  const settings = { KBSEARCH_LOG: log, KBSEARCH_REQUESTS: "100000000" };
  return [await lighttpd("fastcgi", folders[0], index, more), await nginx(folders[1], index, settings)];
}
