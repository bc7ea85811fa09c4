import ArgumentParser
import Foundation
import Model
import Running
import SystemPackage

struct SelfCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "self-check",
    abstract: "Runs every control of every probe on every runtime: each has to pass, or be caught for its named fact.",
    discussion: """
      A control is caught where its finding is told, be it an error or a warning. `harness check` of an artifact with the \
      same defect exits 1 for an error; for a warning it exits 0 unless --gate is given.
      """)

  @Argument(help: "Probes or groups to check, such as package/tag-truth or ownership; default: all.")
  var probes: [String] = []
  @Option(help: ArgumentHelp("Only on these runtimes; default: every one found here.", valueName: "runtime"))
  var host: [String] = []
  @Option(help: "Controls at a time; those of timing probes always run alone.")
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount
  @Flag(help: "In the sandbox of `check`.")
  var sandbox = false
  @Flag(help: "A process of its own from the start for every control.")
  var fresh = false
  @Flag(name: .shortAndLong, help: "Name the controls that came out right, too.")
  var verbose = false

  func run() async throws {
    var workplace = try Workplace.find()
    try workplace.narrow(to: host)
    let wanted = try wanted(of: workplace.probes)
    let isolation = sandbox ? try await Isolation.bubblewrap() : .none
    let wrong = await ControlCheck(
      workplace: workplace, sandbox: isolation.sandbox, jobs: jobs, fresh: fresh, verbose: verbose
    ).run(wanted)
    if wrong > 0 { throw ExitCode(HarnessExit.broken.rawValue) }
  }

  /// - Throws: `Failure` for a word that is neither a probe nor a group.
  private func wanted(of all: [Probe]) throws -> [Probe] {
    func matches(_ probe: Probe, _ word: String) -> Bool { probe.id == word || probe.id.hasPrefix("\(word)/") }
    if let unknown = probes.first(where: { word in !all.contains { matches($0, word) } }) {
      throw Failure(message: "no probe or group is called \(unknown); `harness list` names them", exit: .usage)
    }
    return probes.isEmpty ? all : all.filter { probe in probes.contains { matches(probe, $0) } }
  }
}
