"use strict";
// What keeps the loop alive, as Node knows it and as libuv does.

// Streams of the process itself; a loop that only they keep alive ends.
const OWN = new Set(["TTYWrap", "PipeWrap", "Immediate"]);

function keepsLoopAlive(agent) {
  const known = process.getActiveResourcesInfo().filter((name) => !OWN.has(name));
  const handles = agent.keepsLoopAlive().split("\n").filter(Boolean);
  return [...known, ...handles.filter((name) => !isKnown(name, known))];
}

// libuv's names, and how Node's begin for the same; immediates are Node's own use of the empty ones.
const KINDS = {
  timer: "Timeout",
  tcp: "TCP",
  pipe: "Pipe",
  udp: "UDP",
  process: "Process",
  tty: "TTY",
  idle: "",
  check: "",
};

// Node's name for a handle is the more exact one: `Timeout` for `timer`, `TCPServerWrap` for `tcp`.
function isKnown(handle, known) {
  const kind = KINDS[handle];
  return kind !== undefined && (kind === "" || known.some((name) => name.startsWith(kind)));
}

// What was closed in the call is gone after some turns.
async function settled() {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
}

module.exports = { keepsLoopAlive, settled };
