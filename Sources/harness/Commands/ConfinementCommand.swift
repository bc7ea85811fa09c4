import ArgumentParser
import Foundation

/// Confines itself as a reader does, and tells what of it this kernel knows; for `harness doctor`.
struct ConfinementCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confinement", abstract: "Tells how readers are confined.", shouldDisplay: false)

  func run() throws {
    let inForce = try ReaderConfinement(readable: [], processorSeconds: 10).apply()
    FileHandle.standardOutput.write(try JSONEncoder().encode(inForce))
  }
}
