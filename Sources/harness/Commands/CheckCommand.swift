import ArgumentParser
import Foundation
import Model
import Planning

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Asks a file that somebody else built, without a Matrix.yaml.",
    discussion: """
      A wheel is installed with what it requires into an environment of its own and run on every Python found here; an \
      npm package, an addon or a wasm bundle is laid out as npm would and run on every Node; a .wasm runs on every wasm \
      runtime. A shared library needs its header for calls. With --call the calls are repeated, measured and timed; \
      without, the package and its loading are checked. The artifact's code runs in a sandbox: no network, no file of \
      yours, nothing to write to but a folder that goes away.
      """)

  @Argument(help: "A .whl, .so, .node, .tgz, .wasm, or the folder of an npm package or of a wasm bundle.")
  var artifact: String
  @Option(help: "The header of a .so.")
  var header: String?
  @Option(help: "Code before the calls: Python; JavaScript for Node; C for a .so; calls of exports for a .wasm.")
  var setup = ""
  @Option(
    help:
      "The call, an expression or statements; one with `await` is asynchronous. Given several times: an exercise each.")
  var call: [String] = []
  @Option(help: "Code that has to work after the call.")
  var after: String?
  @Option(help: "The error that the call is meant to raise; for a .so, the value that it returns.")
  var raises: String?
  @Flag(help: "The call may not be repeated.")
  var once = false
  @Option(help: ArgumentHelp("Installed beside a wheel.", valueName: "requirement"))
  var requires: [String] = []
  @Option(help: "Runtimes to use; default: every one found here that the artifact fits.")
  var host: [String] = []
  @Option(
    help: ArgumentHelp("A file or folder of yours that the calls read; the sandbox shows no other.", valueName: "path"))
  var readable: [String] = []
  @Flag(help: "Run the artifact's code as you, with all that you may do.")
  var noSandbox = false
  @OptionGroup var session: SessionOptions

  func run() async throws {
    let workplace = try Workplace.find()
    let target = try target()
    let sandbox = try await isolation()
    let plan = try plan(target, workplace)
    let output = session.folder(beside: FileManager.default.currentDirectoryPath + "/Matrix.yaml")
    let watch = Stopwatch()
    let command = command()
    let exit = try await RunSession(
      plan: plan, workplace: workplace,
      options: .init(
        output: output, jobs: session.jobs, gate: session.gate, failFast: session.failFast, sandbox: sandbox),
      console: session.console.reporter(
        reports: ["\(output)/results.json"], hasMatrix: false, watch: watch), watch: watch,
      repeating: { "\(command) --only '\($0)'" }
    ).run()
    throw ExitCode(exit.rawValue)
  }

  private func plan(_ target: Target, _ workplace: Workplace) throws -> Plan {
    let catalogue = workplace.runtimes
    let known = catalogue.runtimes.map(\.id) + catalogue.missing.map(\.id)
    if let unknown = host.first(where: { !known.contains($0) }) {
      throw Failure(
        message: "no runtime is called \(unknown); there are \(known.joined(separator: ", "))", exit: .usage)
    }
    do throws(PlanningError) {
      return try Planner.plan(
        matrix: Matrix(targets: [target], known: []), probes: workplace.probes, runtimes: catalogue.runtimes,
        missing: catalogue.missing, selection: Selection(selectors: [], only: session.only, skip: session.skip))
    } catch { throw Failure(error) }
  }

  /// - Throws: `Failure` where a sandbox is wanted and can't be had, or what it shall show is not there.
  private func isolation() async throws -> Isolation {
    let paths = readable.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    if let missing = paths.first(where: { !FileManager.default.fileExists(atPath: $0) }) {
      throw Failure(message: "there is no file or folder \(missing) to read", exit: .usage)
    }
    if paths.contains("/") {
      throw Failure(message: "with / readable nothing would be kept from it: say --no-sandbox", exit: .usage)
    }
    return noSandbox ? .refused : try await .bubblewrap(readable: paths)
  }

  /// - Throws: `Failure` where the file is missing or its kind is not one that is known.
  private func target() throws -> Target {
    let path = URL(fileURLWithPath: artifact).standardizedFileURL.path
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(message: "there is no file or folder \(artifact)", exit: .usage)
    }
    let kind = try kind(of: path)
    if kind == .cABI, header == nil, !call.isEmpty {
      throw Failure(
        message: "a call into \(artifact) is compiled against its header: name it with --header", exit: .usage)
    }
    return Target(
      id: identifier(path), kind: kind, source: .file(path.escapingPattern), requires: requires, hosts: host,
      exercises: exercises(), header: header.map { URL(fileURLWithPath: $0).standardizedFileURL.path })
  }

  private func kind(of path: String) throws -> ArtifactKind {
    let name = (path as NSString).lastPathComponent
    if let kind = ArtifactKind(path: path) { return kind }
    throw Failure(
      message: """
        \(name) is none of a wheel (.whl), a shared library (.so), a Node addon (.node), an npm package (.tgz, or a folder \
        with package.json), a wasm module (.wasm) or a wasm bundle (a folder with a .wasm)
        """, exit: .usage)
  }

  /// `rpds_py-0.30.0`: name and version, as far as the file name has them.
  private func identifier(_ path: String) -> String {
    let name = (path as NSString).lastPathComponent
    let parts = name.hasSuffix(".whl") ? name.split(separator: "-").prefix(2).joined(separator: "-") : name
    return parts.replacing("/", with: "_").replacing("*", with: "_")
  }

  private func exercises() -> [Exercise] {
    call.enumerated().map { index, code in
      Exercise(
        name: call.count == 1 ? "call" : "call-\(index + 1)", setup: setup, call: code, after: after, raises: raises,
        isAsync: code.contains("await "), once: once)
    }
  }

  /// This command again, quoted for a shell.
  private func command() -> String {
    var words = ["harness", "check", artifact]
    if let header { words += ["--header", header] }
    if !setup.isEmpty { words += ["--setup", setup] }
    for code in call { words += ["--call", code] }
    if let after { words += ["--after", after] }
    if let raises { words += ["--raises", raises] }
    for requirement in requires { words += ["--requires", requirement] }
    for id in host { words += ["--host", id] }
    for path in readable { words += ["--readable", path] }
    let flags = (once ? " --once" : "") + (noSandbox ? " --no-sandbox" : "")
    return words.map(\.quotedForShell).joined(separator: " ") + flags
  }
}

extension String {
  /// As a pattern that matches only itself.
  var escapingPattern: String {
    reduce(into: "") { $0 += "*?[\\".contains($1) ? "\\\($1)" : "\($1)" }
  }

  var quotedForShell: String {
    let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=+:,@".contains($0)) }
    return plain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
