"use strict";
// The artifact a second time in one process: in a worker, and in another environment of the embedded host.

const path = require("path");

// A worker that has imported, set up and called, or what became of it.
function used(job) {
  const { Worker } = require("worker_threads");
  const worker = new Worker(path.join(__dirname, "instance.cjs"), { workerData: job, argv: [] });
  return new Promise((resolve) => {
    worker.once("message", (outcome) => resolve({ worker, outcome }));
    worker.once("error", (error) => resolve({ worker, outcome: failed(error, job) }));
    worker.once("exit", (code) => resolve({ worker, outcome: failed(new Error(`the worker ended with ${code}`), job) }));
  });
}

function failed(error, job) {
  return { raised: { ...require("./raised.cjs").describe(error, job), during: "import" } };
}

function tell(write, place, { raised }) {
  if (raised) write({ raised: { ...raised, message: `in ${place}: ${raised.message}` } });
}

async function terminateWorker(job, step, write) {
  const { worker, outcome } = await used(job);
  write({ fact: "worker", value: outcome.raised ? `${outcome.raised.type}: ${outcome.raised.message}` : "used" });
  step("unload");
  await worker.terminate();
}

// The one in the worker lives on while the next is made.
async function importTwice(agent, job, step, write) {
  const instances = ["main"];
  step("import");
  const { outcome } = await used(job);
  tell(write, "a worker", outcome);
  instances.push("worker");
  const second = agent.secondEnvironment(path.join(__dirname, "instance.cjs"), JSON.stringify(job));
  if (second) {
    tell(write, "a second environment", JSON.parse(second));
    instances.push("second environment");
  }
  write({ fact: "instances", value: instances });
}

module.exports = { terminateWorker, importTwice };
