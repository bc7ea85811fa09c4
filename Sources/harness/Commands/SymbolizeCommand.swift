import ArgumentParser
import Foundation
import Model
import Packaging

/// Names frames for another process of this program: symbol tables and debugging information are the artifact's too.
struct SymbolizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "symbolize", abstract: "Names frames for another harness process.", shouldDisplay: false)

  @Option var processorSeconds: Int

  /// Frames as a JSON array on stdin; the same, with names, on stdout.
  func run() throws {
    let frames = try JSONDecoder().decode([Frame].self, from: FileHandle.standardInput.readDataToEndOfFile())
    let modules = Set(frames.map(\.module))
    try ReaderConfinement(
      readable: modules.flatMap { [$0] + Self.debuggingFiles(of: $0) }, writable: [], processorSeconds: processorSeconds
    ).apply()
    var symbolizer = Symbolizer()
    FileHandle.standardOutput.write(try JSONEncoder().encode(symbolizer.resolve(frames)))
  }

  /// Where `.gnu_debuglink` leads beside a module; /usr/lib/debug is the system's. GDB's manual, "Separate Debug Files".
  private static func debuggingFiles(of module: String) -> [String] {
    let folder = URL(fileURLWithPath: module).deletingLastPathComponent().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return ["\(folder)/.debug"]
      + names.filter { $0.hasSuffix(".debug") && $0 != ".debug" }.prefix(mostBeside).map { "\(folder)/\($0)" }
  }

  /// A folder of everybody's may have any number.
  private static let mostBeside = 100
}
