import ArgumentParser
import Model
import Reporting

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Says what a probe asks, how it measures and how to fix what it finds.")

  @Argument(help: "A probe, such as ownership/call-growth.")
  var probe: String

  func run() throws {
    let workplace = try Workplace.find()
    guard let found = workplace.probes.first(where: { $0.id == probe }) else {
      let ids = workplace.probes.map(\.id).joined(separator: "\n  ")
      throw Failure(message: "no probe is called \(probe); there are\n  \(ids)", exit: .usage)
    }
    print(renderExplain(found), terminator: "")
  }
}
