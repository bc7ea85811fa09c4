"use strict";
// A module without glue: its exports are the artifact.

const fs = require("fs");

function imports(module) {
  const wants = new Set(WebAssembly.Module.imports(module).map((entry) => entry.module));
  if (!wants.has("wasi_snapshot_preview1")) return { imports: {}, start: () => {} };
  const { WASI } = require("wasi");
  const wasi = new WASI({ version: "preview1", args: ["harness"], returnOnExit: true });
  const initialise = (instance) => instance.exports._initialize && wasi.initialize(instance);
  return { imports: { wasi_snapshot_preview1: wasi.wasiImport }, start: initialise };
}

async function instantiate(file) {
  const module = await WebAssembly.compile(fs.readFileSync(file));
  const wanted = imports(module);
  const instance = await WebAssembly.instantiate(module, wanted.imports);
  wanted.start(instance);
  return instance.exports;
}

module.exports = { instantiate };
