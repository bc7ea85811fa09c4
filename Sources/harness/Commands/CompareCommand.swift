import ArgumentParser
import Foundation
import Judging
import Model
import Reporting

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Holds a release against the one before it; exit 1 where something breaks.",
    discussion: """
      Names that are gone, signatures that old calls don't fit, new libraries and imports, newer versions of the C \
      library, narrower tags, Requires-Python or engines, panic strategy, allocator, hardening, licence and size. What is \
      added is told and is no finding. Both files are read by processes of their own under limits. With --call both are run, \
      in the sandbox of `check`, and asked what the call leaves behind and whether it keeps the host: what the new one has \
      and the old one has not is an error. The call is timed in both, in turn, in five pairs of processes, fifteen where \
      a release differs from itself: a ratio, never a time.
      """)

  @Argument(help: "The release that users have: a .whl, .so, .node, .tgz, .wasm, or a folder of a package or bundle.")
  var old: String
  @Argument(help: "The one that is to follow it.")
  var new: String
  @Option(help: "The header of the old .so.")
  var oldHeader: String?
  @Option(help: "The header of the new .so.")
  var header: String?
  @Option(
    help: ArgumentHelp(
      "Growth past which the size is an error. Default: past 25 % it is a warning.", valueName: "percent"))
  var sizeBudget: String?
  @Option(help: "Code before the calls, as for `check`.")
  var setup = ""
  @Option(help: "A call that both releases are asked about; given several times: an exercise each.")
  var call: [String] = []
  @Option(help: "The error that the call is meant to raise.")
  var raises: String?
  @Option(
    name: .customLong("time-budget"),
    help: ArgumentHelp(
      "Share past which a call that takes longer is an error. Default: past 10 % it is a warning.",
      valueName: "percent"))
  var callTimeBudget: String?
  @Option(help: ArgumentHelp("Installed beside both wheels.", valueName: "requirement"))
  var requires: [String] = []
  @Option(help: "Runtimes to use; default: every one found here that both fit.")
  var host: [String] = []
  @Flag(help: "Run the artifacts' code as you, with all that you may do.")
  var noSandbox = false
  @Flag(help: "All of it, as JSON of schema harness-comparison/1.")
  var json = false
  @Option(help: "Folder for results.json and junit.xml. Default: none is written.")
  var output: String?
  @Flag(help: "Exit 1 for warnings and for what could not be compared, too.")
  var gate = false

  func run() async throws {
    let watch = Stopwatch()
    let started = ISO8601DateFormatter().string(from: Date())
    let comparing = Comparing(
      old: try ArtifactFile(path: old, header: oldHeader), new: try ArtifactFile(path: new, header: header),
      budget: try budget(), workplace: try Workplace.find(), again: command)
    var comparison = try await comparing.comparison()
    let releases = call.isEmpty ? nil : try await releases(comparing)
    let measured = try await releases?.run(watch: watch)
    if let releases, let measured {
      let told = MeasuredComparison(
        old: measured.cells.filter { $0.id.target == "old" }, new: measured.cells.filter { $0.id.target == "new" })
      let timed = try await TimedReleases(releases: releases, budget: try timeBudget()).compared()
      comparison.changes += told.changes + timed.changes
      comparison.unmeasured += told.unmeasured + timed.unmeasured
    }
    let results = try comparing.results(comparison, started: started, seconds: watch.seconds, measured: measured)
    print(json ? try encoded(comparison) : text(comparison), terminator: "")
    if let output { try await write(results, to: output) }
    let exit = Reporting.exitCode(
      for: results, gate: gate, blind: false, declaredHostMissing: false)
    throw ExitCode((comparison.hasUnreadable ? HarnessExit.found : exit).rawValue)
  }

  private func releases(_ comparing: Comparing) async throws -> MeasuredReleases {
    MeasuredReleases(
      old: comparing.old, new: comparing.new, exercises: exercises, requires: requires, hosts: host,
      isolation: noSandbox ? .refused : try await .bubblewrap(), workplace: comparing.workplace, output: nil)
  }

  private var exercises: [Exercise] {
    call.enumerated().map { index, code in
      Exercise(
        name: call.count == 1 ? "call" : "call-\(index + 1)", setup: setup, call: code, raises: raises,
        isAsync: code.contains("await "))
    }
  }

  private func budget() throws -> SizeBudget {
    try sizeBudget.map { SizeBudget(share: try Self.share($0, "--size-budget"), isGiven: true) } ?? .standard
  }

  private func timeBudget() throws -> TimeBudget {
    try self.callTimeBudget.map { TimeBudget(share: try Self.share($0, "--time-budget"), isGiven: true) } ?? .standard
  }

  /// `10%`, `10`, `2.5 %`.
  private static func share(_ text: String, _ option: String) throws -> Double {
    let digits = text.replacing("%", with: "").trimmingCharacters(in: .whitespaces)
    guard let percent = Double(digits), percent.isFinite, percent >= 0 else {
      throw Failure(message: "\(option) takes a percentage such as 10%, not \(text)", exit: .usage)
    }
    return percent / 100
  }

  private func text(_ comparison: Comparison) -> String {
    let mode = ConsoleMode.choose(
      isTerminal: Terminal(1).isTerminal, environment: ProcessInfo.processInfo.environment, quiet: false, verbose: false
    )
    return ComparisonText(colour: mode.colour).text(comparison)
  }

  private func encoded(_ comparison: Comparison) throws -> String {
    String(decoding: try JSONReporter.encoder.encode(comparison), as: UTF8.self) + "\n"
  }

  private func write(_ results: Results, to folder: String) async throws {
    let path = URL(fileURLWithPath: folder).standardizedFileURL.path
    let reporters = Reporters([
      JSONReporter(folder: path, run: results.run, elapsed: { results.run.seconds }), JUnitReporter(folder: path),
    ])
    await reporters.receive(.runFinished(results))
    if let failure = await reporters.failures.first { throw Failure(message: "\(failure)", exit: .broken) }
  }

  private var command: String {
    var words = ["harness", "compare", old, new]
    if let oldHeader { words += ["--old-header", oldHeader] }
    if let header { words += ["--header", header] }
    if let sizeBudget { words += ["--size-budget", sizeBudget] }
    if !setup.isEmpty { words += ["--setup", setup] }
    for code in call { words += ["--call", code] }
    if let raises { words += ["--raises", raises] }
    if let callTimeBudget { words += ["--time-budget", callTimeBudget] }
    for requirement in requires { words += ["--requires", requirement] }
    for id in host { words += ["--host", id] }
    return words.map(\.quotedForShell).joined(separator: " ") + (noSandbox ? " --no-sandbox" : "")
  }
}

extension Comparison {
  /// A gate that can't read what it gates is not open.
  fileprivate var hasUnreadable: Bool { [old, new].contains { $0.form == .unreadable } }
}
