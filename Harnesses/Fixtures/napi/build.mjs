// Builds the crate and puts its library beside index.js as words.node.
import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** The crate's shared library, as cargo tells it: https://doc.rust-lang.org/cargo/reference/external-tools.html */
function library(messages) {
  const artifacts = messages
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  const own = artifacts.find((message) => message.target?.kind.includes("cdylib"));
  return own.filenames.find((file) => /\.(so|dylib|dll)$/.test(file));
}

const command = ["build", "--release", "--message-format=json-render-diagnostics"];
const built = spawnSync("cargo", command, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
if (built.error) throw built.error;
if (built.status !== 0) process.exit(built.status ?? 1);
copyFileSync(library(built.stdout), `${folder}words.node`);
