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

// Noise only ever adds to a gap, so the lowest ratio of a few calls is the call's own. One that took less than half of
// the longest had its answer ready from the call before.
function lowest(readings) {
  const longest = Math.max(...readings.map((reading) => reading.seconds));
  const whole = readings.filter((reading) => reading.seconds * 2 >= longest);
  return whole.reduce((best, reading) => (ratio(reading) < ratio(best) ? reading : best));
}

async function called(agent, tries, call) {
  const readings = [];
  do {
    readings.push(await measured(agent, () => call({ raised: 0 })));
  } while (readings.length < tries && readings.at(-1).seconds < REPEATED_BELOW_SECONDS);
  return lowest(readings);
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
    report(agent, await called(agent, tries, call), held, released);
  } finally {
    agent.holdStop();
  }
}

module.exports = { run };
