import ArgumentParser
import Building
import Foundation
import Model
import Packaging
import Reporting
import Running

struct InspectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Tells what is in a file; runs none of it.",
    discussion: """
      Identity and tags, members and sizes, surface, binding framework and version, toolchain, panic strategy, allocator, \
      linkage and the oldest system it runs on, hardening, known bugs of what is in it. `harness check` asks whether any of \
      it is wrong. The file is read by a process of its own under limits.
      """)

  @Argument(help: "A .whl, .so, .node, .tgz, .wasm, or the folder of an npm package or of a wasm bundle.")
  var artifact: String
  @Option(help: "The header of a .so.")
  var header: String?
  @Flag(help: "All of it, as JSON of schema harness-inspection/1.")
  var json = false

  func run() async throws {
    let file = try ArtifactFile(path: artifact, header: header)
    let inspection = try await file.inspect(harnesses: try Workplace.harnessesFolder())
    print(json ? try encoded(inspection) : text(inspection), terminator: "")
    if inspection.form == .unreadable { throw ExitCode(HarnessExit.found.rawValue) }
  }

  private func text(_ inspection: Inspection) -> String {
    let mode = ConsoleMode.choose(
      isTerminal: Terminal(1).isTerminal, environment: ProcessInfo.processInfo.environment, quiet: false, verbose: false
    )
    return InspectionText(colour: mode.colour).text(inspection)
  }

  private func encoded(_ inspection: Inspection) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(inspection), as: UTF8.self) + "\n"
  }
}
