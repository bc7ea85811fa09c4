import Model

/// Why a target has no artifact.
package enum BuildingError: Error, Sendable, Equatable {
  case unsupportedPackager(target: String, packager: String, supported: [String])
  case missingFolder(target: String, path: String)
  case missingCommand(target: String)
  case missingTool(target: String, tool: String, searched: String)
  case unlaunchable(target: String, command: String, reason: String)
  /// `tail` holds the last 30 lines of the log.
  case failed(target: String, command: String, status: String, log: String, tail: [String])
  case noArtifact(target: String, command: String, expected: String, found: [String], log: String)
  case noMatch(target: String, pattern: String)
  case severalMatches(target: String, pattern: String, found: [String])
  case notBuilt(target: String, command: String)
  case unreadable(path: String, reason: String)
  /// `most` says how much of what is read.
  case artifactTooLarge(path: String, most: String)
  case unwritable(path: String, reason: String)
  case cancelled(target: String)
  /// It was killed after so many seconds.
  case late(target: String, command: String, seconds: Int, log: String)
  /// No package.json in an npm package's folder.
  case noPackage(target: String, folder: String)
  /// A package.json that lacks what npm packs by.
  case incompletePackage(target: String, path: String, missing: [String])
  case unexpectedFolder(target: String, path: String, kind: String)
  /// Cargo would not build for wasm; `found` is the target that it would build for, nil for this machine.
  case noTriple(target: String, folder: String, found: String?)
  case missingWasmTarget(target: String, triple: String, searched: [String])
  /// The versions of the crate wasm-bindgen and of the command.
  case bindgenMismatch(target: String, crate: String, command: String)
}

extension BuildingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unsupportedPackager(let target, let packager, let supported):
      "\(target): packager '\(packager)' is not supported yet; supported: \(supported.joined(separator: ", ")). "
        + "Build it yourself and name the file with `artifact:`, or use packager 'command'."
    case .missingFolder(let target, let path):
      "\(target): there is no folder \(path) to build; correct `build: path` in Matrix.yaml."
    case .missingCommand(let target):
      "\(target): packager 'command' needs `build: command`, a line for /bin/sh that prints the artifact's path last."
    case .missingTool(let target, let tool, let searched):
      "\(target): no '\(tool)' in \(searched); install it with: \(installation(of: tool))"
    case .unlaunchable(let target, let command, let reason):
      "\(target): could not start `\(command)`: \(reason)"
    case .failed(let target, let command, let status, let log, let tail):
      "\(target): `\(command)` ended with \(status); the whole log is \(log), its last \(tail.count) lines:\n"
        + tail.joined(separator: "\n")
    case .noArtifact(let target, let command, let expected, let found, let log):
      "\(target): `\(command)` succeeded, but left \(list(found)) where \(expected) was expected; see \(log)"
    case .noMatch(let target, let pattern):
      "\(target): no file matches \(pattern); build it first, or correct `artifact:` in Matrix.yaml."
    case .severalMatches(let target, let pattern, let found):
      "\(target): \(found.count) files match \(pattern), and one is expected: \(list(found)). "
        + "Remove the others or make the pattern narrower."
    case .notBuilt(let target, let command):
      "\(target): not built since its sources changed, and --no-build was given; build it with: \(command)"
    case .unreadable(let path, let reason): "could not read \(path): \(reason)"
    case .artifactTooLarge(let path, let most): "\(path) was not read: it has more than \(most)"
    case .unwritable(let path, let reason): "could not write \(path): \(reason)"
    case .cancelled(let target): "\(target): the build was cancelled"
    case .late(let target, let command, let seconds, let log):
      "\(target): `\(command)` had not ended after \(seconds) s and was killed; see \(log), or pack the folder yourself and "
        + "name the .tgz."
    case .noPackage(let target, let folder):
      "\(target): there is no package.json in \(folder), so it is no npm package; name the folder that has one."
    case .incompletePackage(let target, let path, let missing):
      "\(target): \(path) has no \(missing.map { "`\($0)`" }.joined(separator: " and no ")), and npm packs nothing "
        + "without; add \(missing.count == 1 ? "it" : "them")."
    case .unexpectedFolder(let target, let path, let kind):
      "\(target): \(path) is a folder, and an artifact of kind \(kind) is a file; name the file."
    case .noTriple(let target, let folder, let found):
      "\(target): cargo builds for \(found ?? "this machine") in \(folder), and a wasm target was expected; name it in "
        + "\(folder)/.cargo/config.toml: [build] target = \"wasm32-unknown-unknown\", or \"wasm32-wasip1\" for a command."
    case .missingWasmTarget(let target, let triple, let searched):
      "\(target): the Rust target \(triple) is not installed, neither in \(searched.joined(separator: " nor in ")); "
        + "install it with: rustup target add \(triple), or with: make install-tools"
    case .bindgenMismatch(let target, let crate, let command):
      "\(target): the crate wasm-bindgen is \(crate) and the command wasm-bindgen in PATH is \(command); they have to be "
        + "the same. Install the command of that version: cargo install wasm-bindgen-cli --version \(crate)"
    }
  }

  private func installation(of tool: String) -> String {
    switch tool {
    case "node", "npm", "npx": "apt-get install nodejs npm, or from https://nodejs.org"
    case "wasm-pack": "cargo install wasm-pack"
    case "wasm-ld": "apt-get install lld"
    default: "make install-tools"
    }
  }

  private func list(_ found: [String]) -> String {
    found.isEmpty ? "nothing" : found.joined(separator: ", ")
  }
}
