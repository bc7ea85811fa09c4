/// Why a cell could not be run. What a host does once it runs is an observation, never one of these.
package enum RunningError: Error, Equatable {
  /// `cc` or `c++` is not to be found.
  case compilerMissing(command: String, reason: String)
  /// A host, an instrument or a probe of ours doesn't compile: our fault.
  case hostDoesNotCompile(name: String, command: String, output: String)
  /// The exercise of Matrix.yaml doesn't compile against the artifact's header: its author's fault.
  case exerciseDoesNotCompile(exercise: String, output: String)
  case unreadable(path: String, reason: String)
  case cacheUnwritable(path: String, reason: String)
  /// The probe's folder has no script for this host.
  case probeHasNoScript(probe: String, host: String, path: String)
  case controlOptionsMalformed(path: String, reason: String)
  /// The supervisor could not be started or said nothing: our fault.
  case supervisorFailed(reason: String)
  /// pip refused the artifact or could not get what it requires.
  case installFailed(what: [String], output: String)
  case noInterpreter(runtime: String)
  case noHost(host: String, cell: String)
  /// No bwrap.
  case sandboxMissing(searched: String)
  /// bwrap can't isolate here.
  case sandboxRefused(reason: String)
  /// The headers of the library that a host embeds.
  case noHeaders(library: String, sought: [String])
  /// wasmtime's library, which translates controls in WebAssembly text, isn't there.
  case assemblerMissing(folder: String)
  /// The process that reads an artifact's file could not be started: our fault.
  case readerFailed(reason: String)
}

extension RunningError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .compilerMissing(let command, let reason):
      "the hosts are compiled with `\(command)`, which could not be started: \(reason). Install a C compiler "
        + "(Debian: apt-get install build-essential) or set CC"
    case .hostDoesNotCompile(let name, let command, let output):
      "\(name) of the harness does not compile, which is the harness's fault. `\(command)` said:\n\(output)"
    case .exerciseDoesNotCompile(let exercise, let output):
      "exercise \(exercise) does not compile: "
        + (RunningError.complaints(output).first ?? "the compiler gave no reason")
    case .unreadable(let path, let reason):
      "\(path) could not be read: \(reason)"
    case .cacheUnwritable(let path, let reason):
      "the cache has no room for compiled hosts at \(path): \(reason). Make the folder writable or choose another"
    case .probeHasNoScript(let probe, let host, let path):
      "probe \(probe) says that it runs in the \(host) host, but \(path) is not there. Add the script, or take "
        + "\(host) out of `hosts` in its probe.yaml"
    case .controlOptionsMalformed(let path, let reason):
      "the first line of control \(path) has to be `// exercise: {…}` (`# exercise: {…}` in Python) with JSON: "
        + reason
    case .supervisorFailed(let reason):
      "the supervisor of the host failed, which is the harness's fault: \(reason)"
    case .installFailed(let what, let output):
      "pip could not install \(what.joined(separator: " ")): \(RunningError.lastLines(output))"
    case .noInterpreter(let runtime):
      "runtime \(runtime) names no interpreter that is here, and pip needs one. Add `interpreter` to its description"
    case .readerFailed(let reason):
      "the process that reads the artifact's file could not be run, which is the harness's fault: \(reason)"
    case .noHost(let host, let cell):
      "no host of kind \(host) can run \(cell)"
    case .sandboxMissing(let searched):
      "the artifact's code runs in a sandbox, and bubblewrap (`bwrap`) is not in PATH (\(searched)). Install it (Debian: "
        + "apt-get install bubblewrap), or say --no-sandbox to run the code as you, with all that you may do"
    case .sandboxRefused(let reason):
      "the artifact's code runs in a sandbox, and bubblewrap can not make one here: \(reason). Let this system make user "
        + "namespaces, or say --no-sandbox to run the code as you, with all that you may do"
    case .noHeaders(let library, let sought):
      "the headers of \(library) are not there, neither at \(sought.joined(separator: " nor at ")). They have to be of its "
        + "version; `make install-tools` unpacks both"
    case .assemblerMissing(let folder):
      "controls in WebAssembly text are translated by wasmtime's library, and no _libwasmtime.so is below \(folder): "
        + "run make install-tools"
    }
  }
}

extension RunningError {
  /// The lines of a compiler's output that say what is wrong and where.
  package static func complaints(_ output: String) -> [String] {
    output.split(separator: "\n").filter { $0.contains("error:") }.map(String.init)
  }

  /// What pip says last is why; the rest is its progress.
  private static func lastLines(_ output: String) -> String {
    output.split(separator: "\n").suffix(4).joined(separator: " · ")
  }
}
