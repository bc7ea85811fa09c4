import ArgumentParser
import Foundation
import Reporting

/// How much to say, and to whom.
struct ConsoleOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Only what makes the run fail, and the counts.")
  var quiet = false
  @Flag(name: .shortAndLong, help: "Every cell, passed ones too.")
  var verbose = false

  func reporter(reports: [String], hasMatrix: Bool = true, gate: Bool = false, watch: Stopwatch) -> ConsoleReporter {
    let mode = ConsoleMode.choose(
      isTerminal: Terminal(1).isTerminal, environment: ProcessInfo.processInfo.environment, quiet: quiet,
      verbose: verbose, gate: gate)
    return ConsoleReporter(
      mode: mode, output: DescriptorOutput(1), reports: reports, hasMatrix: hasMatrix,
      elapsed: { watch.seconds })
  }
}

/// Options that every command which asks cells shares.
struct SessionOptions: ParsableArguments {
  @Option(help: "Folder of results.json, junit.xml and logs. Default: .harness beside Matrix.yaml.")
  var output: String?
  @Option(help: ArgumentHelp("Only cells whose id matches.", valueName: "glob"))
  var only: [String] = []
  @Option(help: ArgumentHelp("No cells whose id matches.", valueName: "glob"))
  var skip: [String] = []
  @Option(help: "Cells at a time; timing probes always run alone. Default: one a core.")
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "Exit 1 for warnings, for what was not established and for a declared host that is missing, too.")
  var gate = false
  @Flag(help: "Stop at the first cell that fails.")
  var failFast = false
  @Flag(help: "A process of its own from the start for every cell; none is forked from one that has started up before.")
  var fresh = false
  @OptionGroup var console: ConsoleOptions

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs takes a number of 1 or more, not \(jobs)") }
  }

  /// Absolute.
  func folder(beside matrix: String) -> String {
    let folder = output ?? URL(fileURLWithPath: matrix).deletingLastPathComponent().path + "/.harness"
    return URL(fileURLWithPath: folder).standardizedFileURL.path
  }
}
