import Foundation
import Judging
import Model
import Planning
import Reporting

/// Two releases of an artifact asked the same questions about the same calls, in one run with its canaries.
struct MeasuredReleases: Sendable {
  /// What is compared: what calls leave behind, and whether they keep the host.
  private var questions: [String] { keepsAHost ? ["ownership", "blocking/host-held"] : ["ownership"] }

  /// A plain C program and a wasm runtime have no lock and no loop: every call keeps them for as long as it runs.
  private var keepsAHost: Bool { target("new", new).loadingHosts.contains { $0 != .native && $0 != .wasm } }

  let old: ArtifactFile
  let new: ArtifactFile
  let exercises: [Exercise]
  let requires: [String]
  let hosts: [String]
  let isolation: Isolation
  let workplace: Workplace
  /// results.json of the run goes there; nil for a folder that goes away.
  let output: String?

  /// - Throws: `Failure` where a runtime is not known, or the run was broken or blind: then nothing was compared.
  func run(watch: Stopwatch) async throws -> Results {
    let folder = output ?? "\(FileManager.default.temporaryDirectory.path)/harness-\(UUID().uuidString)"
    defer { if output == nil { try? FileManager.default.removeItem(atPath: folder) } }
    let exit = try await RunSession(
      plan: try plan(), workplace: workplace,
      options: .init(output: folder, jobs: ProcessInfo.processInfo.activeProcessorCount, sandbox: isolation),
      console: ConsoleReporter(
        mode: ConsoleMode(live: false, colour: false, detail: .quiet), output: Silence(), reports: [], hasMatrix: false,
        elapsed: { watch.seconds }),
      watch: watch, repeating: command
    ).run()
    guard exit == .clean || exit == .found else {
      throw Failure(
        message: "the two releases could not be measured (exit \(exit.rawValue)); --output DIR keeps why", exit: exit)
    }
    do {
      return try JSONDecoder().decode(
        Results.self, from: Data(contentsOf: URL(fileURLWithPath: "\(folder)/results.json")))
    } catch { throw Failure(message: "results.json of the run can't be read: \(error)", exit: .broken) }
  }

  private func plan() throws -> Plan {
    let catalogue = workplace.runtimes
    do throws(PlanningError) {
      return try Planner.plan(
        matrix: Matrix(targets: [target("old", old), target("new", new)], known: []), probes: workplace.probes,
        runtimes: catalogue.runtimes, missing: catalogue.missing, selection: Selection(selectors: questions))
    } catch { throw Failure(error) }
  }

  /// A header that was given for one release serves the calls of the other, too.
  func target(_ id: String, _ file: ArtifactFile) -> Target {
    Target(
      id: id, kind: file.kind, source: .file(file.path.escapingPattern), requires: requires, hosts: hosts,
      exercises: exercises, header: file.header ?? new.header ?? old.header)
  }

  /// One of the two alone.
  private var command: @Sendable (Cell) -> String {
    let (old, new) = (old, new)
    return { cell in
      let file = cell.id.target == "old" ? old : new
      var words = ["harness", "check", file.path]
      if let header = file.header { words += ["--header", header] }
      if let exercise = cell.exercise {
        if !exercise.setup.isEmpty { words += ["--setup", exercise.setup] }
        words += ["--call", exercise.call]
        if let raises = exercise.raises { words += ["--raises", raises] }
      }
      return words.map(\.quotedForShell).joined(separator: " ")
    }
  }
}

/// The comparison is what is told, not each cell.
private struct Silence: TextOutput {
  func write(_ text: String) {}
}
