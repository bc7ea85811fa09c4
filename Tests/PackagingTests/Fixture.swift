import Foundation
import Model
import Packaging
import Testing

/// What the tests make for themselves: folders, shared objects, wheels.
enum Fixture {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static let tables = Tables(folder: "\(repository)/Harnesses/Tables")

  struct CommandFailed: Error {
    var command: [String]
    var status: Int32
  }

  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("packaging-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  static func run(_ command: [String], in folder: String? = nil) throws { _ = try output(command, in: folder) }

  /// What the command writes to stdout. Errors: `CommandFailed` where its status isn't 0.
  static func output(_ command: [String], in folder: String? = nil) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CommandFailed(command: command, status: process.terminationStatus)
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// A shared object with the system's C compiler.
  static func compile(_ source: ControlRecipe.Source) throws -> [UInt8] {
    try withFolder { folder in
      let words = try source.needs.map { soname in
        let path = "\(folder)/\(soname)"
        try Data(compile("", options: ["-Wl,-soname,\(soname)"])).write(to: URL(fileURLWithPath: path))
        return path
      }
      let debug = source.hasDebugInformation ? ["-g"] : []
      return try compile(source.c, options: debug + (words.isEmpty ? [] : ["-Wl,--no-as-needed"] + words) + source.link)
    }
  }

  static func compile(_ source: String) throws -> [UInt8] { try compile(source, options: []) }

  static func compile(_ source: String, options: [String]) throws -> [UInt8] {
    try withFolder { folder in
      try source.write(toFile: "\(folder)/source.c", atomically: true, encoding: .utf8)
      try run(["cc", "-shared", "-fPIC", "-fno-builtin", "-o", "library.so", "source.c"] + options, in: folder)
      return Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/library.so")))
    }
  }

  /// Packs the recipe and returns the defects that one probe sees.
  static func defects(of probe: String, recipe json: String) throws -> [Defect] {
    let recipe = try ControlRecipe(json: json, name: "test")
    return try withFolder { folder in
      let (artifact, kind) = try packControl(recipe, into: folder, compile: compile)
      return defects(of: probe, artifact, kind)
    }
  }

  static func defects(
    of probe: String, _ artifact: Artifact, _ kind: ArtifactKind, _ contract: Contract = Contract()
  ) -> [Defect] {
    let circumstances = Circumstances(artifact: artifact, kind: kind, contract: contract, tables: Fixture.tables)
    return (readPackage(circumstances).answers[probe] ?? []).compactMap {
      if case .defect(let defect) = $0 { defect } else { nil }
    }
  }

  /// Of the files of one release together.
  static func defects(ofSet files: [(artifact: Artifact, kind: ArtifactKind)]) -> [Defect] {
    let readings = files.map {
      readPackage(Circumstances(artifact: $0.artifact, kind: $0.kind, tables: tables, isOfRelease: true))
    }
    return PackageSet.answer(readings).compactMap { if case .defect(let defect) = $0 { defect } else { nil } }
  }

  /// The bytes of a sound wheel with one extension module.
  static func soundWheel() throws -> (name: String, bytes: [UInt8]) {
    let path = "\(Control.folder(of: "tag-truth"))/controls/sound.yaml"
    let recipe = try ControlRecipe(json: try String(contentsOfFile: path, encoding: .utf8), name: path)
    return try withFolder { folder in
      let (artifact, _) = try packControl(recipe, into: folder, compile: compile)
      let name = artifact.path.split(separator: "/").last.map(String.init) ?? ""
      return (name, Array(try Data(contentsOf: URL(fileURLWithPath: artifact.path))))
    }
  }
}
