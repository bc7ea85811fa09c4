"use strict";
// One more instance of the artifact: imports, sets up and calls, and writes records of it. Runs in a worker, whose
// records the main thread passes on, or in a second environment of the embedded host, while the first one waits.

const path = require("path");
const { createRequire } = require("module");
const { load } = require("./artifact.cjs");
const { compile } = require("./exercise.cjs");
const { describe } = require("./raised.cjs");

async function use(job, write) {
  let during = "import";
  const step = (name) => write({ step: (during = name) });
  const resolve = createRequire(path.join(job.site, "exercise.cjs"));
  try {
    step("import");
    const artifact = await load(job, resolve);
    step("setup");
    const exercise = await compile(job)(resolve, artifact);
    globalThis.harnessKeeps = exercise; // what it holds stays alive until the instance is taken down
    step("call");
    await exercise.call();
  } catch (error) {
    write({ raised: { ...describe(error), during } });
  }
}

// In a second environment; an exit ends that environment alone.
async function useHere(job) {
  const module = { exports: {} };
  process.dlopen(module, process.argv[2]);
  await use(job, (record) => module.exports.record(JSON.stringify({ harness: 1, ...record })));
  process.exit(0);
}

module.exports = { useHere };

const { isMainThread, parentPort, workerData } = require("worker_threads");
if (!isMainThread) {
  use(workerData, (record) => parentPort.postMessage(record)).then(() => parentPort.postMessage({ over: true }));
  parentPort.on("message", () => {}); // waits to be terminated
}
