import ArgumentParser
import Foundation
import Model
import Packaging

/// Reads one artifact's file for another process of this program: the file is hostile, and what it does to a parser ends
/// with the process.
struct ReadArtifactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read-artifact", abstract: "Reads a file for another harness process.", shouldDisplay: false)

  @Option var path: String
  @Option var sha256: String
  @Option var header: String?
  @Option var kind: ArtifactKind
  @Option var panic: Contract.Panic?
  @Option var tables: String

  func run() throws {
    let headers = header.map { [$0] + HeaderFolder($0).places } ?? []
    try ReaderConfinement(readable: [path, tables] + headers).apply()
    let reading = readPackage(
      Circumstances(
        artifact: Artifact(path: path, sha256: sha256, header: header), kind: kind, contract: Contract(panic: panic),
        tables: Tables(folder: tables)))
    FileHandle.standardOutput.write(try JSONEncoder().encode(reading))
  }
}

extension ArtifactKind: ExpressibleByArgument {}
extension Contract.Panic: ExpressibleByArgument {}
