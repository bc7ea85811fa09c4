"use strict";
// The seconds of a call, as Instruments/Timing takes them: the number of calls that fill a window is found by doubling, which
// warms up, too; then windows of that many calls.

const WINDOWS = 100;
const FEWEST_WINDOWS = 5;
const WINDOW_SECONDS = 0.002;
const SECONDS = 0.25;
const MOST_SECONDS = 2;
// Longer than elsewhere: V8 compiles what is called often, in steps.
const WARM_UP_SECONDS = 0.25;
const MOST_CALLS = 100e6;

const now = () => Number(process.hrtime.bigint()) * 1e-9;

// A promise is awaited; a plain call isn't made to wait for a turn of the queue.
async function oneWindow(call, count) {
  const counted = { raised: 0 };
  const began = now();
  for (let made = 0; made < count; made++) {
    const pending = call(counted);
    if (pending) await pending;
  }
  return now() - began;
}

async function fitting(call) {
  const began = now();
  let count = 1;
  while (true) {
    const seconds = await oneWindow(call, count);
    if (seconds < WINDOW_SECONDS / 2 && count < MOST_CALLS) count *= 2;
    else if (now() - began >= WARM_UP_SECONDS) return Math.max(1, Math.floor((count * WINDOW_SECONDS) / seconds));
  }
}

function isOver(windows, seconds) {
  if (windows === 0) return false;
  return windows >= WINDOWS || seconds > MOST_SECONDS || (windows >= FEWEST_WINDOWS && seconds > SECONDS);
}

async function run(call) {
  await oneWindow(call, 1);
  const count = await fitting(call);
  const windows = [];
  const began = now();
  while (!isOver(windows.length, now() - began)) windows.push((await oneWindow(call, count)) / count);
  return windows;
}

module.exports = { run };
