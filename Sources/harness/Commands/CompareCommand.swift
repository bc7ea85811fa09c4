import ArgumentParser
import Foundation
import Model
import Reporting

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Holds a release against the one before it; exit 1 where something breaks.",
    discussion: """
      Names that are gone, signatures that old calls don't fit, new libraries and imports, newer versions of the C \
      library, narrower tags, Requires-Python or engines, panic strategy, allocator, hardening, licence and size. What is \
      added is told and is no finding. Both files are read by processes of their own under limits; neither is run.
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
    let comparison = try await comparing.comparison()
    let results = try comparing.results(comparison, started: started, seconds: watch.seconds)
    print(json ? try encoded(comparison) : text(comparison), terminator: "")
    if let output { try await write(results, to: output) }
    let exit = Reporting.exitCode(
      for: results, gate: gate, blind: false, declaredHostMissing: false)
    throw ExitCode((comparison.hasUnreadable ? HarnessExit.found : exit).rawValue)
  }

  /// `10%`, `10`, `2.5 %`.
  private func budget() throws -> SizeBudget {
    guard let text = sizeBudget else { return .standard }
    let digits = text.replacing("%", with: "").trimmingCharacters(in: .whitespaces)
    guard let percent = Double(digits), percent.isFinite, percent >= 0 else {
      throw Failure(message: "--size-budget takes a percentage such as 10%, not \(text)", exit: .usage)
    }
    return SizeBudget(share: percent / 100, isGiven: true)
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
    return words.map(\.quotedForShell).joined(separator: " ")
  }
}

extension Comparison {
  /// A gate that can't read what it gates is not open.
  fileprivate var hasUnreadable: Bool { [old, new].contains { $0.form == .unreadable } }
}
