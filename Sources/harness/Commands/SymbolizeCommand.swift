import ArgumentParser
import Foundation
import Model
import Packaging

/// Names frames for another process of this program: symbol tables and debugging information are the artifact's too.
struct SymbolizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "symbolize", abstract: "Names frames for another harness process.", shouldDisplay: false)

  /// Frames as a JSON array on stdin; the same, with names, on stdout.
  func run() throws {
    try ReaderConfinement(readable: ["/"], writable: []).apply()
    let frames = try JSONDecoder().decode([Frame].self, from: FileHandle.standardInput.readDataToEndOfFile())
    var symbolizer = Symbolizer()
    FileHandle.standardOutput.write(try JSONEncoder().encode(symbolizer.resolve(frames)))
  }
}
