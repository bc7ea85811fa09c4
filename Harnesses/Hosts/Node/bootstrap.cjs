"use strict";
// Injects the verbs and runs one probe. Runs in the process before the artifact, on every Node: it requires nothing it
// can do without, since what it loads costs every cell and is there for the artifact to find.
//
//   node FLAGS bootstrap.cjs AGENT JOB      the embedded host runs it with the same arguments

const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");

const [agentPath, jobPath] = process.argv.splice(2);
const agent = loadAgent(agentPath);
const job = JSON.parse(fs.readFileSync(jobPath, "utf8"));
const { load } = require("./artifact.cjs");
const { compile, probe } = require("./exercise.cjs");
const { describe, declares, hide } = require("./raised.cjs");
const resolve = createRequire(path.join(job.site, "exercise.cjs"));
const main = { current: "initialise", artifact: undefined, exercise: undefined, ending: leavesAtOnce };

class Stop extends Error {}

function loadAgent(file) {
  const module = { exports: {} };
  process.dlopen(module, file);
  return module.exports;
}

// Records.

function write(content) {
  // Half a surrogate pair, which JSON.stringify escapes, is no text: the reader would drop the record for it.
  agent.record(JSON.stringify({ harness: 1, ...content }).replace(/\\ud[89a-f][0-9a-f]{2}/g, "\ufffd"));
}

function step(name) {
  main.current = name;
  agent.step(name);
}

function raised(error, during) {
  write({ raised: { ...describe(error), during } });
}

// Runs a risky step; what it raises goes on the wire and ends the probe.
async function attempt(during, action) {
  step(during);
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Stop)) raised(error, during);
    throw new Stop();
  }
}

// The verbs.

const verbs = {
  // Loads every module that the artifact offers; `artifact` in the exercise is what the first one gives.
  async importArtifact() {
    main.artifact = await attempt("import", () => load(job, resolve));
  },

  async setup() {
    main.exercise = await attempt("setup", () => compile(job)(resolve, main.artifact));
  },

  // One call. What it raises is on the wire; the probe goes on, for `after` has to work.
  async call() {
    step("call");
    try {
      await main.exercise.call();
    } catch (error) {
      raised(error, "call");
    }
  },

  async after() {
    await attempt("after", () => main.exercise.after());
  },

  // Calls the exercise between readings of every counter there is.
  async rounds() {
    await attempt("call", () => require("./rounds.cjs").run(agent, job.record, callOnce));
  },

  // Measures how long one call keeps the loop.
  async hold(tries = 3) {
    await attempt("call", () => require("./hold.cjs").run(agent, job.exercise.once ? 1 : tries, callOnce));
  },

  // Measures the seconds of a call.
  async timeCalls() {
    await attempt("call", async () => verbs.observe("call-seconds", await require("./timing.cjs").run(callOnce)));
  },

  observe(fact, value) {
    write({ fact, value });
  },

  skip(reason) {
    agent.skip(reason);
    throw new Stop();
  },

  unmeasured(reason) {
    agent.unmeasured(reason);
    throw new Stop();
  },

  // Takes down a worker that has used the artifact, then this environment, with every object of the exercise alive.
  async unload() {
    await require("./instances.cjs").terminateWorker(job, step, write);
    agent.endsByTeardown();
    main.ending = unloads;
  },

  // Loads and calls the artifact again in a worker, and where the host can make one in a second environment.
  async importTwice() {
    await require("./instances.cjs").importTwice(agent, job, write, verbs.call);
  },

  // Lets the loop come to its end as a program does.
  async leave() {
    const { settled, keepsLoopAlive } = require("./alive.cjs");
    await settled();
    verbs.observe("keeps-loop-alive", keepsLoopAlive(agent));
    main.ending = leaves;
  },
};

// A call whose error is declared counts as one that raised; any other ends the probe.
function callOnce(counted) {
  try {
    const result = main.exercise.call();
    if (typeof result?.then !== "function") return undefined;
    return Promise.resolve(result).then(undefined, (error) => judge(error, counted));
  } catch (error) {
    return judge(error, counted);
  }
}

function judge(error, counted) {
  if (!declares(error, job.exercise.raises)) throw error;
  counted.raised++;
}

// The end.

function leavesAtOnce() {
  agent.leaveAtOnce();
}

// The last record is written once the environment is down: by the agent's own hook, or by the embedded host.
function unloads() {
  agent.letLoopEnd();
}

function leaves() {
  agent.done();
}

function end(how) {
  process.off("uncaughtException", onUncaught);
  process.off("beforeExit", onIdle);
  how();
}

// Nobody can catch it, so that it is no error of the call, whatever the exercise declares: it ends the process.
function onUncaught(error, origin) {
  const { type, message, traceback } = describe(error);
  const name = origin === "unhandledRejection" ? "UnhandledRejection" : "UncaughtException";
  write({ raised: { type: name, bases: [], message: `${type}: ${message}`, during: main.current, traceback } });
  end(leavesAtOnce);
}

function onIdle() {
  const message = "the promise is never settled, and nothing is left that could settle it";
  write({ raised: { type: "UnsettledPromise", bases: [], message, during: main.current, traceback: [] } });
  end(leavesAtOnce);
}

function giveUp(error) {
  process.stderr.write(`node-host: ${error?.stack ?? error}\n`);
  process.reallyExit(EXIT_HOST);
}

// wire_exit_host of Wire/wire.h
const EXIT_HOST = 99;

function checkVersion() {
  const major = process.versions.node.split(".")[0];
  if (job.version !== "" && job.version !== major) {
    giveUp(`this is Node ${process.versions.node}, and its description says ${job.version}; run: make install-tools`);
  }
}

async function run() {
  try {
    await probe(job.probe)(verbs);
  } catch (error) {
    if (!(error instanceof Stop)) giveUp(error);
  }
  end(main.ending);
}

function idle() {
  return `the loop is idle and kept alive by ${require("./alive.cjs").keepsLoopAlive(agent).join(", ")}`;
}

checkVersion();
hide(job.probe);
write({ fact: "node", value: process.version });
process.argv.push("harness");
process.on("uncaughtException", onUncaught);
process.on("beforeExit", onIdle);
agent.watchHangs(idle);
run();
