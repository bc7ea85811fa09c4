import ArgumentParser
import Foundation
import Model
import Packaging

/// Reads one artifact's file for another process of this program: the file is hostile, and what it does to a parser ends
/// with the process.
struct ReadArtifactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read-artifact", abstract: "Reads a file for another harness process.", shouldDisplay: false)

  @OptionGroup var reading: ReadingOptions

  func run() throws {
    try reading.answer { readPackage($0) }
  }
}

/// The same for what is in it.
struct InspectArtifactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect-artifact", abstract: "Tells another harness process what is in a file.", shouldDisplay: false)

  @OptionGroup var reading: ReadingOptions

  func run() throws {
    try reading.answer { inspectPackage($0) }
  }
}

struct ReadingOptions: ParsableArguments {
  @Option var path: String
  @Option var header: String?
  @Option var kind: ArtifactKind
  @Option var panic: Contract.Panic?
  @Option var tables: String
  @Flag var ofRelease = false
  @Option var processorSeconds: Int

  /// Reads under confinement and writes the answer to stdout.
  func answer(_ read: (Circumstances) -> some Encodable) throws {
    let headers = header.map { [$0] + HeaderFolder($0).places } ?? []
    try ReaderConfinement(readable: [path, tables] + headers, processorSeconds: processorSeconds).apply()
    let answer = read(
      Circumstances(
        artifact: Artifact(path: path, sha256: "", header: header), kind: kind, contract: Contract(panic: panic),
        tables: Tables(folder: tables), isOfRelease: ofRelease))
    FileHandle.standardOutput.write(try JSONEncoder().encode(answer))
  }
}

extension ArtifactKind: ExpressibleByArgument {}
extension Contract.Panic: ExpressibleByArgument {}
