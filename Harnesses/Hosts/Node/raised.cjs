"use strict";
// What was thrown, in words for the wire. It may be anything, and hostile: proxies, getters that throw, endless texts.

const LINES = 20;
// What lies there is the harness's own.
const own = [__dirname];

function guarded(action, otherwise) {
  try {
    return action();
  } catch {
    return otherwise;
  }
}

// Names of the classes that a value derives from, its own first.
function classes(value) {
  const names = [];
  let prototype = Object(value) === value ? Object.getPrototypeOf(value) : null;
  while (prototype && prototype !== Object.prototype && names.length < 32) {
    const name = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value?.name;
    if (typeof name === "string" && name !== "") names.push(name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

function isTrap(value) {
  return typeof WebAssembly === "object" && value instanceof WebAssembly.RuntimeError;
}

// All that `raises` may mean by it, the type first.
function names(value) {
  const found = guarded(() => classes(value), []);
  if (found.length === 0) found.push(value === null ? "null" : typeof value);
  for (const key of ["name", "code"]) {
    const name = guarded(() => value[key], undefined);
    if (typeof name === "string" && name.length < 200) found.push(name);
  }
  if (guarded(() => isTrap(value), false)) found.push("WebAssembly.RuntimeError", "Trap");
  return [...new Set(found)];
}

function messageOf(value) {
  const isError = guarded(() => value instanceof Error, false);
  return guarded(() => String(isError ? value.message : value), "<its text could not be had>").slice(0, 2000);
}

// `/path/file.js:3:7 name`, innermost first, without Node's own and the harness's.
function traceback(value) {
  const stack = guarded(() => String(value.stack), "");
  const lines = stack.slice(0, 20_000).split("\n").filter((line) => /^\s+at /.test(line));
  const theirs = lines.filter((line) => !line.includes("node:") && !own.some((file) => line.includes(file)));
  return theirs.slice(0, LINES).map((line) => placed(line.trim().slice(3)));
}

// The line of V8, `name (file:3:7)`, as hosts write it.
function placed(line) {
  const parts = /^(.*) \((.*)\)$/.exec(line);
  const text = parts ? `${parts[2]} ${parts[1]}` : line;
  return text.replace(/^file:\/\//, "").slice(0, 400);
}

function describe(value) {
  const [type, ...bases] = names(value);
  const lines = guarded(() => traceback(value), []);
  return { type, bases, message: messageOf(value), traceback: lines };
}

function declares(value, raises) {
  return raises != null && names(value).includes(raises);
}

module.exports = { describe, declares, hide: (file) => own.push(file) };
