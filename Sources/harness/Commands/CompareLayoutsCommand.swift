import ArgumentParser
import Foundation
import Packaging

/// Has abidiff hold two C libraries against each other, for another process of this program: it sets itself the limits of a
/// reader, and then is abidiff. Writes what the header has as a line of JSON first: a list of one, or of none.
struct CompareLayoutsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare-layouts", abstract: "Runs abidiff for another harness process.", shouldDisplay: false)

  @Option var abidiff: String
  @Option var old: String
  @Option var new: String
  @Option var header: String?
  @Option var processorSeconds: Int

  func run() throws {
    var confinement = ReaderConfinement(readable: [old, new], processorSeconds: processorSeconds)
    confinement.most = LayoutComparing.memory
    try confinement.setLimits()
    let headers = [header].compactMap(\.self).map { PublicHeaders(path: $0) }
    FileHandle.standardOutput.write(try JSONEncoder().encode(headers) + Data("\n".utf8))
    let number = confinement.become(abidiff, layoutOptions + [old, new])
    throw Failure(message: "\(abidiff) can't be run confined: \(String(cString: strerror(number)))", exit: .broken)
  }
}
