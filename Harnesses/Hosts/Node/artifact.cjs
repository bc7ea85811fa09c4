"use strict";
// What an import of the artifact gives.

const { importFrom } = require("./exercise.cjs");

// `require` has no answer of its own to these.
const ONLY_IMPORTED = ["ERR_REQUIRE_ESM", "ERR_REQUIRE_ASYNC_MODULE", "ERR_PACKAGE_PATH_NOT_EXPORTED"];

function loadModule(name, site, resolve) {
  try {
    return resolve(name);
  } catch (error) {
    if (!ONLY_IMPORTED.includes(error?.code)) throw error;
  }
  return importFrom(site, name);
}

// One that belongs to no package.
function loadFile(artifact, resolve) {
  return artifact.endsWith(".wasm") ? require("./wasm.cjs").instantiate(artifact) : resolve(artifact);
}

// Every module that the artifact offers; `artifact` in the exercise is what the first one gives.
async function load({ artifact, modules, site }, resolve) {
  if (modules.length === 0) return loadFile(artifact, resolve);
  const loaded = [];
  for (const name of modules) loaded.push(await loadModule(name, site, resolve));
  return loaded[0];
}

module.exports = { load };
