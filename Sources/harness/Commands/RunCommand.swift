import ArgumentParser
import Foundation
import Model
import Planning
import Reporting

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Builds the targets of Matrix.yaml and asks every cell its question.")

  @Argument(help: "python, a runtime, a target, a probe or its group, or a cell pattern; default: everything.")
  var selectors: [String] = []
  @Option(help: "The matrix.")
  var matrix = "Matrix.yaml"
  @Flag(help: "Use what was built before; never start a packager.")
  var noBuild = false
  @Flag(help: "Run the artifacts' code without network, and without any file of yours but the artifact.")
  var sandbox = false
  @OptionGroup var session: SessionOptions

  func run() async throws {
    let workplace = try Workplace.find()
    let plan = try MatrixFile(path: matrix).plan(
      workplace, Selection(selectors: selectors, only: session.only, skip: session.skip))
    let output = session.folder(beside: matrix)
    let watch = Stopwatch()
    let isolation = sandbox ? try await Isolation.bubblewrap() : .none
    let named = matrix == "Matrix.yaml" ? "" : " --matrix \(matrix)"
    let isolated = sandbox ? " --sandbox" : ""
    let exit = try await RunSession(
      plan: plan, workplace: workplace,
      options: .init(
        output: output, jobs: session.jobs, gate: session.gate, failFast: session.failFast, noBuild: noBuild,
        fresh: session.fresh, sandbox: isolation),
      console: session.console.reporter(reports: ["\(output)/results.json"], gate: session.gate, watch: watch),
      watch: watch,
      repeating: { "harness run\(named)\(isolated) --only '\($0.id)'" }
    ).run()
    throw ExitCode(exit.rawValue)
  }
}

/// A Matrix.yaml with the catalogues it is decoded against.
struct MatrixFile {
  var path: String

  func plan(_ workplace: Workplace, _ selection: Selection) throws -> Plan {
    let decoder = MatrixDecoder(
      probes: workplace.probes, runtimes: workplace.runtimes.runtimes, missing: workplace.runtimes.missing)
    do throws(PlanningError) {
      return try Planner.plan(
        matrix: try decoder.decode(path: path), probes: workplace.probes, runtimes: workplace.runtimes.runtimes,
        missing: workplace.runtimes.missing, selection: selection, file: path)
    } catch { throw Failure(error) }
  }
}
