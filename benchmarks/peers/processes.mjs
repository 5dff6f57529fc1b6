// Programs that a comparison starts and ends, and what the kernel says they use (`/proc`, Linux only).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const TICKS_A_SECOND = 100;
const PATIENCE_MILLIS = 60_000;
const started = [];

/** Starts a program whose output goes to a file, from which `until` reads. */
export function start(command, options, env, log) {
  const out = openSync(log, "w");
  const child = spawn(command, options, {
    env: { ...process.env, ...env },
    stdio: ["ignore", out, out],
  });
  started.push(child);
  return { pid: child.pid, log, gone: () => child.exitCode !== null || child.signalCode !== null };
}

/** What the program's output says where it matches; fails when the program ends or a minute is over. */
export async function until(program, pattern) {
  const end = Date.now() + PATIENCE_MILLIS;
  while (Date.now() < end && !program.gone()) {
    const found = pattern.exec(readFileSync(program.log, "utf8"));
    if (found) {
      return found[1] ?? found[0];
    }
    await delay(50);
  }
  throw new Error(`nothing like ${pattern}: ${readFileSync(program.log, "utf8")}`);
}

/** Runs a program to its end and gives what it printed. */
export async function run(command, options, env = {}) {
  const child = spawn(command, options, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  const text = [];
  child.stdout.on("data", (bytes) => text.push(bytes));
  const [code] = await once(child, "close");
  if (code !== 0) {
    throw new Error(`${command} ended with ${code}`);
  }
  return Buffer.concat(text).toString();
}

/** Ends all that was started and is still there, the last one first. */
export async function endAll() {
  for (const child of started.reverse()) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
  }
}

/** A process and all below it, those of its ended children included where the kernel adds them up. */
export function cpuSeconds(pid) {
  return tree(pid)
    .flatMap((member) => fields(member).slice(11, 15))
    .reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_A_SECOND;
}

/** Resident memory of a process by itself, in MiB. */
export function residentMebibytes(pid) {
  return mebibytes(`/proc/${pid}/status`, "VmRSS");
}

/** Memory of a process and all below it, in MiB; what they share counts once. */
export function sharedMebibytes(pid) {
  return tree(pid).reduce((sum, member) => sum + mebibytes(`/proc/${member}/smaps_rollup`, "Pss"), 0);
}

function mebibytes(file, name) {
  const line = read(file).split("\n").find((each) => each.startsWith(`${name}:`));
  return line ? Number(line.replace(/\D/g, "")) / 1024 : 0;
}

function tree(root) {
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), Number(fields(name)[1])]),
  );
  const members = [Number(root)];
  for (const member of members) {
    members.push(...[...parents].filter(([, parent]) => parent === member).map(([pid]) => pid));
  }
  return members;
}

/** Of `/proc/PID/stat`, those behind the name: state, parent, …; user and system time are 11 to 14. */
function fields(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // It may end between being listed and being read.
  }
}
