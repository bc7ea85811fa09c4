import ArgumentParser
import Foundation
import Model
import Planning
import Reporting

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists probes, runtimes and the cells of Matrix.yaml.")

  @Argument(help: "As for run.")
  var selectors: [String] = []
  @Option(help: "The matrix.")
  var matrix = "Matrix.yaml"

  func run() throws {
    let workplace = try Workplace.find()
    let cells =
      FileManager.default.fileExists(atPath: matrix)
      ? try MatrixFile(path: matrix).plan(workplace, Selection(selectors: selectors)).cells : []
    print(
      renderList(
        probes: workplace.probes, runtimes: workplace.runtimes.runtimes, missing: workplace.runtimes.missing,
        cells: cells), terminator: "")
  }
}
