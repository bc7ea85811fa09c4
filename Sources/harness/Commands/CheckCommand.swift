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
      runtime. A shared library needs its header for calls. With --call the calls are repeated, measured and timed. A \
      wheel without --call is surveyed: its public callables are found, called with plausible values, and what works, and \
      what fails, becomes the exercises. Of other kinds the package and its loading are checked. The artifact's code runs \
      in a sandbox: no network, no file of yours, nothing to write to but a folder that goes away.
      """)

  @Argument(
    help: ArgumentHelp(
      "A .whl, .so, .node, .tgz, .wasm, or the folder of an npm package or of a wasm bundle; all files of a release are "
        + "also held against each other.", valueName: "artifact"))
  var artifacts: [String]
  @Flag(help: "Only the package's own questions, which run none of the artifact.")
  var package = false
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
  @Option(help: ArgumentHelp("Time for a wheel's surface, where there is no --call: 90s, 10m.", valueName: "duration"))
  var budget = "3m"
  @OptionGroup var session: SessionOptions

  func run() async throws {
    let workplace = try Workplace.find()
    let targets = try targets()
    let sandbox = package ? .none : try await isolation()
    let selection = Selection(selectors: package ? ["package"] : [], only: session.only, skip: session.skip)
    let single = targets.count == 1 ? targets.first : nil
    let surveys = single?.kind == .wheel && call.isEmpty && !package
    let plan = try plan(targets, workplace, surveys ? Selection() : selection)
    let output = session.folder(beside: FileManager.default.currentDirectoryPath + "/Matrix.yaml")
    let watch = Stopwatch()
    let exit = try await RunSession(
      plan: plan, workplace: workplace,
      options: .init(
        output: output, jobs: session.jobs, gate: session.gate, failFast: session.failFast, fresh: session.fresh,
        sandbox: sandbox),
      console: session.console.reporter(
        reports: ["\(output)/results.json"], hasMatrix: false, gate: session.gate, watch: watch), watch: watch,
      repeating: { self.command(for: $0) },
      survey: surveys ? try single.map { try survey($0, workplace, selection) } : nil
    ).run()
    throw ExitCode(exit.rawValue)
  }

  private func survey(_ target: Target, _ workplace: Workplace, _ selection: Selection) throws -> WheelSurvey {
    guard let budget = Duration(written: budget), budget > .zero else {
      throw Failure(message: "--budget takes a time such as 90s or 10m, not \(budget)", exit: .usage)
    }
    let command = self
    return WheelSurvey(budget: Double(budget.components.seconds)) { exercises in
      var target = target
      target.exercises = exercises
      return try command.plan([target], workplace, selection)
    }
  }

  private func plan(_ targets: [Target], _ workplace: Workplace, _ selection: Selection) throws -> Plan {
    let catalogue = workplace.runtimes
    let known = catalogue.runtimes.map(\.id) + catalogue.missing.map(\.id)
    if let unknown = host.first(where: { !known.contains($0) }) {
      throw Failure(
        message: "no runtime is called \(unknown); there are \(known.joined(separator: ", "))", exit: .usage)
    }
    do throws(PlanningError) {
      return try Planner.plan(
        matrix: Matrix(targets: targets, known: []), probes: workplace.probes, runtimes: catalogue.runtimes,
        missing: catalogue.missing, selection: selection)
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

  func validate() throws {
    if package, !call.isEmpty {
      throw ValidationError("--package runs nothing, and --call asks for a run: leave out one")
    }
    if artifacts.isEmpty { throw ValidationError("there is no file to check: name one, or all of a release") }
    if artifacts.count > 1, !call.isEmpty || header != nil {
      throw ValidationError("--call and --header are of one artifact: check the files of a release without them")
    }
  }

  /// Each file, and of several the release that they are.
  ///
  /// - Throws: `Failure` where a file is missing, given twice, or of no kind that is known.
  private func targets() throws -> [Target] {
    let parts = try artifacts.map(target)
    if let twice = Dictionary(grouping: parts, by: \.id).first(where: { $0.value.count > 1 })?.key {
      throw Failure(message: "two of the files are called \(twice): give each once", exit: .usage)
    }
    guard let first = parts.first, parts.count > 1 else { return parts }
    // The file with the shortest name: npm's main package has its platforms' names without the platform.
    let name = artifacts.map { release($0) }.min { ($0.count, $0) < ($1.count, $1) } ?? first.id
    let id = parts.contains { $0.id == name } ? "\(name)-release" : name
    return parts + [Target(id: id, kind: first.kind, source: .set(parts), hosts: [])]
  }

  /// `rpds_py-0.30.0` of a wheel, `words-1.0.0` of an npm package.
  private func release(_ path: String) -> String {
    let name = URL(fileURLWithPath: path).lastPathComponent
    if name.hasSuffix(".whl") { return name.split(separator: "-").prefix(2).joined(separator: "-") }
    let ending = [".tgz", ".tar.gz", ".node"].first(where: name.hasSuffix) ?? ""
    return String(name.dropLast(ending.count))
  }

  private func target(_ artifact: String) throws -> Target {
    let file = try ArtifactFile(path: artifact, header: header)
    if file.kind == .cABI, header == nil, !call.isEmpty {
      throw Failure(
        message: "a call into \(artifact) is compiled against its header: name it with --header", exit: .usage)
    }
    return Target(
      id: targetName(of: file.path, isWhole: artifacts.count > 1), kind: file.kind,
      source: .file(file.path.escapingPattern), requires: requires,
      hosts: host, exercises: exercises(), header: file.header)
  }

  private func exercises() -> [Exercise] {
    call.enumerated().map { index, code in
      Exercise(
        name: call.count == 1 ? "call" : "call-\(index + 1)", setup: setup, call: code, after: after, raises: raises,
        isAsync: code.contains("await "), once: once)
    }
  }

  /// This command again for one cell, quoted for a shell; an exercise that was found is one that the command names.
  private func command(for cell: Cell) -> String {
    if let part = part(of: cell) {
      let id = CellID(
        target: targetName(of: part), runtime: cell.id.runtime, probe: cell.id.probe, exercise: cell.id.exercise)
      return command(["harness", "check", part], setup: setup, calls: [], raises: nil, once: once) + " --only '\(id)'"
    }
    var words = ["harness", "check"] + artifacts
    if let header { words += ["--header", header] }
    guard call.isEmpty, let exercise = cell.exercise else {
      return command(words, setup: setup, calls: call, raises: raises, once: once) + " --only '\(cell.id)'"
    }
    let id = CellID(target: cell.id.target, runtime: cell.id.runtime, probe: cell.id.probe, exercise: "call")
    return command(
      words, setup: exercise.setup, calls: [exercise.call], raises: exercise.raises, once: exercise.once)
      + " --only '\(id)'"
  }

  /// The one file of a release that the cell is about; nil where it is about all of them.
  private func part(of cell: Cell) -> String? {
    artifacts.count > 1 ? artifacts.first { targetName(of: $0, isWhole: true) == cell.id.target } : nil
  }

  private func command(_ start: [String], setup: String, calls: [String], raises: String?, once: Bool) -> String {
    var words = start
    if !setup.isEmpty { words += ["--setup", setup] }
    for code in calls { words += ["--call", code] }
    if let after { words += ["--after", after] }
    if let raises { words += ["--raises", raises] }
    for requirement in requires { words += ["--requires", requirement] }
    for id in host { words += ["--host", id] }
    for path in readable { words += ["--readable", path] }
    let flags = (package ? " --package" : "") + (once ? " --once" : "") + (noSandbox ? " --no-sandbox" : "")
    return words.map(\.quotedForShell).joined(separator: " ") + flags
  }
}

extension String {
  /// As a pattern that matches only itself.
  var escapingPattern: String {
    reduce(into: "") { $0 += "*?[\\".contains($1) ? "\\\($1)" : "\($1)" }
  }

  var quotedForShell: String {
    // Pasted, a line is one line: the shells that people type into read `\n` between `$'` and `'`.
    if contains("\n") {
      let escaped = replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n")
      return "$'\(escaped)'"
    }
    let plain = allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=+:,@".contains($0)) }
    return plain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
