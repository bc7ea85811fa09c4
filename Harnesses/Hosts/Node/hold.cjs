"use strict";
// How long one call keeps the loop, with a control that keeps it and one that doesn't in the same process.

// A call this long is not repeated: its own length is beyond the noise.
const REPEATED_BELOW_SECONDS = 1;

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const ratio = (reading) => (reading.seconds > 0 ? reading.worst / reading.seconds : 0);

async function measured(agent, action) {
  await sleep(5);
  agent.holdReset();
  const pending = action();
  if (pending) await pending;
  return agent.holdRead();
}

// Noise only ever adds to a gap, so the lowest ratio of a few calls is the call's own.
async function lowest(agent, tries, call) {
  let best;
  for (let i = 0; i < tries; i++) {
    const reading = await measured(agent, () => call({ raised: 0 }));
    if (!best || ratio(reading) < ratio(best)) best = reading;
    if (reading.seconds > REPEATED_BELOW_SECONDS) break;
  }
  return best;
}

function report(agent, call, held, released) {
  const facts = {
    "hold-ratio": ratio(call),
    "hold-share": call.seconds > 0 ? call.summed / call.seconds : 0,
    "worst-gap-ms": call.worst * 1000,
    "tick-gap-ms": call.tick * 1000,
    "call-ms": call.seconds * 1000,
    "noise-gap-ms": released.worst * 1000,
    "control-held-ratio": ratio(held),
    "control-released-ratio": ratio(released),
  };
  for (const [fact, value] of Object.entries(facts)) agent.record(JSON.stringify({ harness: 1, fact, value }));
}

async function run(agent, tries, call) {
  if (!agent.holdStart()) return;
  try {
    const released = await measured(agent, () => agent.busyElsewhere());
    const held = await measured(agent, () => agent.busy());
    report(agent, await lowest(agent, tries, call), held, released);
  } finally {
    agent.holdStop();
  }
}

module.exports = { run };
