"use strict";
// Calls an exercise again and again; the agent says when to read and when it is enough.

const v8 = require("v8");
const vm = require("vm");

// Not on the artifact's `globalThis`.
function garbageCollector() {
  v8.setFlagsFromString("--expose-gc");
  return vm.runInNewContext("gc");
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

// Finalizers run in turns of the loop, and what they let go of is collected next.
function resting(agent) {
  const collect = garbageCollector();
  const bytes = new Float64Array(agent.v8Bytes);
  let statistics;
  return async () => {
    collect();
    await turn();
    collect();
    statistics = v8.getHeapStatistics(); // kept until the next, or its hidden classes would be made anew each time
    bytes[0] = statistics.used_heap_size;
  };
}

async function grow(agent, call) {
  const counted = { raised: 0 };
  const rest = resting(agent);
  await rest();
  agent.roundsBegin();
  while (true) {
    if (agent.readingDue()) await rest();
    if (!agent.roundsNext()) break;
    const pending = call(counted);
    if (pending) await pending;
  }
  agent.roundsReport(counted.raised);
}

// The second pass: who allocated what stays.
async function record(agent, call) {
  const rest = resting(agent);
  if (!agent.recordingBegin()) return;
  while (true) {
    if (agent.recordingTurns()) await rest();
    if (!agent.recordingNext()) break;
    const pending = call({ raised: 0 });
    if (pending) await pending;
  }
  agent.recordingReport();
}

module.exports = { run: (agent, recorded, call) => (recorded ? record : grow)(agent, call) };
