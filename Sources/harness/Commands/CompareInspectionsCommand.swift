import ArgumentParser
import Foundation
import Model
import Packaging

/// Holds two inspections against each other for another process of this program.
struct CompareInspectionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare-inspections", abstract: "Compares two inspections for another harness process.",
    shouldDisplay: false)

  @Option var processorSeconds: Int

  /// An `InspectionPair` as JSON on stdin; a comparison on stdout.
  func run() throws {
    try ReaderConfinement(readable: [], processorSeconds: processorSeconds).apply()
    let pair = try JSONDecoder().decode(
      InspectionPair.self, from: FileHandle.standardInput.readDataToEndOfFile())
    let comparison = compare(pair.old, pair.new, budget: pair.budget)
    FileHandle.standardOutput.write(try JSONEncoder().encode(comparison))
  }
}
