// Synchronous speech, side by side: this gateway, which checks, prices, holds, stores and captures, and
// Portkey's, which relays and keeps nothing, in front of the same vendor on loopback, one after the other.
// Needs Linux, wrk, npm and Node 20. Usage: node speech.mjs [SECONDS]
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as processes from "./processes.mjs";

const PEER = "@portkey-ai/gateway";
const PEER_VERSION = "1.15.2";

/**
 * With a later one every answer of speech is a 500: the peer adds its own headers to those that `fetch` gave
 * it, which later releases no longer copy (issue 1389 of its repository).
 */
const PEER_SERVER = { "@hono/node-server": "1.14.1" };

const CALLERS = 64;

/** So long a JVM on two cores, shared with everything else here, still compiles what it runs most. */
const WARM_UP_SECONDS = 30;

const TEXT = "Hello from the benchmark.";
const CREDITS = 100_000_000;

const here = dirname(fileURLToPath(import.meta.url));
const launcher = join(here, "..", "..", "mediagate");
const seconds = Number(process.argv[2] ?? 10);
const work = mkdtempSync(join(tmpdir(), "mediagate-peers-"));

async function startVendor() {
  const program = processes.start("node", [join(here, "vendor.mjs")], {}, join(work, "vendor.log"));
  return `http://127.0.0.1:${await processes.until(program, /^\d+$/m)}/v1`;
}

async function startMediagate(vendor) {
  const data = join(work, "data");
  const env = { OPENAI_API_KEY: "sk-bench", OPENAI_BASE_URL: vendor };
  const options = ["serve", "--port", "0", "--data", data];
  const program = processes.start(launcher, options, env, join(work, "mediagate.log"));
  const url = await processes.until(program, /^Mediagate is ready at (\S+)/m);
  const token = readFileSync(join(data, "admin.token"), "utf8").trim();
  const admin = (path, body) => call(`${url}/admin/v1${path}`, { Authorization: `Bearer ${token}` }, body);
  const workspace = { workspace: "bench", mode: "live" };
  await admin("/workspaces", { name: "bench" });
  const key = await (await admin("/keys", { ...workspace, name: "bench" })).json();
  const grant = { bucket: "permanent", amount: CREDITS, reason: "bench" };
  await admin("/credits/grants", { ...workspace, ...grant });
  return {
    name: "mediagate",
    pid: program.pid,
    database: databaseOf(data),
    url: `${url}/api/ai/tts/generate`,
    headers: { Authorization: `Bearer ${key.text}` },
    body: { modelId: "openai/gpt-4o-mini-tts", input: { text: TEXT } },
    file: async (answer) => fetch((await answer.json()).data.audio_url),
    faults: async () => (await admin("/ledger/faults")).json(),
  };
}

/** The process above all of its PostgreSQL. */
function databaseOf(data) {
  const file = readdirSync(data, { recursive: true }).find((name) => name.endsWith("postmaster.pid"));
  return Number(readFileSync(join(data, file), "utf8").split("\n")[0]);
}

async function startPeer(vendor) {
  const dependencies = { [PEER]: PEER_VERSION };
  const wanted = { private: true, dependencies, overrides: PEER_SERVER };
  writeFileSync(join(work, "package.json"), JSON.stringify(wanted));
  await processes.run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts",
    "--prefix", work]);
  const port = await freePort();
  const program = processes.start(
    "node",
    [join(work, "node_modules", PEER, "build", "start-server.js"), `--port=${port}`, "--headless"],
    { NODE_ENV: "production" },
    join(work, "peer.log"),
  );
  await processes.until(program, /Ready for connections/);
  return {
    name: "portkey",
    pid: program.pid,
    url: `http://127.0.0.1:${port}/v1/audio/speech`,
    headers: {
      Authorization: "Bearer sk-bench",
      "x-portkey-provider": "openai",
      "x-portkey-custom-host": vendor,
    },
    body: { model: "gpt-4o-mini-tts", input: TEXT, voice: "alloy" },
    file: async (answer) => answer,
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function call(url, headers, body) {
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(url, {
    headers: { "Content-Type": "application/json", ...headers },
    ...sent,
  });
  if (!answer.ok) {
    throw new Error(`${url} answered ${answer.status} ${await answer.text()}`);
  }
  return answer;
}

/** That its callers get the vendor's very bytes, before anything is measured. */
async function check(gateway, vendor) {
  const speech = await (await call(`${vendor}/audio/speech`, {}, {})).arrayBuffer();
  const answer = await gateway.file(await call(gateway.url, gateway.headers, gateway.body));
  if (Buffer.compare(Buffer.from(await answer.arrayBuffer()), Buffer.from(speech)) !== 0) {
    throw new Error(`${gateway.name} gave other bytes than the vendor's`);
  }
}

async function load(target, duration) {
  const headers = { "Content-Type": "application/json", ...target.headers };
  const printed = await processes.run(
    "wrk",
    ["-t1", `-c${CALLERS}`, `-d${duration}s`, "-s", join(here, "load.lua"), target.url],
    {
      LOAD_BODY: JSON.stringify(target.body),
      LOAD_HEADERS: Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join("\n"),
    },
  );
  return JSON.parse(printed.trim().split("\n").at(-1));
}

const cpu = ({ pid, database }) =>
  processes.cpuSeconds(pid) + (database ? processes.cpuSeconds(database) : 0);

async function measure(gateway) {
  const before = cpu(gateway);
  const outcome = await load(gateway, seconds);
  const used = cpu(gateway) - before;
  const { pid, database } = gateway;
  return [
    gateway.name,
    ...figures(outcome),
    ((used / outcome.requests) * 1_000).toFixed(2),
    processes.residentMebibytes(pid).toFixed(0),
    database ? processes.sharedMebibytes(database).toFixed(0) : "",
    outcome.errors,
  ];
}

function figures({ requests, micros, p50, p99 }) {
  const perSecond = requests / (micros / 1e6);
  return [perSecond.toFixed(0), (p50 / 1_000).toFixed(1), (p99 / 1_000).toFixed(1)];
}

function print(cells) {
  console.log(`| ${cells.join(" | ")} |`);
}

async function compare() {
  await processes.run(launcher, ["--version"]); // Builds, if need be.
  const vendor = await startVendor();
  const mediagate = await startMediagate(vendor);
  const peer = await startPeer(vendor);
  await check(mediagate, vendor);
  await check(peer, vendor);
  console.error(`Warming up, ${WARM_UP_SECONDS} s each…`);
  await load(mediagate, WARM_UP_SECONDS);
  await load(peer, WARM_UP_SECONDS);
  print(["", "requests/s", "p50 ms", "p99 ms", "CPU s / 1,000", "RSS MiB", "database MiB", "errors"]);
  print(Array(8).fill("---"));
  print(await measure(mediagate));
  print(await measure(peer));
  const alone = { url: `${vendor}/audio/speech`, headers: {}, body: {} };
  print(["the vendor alone", ...figures(await load(alone, 3)), "", "", "", ""]);
  console.log(`The ledger's faults: ${JSON.stringify(await mediagate.faults())}`);
}

async function finish() {
  await processes.endAll();
  rmSync(work, { recursive: true, force: true });
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => finish().then(() => process.exit(1)));
}
try {
  await compare();
} finally {
  await finish();
}
