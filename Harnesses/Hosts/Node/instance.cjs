"use strict";
// One more instance of the artifact: imports, sets up and calls, and says what was raised. Runs in a worker, or in a
// second environment of the embedded host, which gives it the job and takes the outcome as text.

const path = require("path");
const { createRequire } = require("module");
const { declares, describe } = require("./raised.cjs");
const { load } = require("./artifact.cjs");

async function use(job) {
  let during = "import";
  const resolve = createRequire(path.join(job.site, "exercise.cjs"));
  try {
    const artifact = await load(job, resolve);
    during = "setup";
    const exercise = await require("./exercise.cjs").compile(job)(resolve, artifact);
    during = "call";
    await exercise.call();
    return { exercise };
  } catch (error) {
    if (during === "call" && declares(error, job.exercise.raises)) return {};
    return { raised: { ...describe(error, job), during } };
  }
}

// What the exercise holds stays alive until the instance is taken down.
async function answer(job, reply) {
  const { exercise, raised } = await use(job);
  globalThis.harnessKeeps = exercise;
  reply({ raised });
}

module.exports = { answer };

const { isMainThread, parentPort, workerData } = require("worker_threads");
if (!isMainThread) {
  answer(workerData, (outcome) => parentPort.postMessage(outcome));
  // Nothing else may keep a worker alive that is to be terminated while it is in use.
  parentPort.on("message", () => {});
}
