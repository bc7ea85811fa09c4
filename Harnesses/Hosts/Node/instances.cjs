"use strict";
// The artifact a further time in one process: in a worker, and in a second environment of the embedded host.

const path = require("path");

const INSTANCE = path.join(__dirname, "instance.cjs");

// A worker that has imported, set up and called, or has said what was raised. `write` gets its records.
function used(job, write) {
  const { Worker } = require("worker_threads");
  const { describe } = require("./raised.cjs");
  const worker = new Worker(INSTANCE, { workerData: job, argv: [] });
  const stop = (error) => write({ raised: { ...describe(error), during: "import" } });
  return new Promise((resolve) => {
    worker.on("message", (record) => (record.over ? resolve(worker) : write(record)));
    worker.on("error", (error) => resolve(stop(error)));
    worker.on("exit", (code) => resolve(stop(new Error(`the worker ended by itself, with status ${code}`))));
  }).then(() => forget(worker));
}

// Its end is our doing from now on.
function forget(worker) {
  worker.removeAllListeners("exit");
  worker.removeAllListeners("error");
  worker.unref();
  return worker;
}

// What is raised on the way is another probe's answer.
async function terminateWorker(job, step, write) {
  let answer = "used";
  const worker = await used(job, ({ raised }) => {
    if (raised) answer = `${raised.type}: ${raised.message}`;
  });
  write({ fact: "worker", value: answer });
  step("unload");
  await worker.terminate();
}

async function importTwice(agent, job, write, call) {
  write({ fact: "instance", value: "a worker" });
  const worker = await used(job, write);
  if (agent.isEmbedded()) {
    write({ fact: "instance", value: "a second environment" });
    agent.secondEnvironment(INSTANCE, JSON.stringify(job));
  }
  await worker.terminate();
  write({ fact: "instance", value: "the first environment, after a worker had come and gone" });
  await call();
}

module.exports = { terminateWorker, importTwice };
