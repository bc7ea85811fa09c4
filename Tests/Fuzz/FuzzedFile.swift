import Foundation
import Model
import Packaging

/// A file as it is given to the readers.
struct FuzzedFile {
  let name: String
  let kind: ArtifactKind
  let bytes: [UInt8]
  var header: [UInt8]?

  init(_ name: String, _ kind: ArtifactKind, _ bytes: [UInt8]) {
    (self.name, self.kind, self.bytes) = (name, kind, bytes)
  }

  /// Writes it into the scratch folder; of two that are there together, each into a folder of its own.
  func written(_ folder: String = "one") -> Artifact {
    let folder = "\(Scratch.folder)/\(folder)"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var artifact = Artifact(path: "\(folder)/\(name)", sha256: "")
    write(bytes, to: artifact.path)
    if let header {
      write(header, to: "\(folder)/words.h")
      artifact.header = "\(folder)/words.h"
    }
    return artifact
  }

  private func write(_ bytes: [UInt8], to path: String) {
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { fatalError("no room for \(path)") }
  }
}

extension FuzzedFile {
  static func package(_ bytes: [UInt8]) -> FuzzedFile { FuzzedFile("words-1.0.0.tgz", .nodeAddon, bytes) }

  static func package(tar: [UInt8]) -> FuzzedFile? {
    archive(.gzip, [PackedMember(path: "words.tar", bytes: tar)]).map(package)
  }

  static func package(_ members: [PackedMember]) -> FuzzedFile? { archive(.tarball, members).map(package) }

  static func wheel(_ members: [PackedMember], tag: String = "cp311-abi3-manylinux_2_17_x86_64") -> FuzzedFile? {
    archive(.zip(isEncrypted: false), members).map { FuzzedFile("words-1.0-\(tag).whl", .wheel, $0) }
  }

  /// libarchive packs no name that is empty, and nothing else is wrong with what is packed here.
  private static func archive(_ format: ArchiveWriter.Format, _ members: [PackedMember]) -> [UInt8]? {
    try? ArchiveWriter(format: format, name: "words").write(members)
  }
}

extension FuzzedFile {
  private static let folder = "words-1.0.dist-info"

  /// The files that every wheel has, but RECORD.
  static let information = [
    PackedMember(path: "\(folder)/METADATA", bytes: Array("Metadata-Version: 2.1\nName: words\nVersion: 1.0\n".utf8)),
    PackedMember(
      path: "\(folder)/WHEEL",
      bytes: Array("Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp311-abi3-manylinux_2_17_x86_64\n".utf8)),
  ]

  static func wheel(headers input: [UInt8]) -> FuzzedFile? {
    wheel(
      zip(["METADATA", "RECORD", "WHEEL"], texts(input, 3)).map { PackedMember(path: "\(folder)/\($0)", bytes: $1) }
        + [PackedMember(path: "words/__init__.py", bytes: [])])
  }

  static func wheel(stub input: [UInt8]) -> FuzzedFile? {
    wheel(
      zip(["_native.pyi", "__init__.py"], texts(input, 2)).map { PackedMember(path: "words/\($0)", bytes: $1) } + [
        PackedMember(path: "words/_native.abi3.so", bytes: Compiler.library),
        PackedMember(path: "words/py.typed", bytes: []),
      ] + information)
  }

  static func package(texts input: [UInt8], _ kind: FuzzedKind) -> FuzzedFile? {
    var texts = [
      "package.json": #"{"name": "words", "version": "1.0.0", "main": "index.js", "types": "index.d.ts"}"#,
      "index.js": "module.exports = require('./words.node')",
      "index.d.ts": "export function count(text: string): number",
    ].mapValues { Array($0.utf8) }
    let names = ["package.json", "index.js", "index.d.ts"]
    // The one that it is about stands first, and those that follow are optional.
    let first = kind == .manifest ? 0 : kind == .script ? 1 : 2
    for (index, text) in Self.texts(input, 3).enumerated() { texts[names[(first + index) % 3]] = text }
    return package(
      texts.sorted { $0.key < $1.key }.map { PackedMember(path: "package/\($0.key)", bytes: $0.value) }
        + [PackedMember(path: "package/words.node", bytes: Compiler.library)])
  }

  static func library(header: [UInt8]) -> FuzzedFile {
    var file = FuzzedFile("libwords.so", .cABI, Compiler.library)
    file.header = header
    return file
  }

  /// At most so many, between zero bytes.
  static func texts(_ input: [UInt8], _ most: Int) -> [[UInt8]] {
    input.split(separator: 0, maxSplits: most - 1, omittingEmptySubsequences: false).map(Array.init)
  }
}
