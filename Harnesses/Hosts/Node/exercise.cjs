"use strict";
// Code that is not ours: the exercise of Matrix.yaml and the probe's script.

const fs = require("fs");
const path = require("path");
const vm = require("vm");

// A file in the cell's own folder: so that `import()` finds its way and a stack names a line.
const FILE = path.resolve("harness-exercise.cjs");

function isExpression(code) {
  try {
    new vm.Script(`(async () => (${code}\n))`);
    return true;
  } catch {
    return false;
  }
}

function functionOf(code, isAsync) {
  const body = isExpression(code) ? `(${code}\n)` : `{ ${code}\n}`;
  return `${isAsync ? "async " : ""}() => ${body}`;
}

// Stacks name it as `<tokenize>`.
function source({ name, setup, call, after, async: isAsync }) {
  const parts = { call, after: after ?? "undefined" };
  const members = Object.entries(parts).map(([name, code]) => `${name}: ${functionOf(code, isAsync)}`);
  const body = `${setup}\nreturn { ${members.join(",\n")} };`;
  return `module.exports = async (require, artifact) => { ${body} };\n//# sourceURL=<${name}>\n`;
}

// (require, artifact) -> { call, after }, as a promise.
function compile(job) {
  fs.writeFileSync(FILE, source(job.exercise));
  linkModules(job.site);
  return require(FILE);
}

function linkModules(site) {
  const link = path.resolve("node_modules");
  if (!fs.existsSync(link) && fs.existsSync(path.join(site, "node_modules"))) {
    fs.symlinkSync(path.join(site, "node_modules"), link);
  }
}

function importFrom(site, name) {
  linkModules(site);
  const file = path.resolve("harness-import.cjs");
  fs.writeFileSync(file, "module.exports = (name) => import(name);\n");
  return require(file)(name);
}

// The loader of ES modules takes several milliseconds to come up; a probe is one function that imports nothing.
function probe(file) {
  const text = fs.readFileSync(file, "utf8").replace(/^export default /m, "module.exports = ");
  const module = { exports: undefined };
  vm.compileFunction(text, ["module"], { filename: file })(module);
  return module.exports;
}

module.exports = { compile, importFrom, probe };
