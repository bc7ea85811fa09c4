import Foundation
import Model
import Packaging

/// The package probes' controls as files that the fuzzer begins with.
struct Seeds {
  let folder: String

  /// How many there are.
  func pack() throws -> Int {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let probes = Scratch.repository + "/Harnesses/Probes/package"
    let recipes = try FileManager.default.subpathsOfDirectory(atPath: probes).filter { $0.contains("/controls/") }
    return try recipes.sorted().reduce(0) { count, name in
      try self.recipes(probes + "/" + name, name).enumerated().reduce(count) { count, recipe in
        try count + (pack(recipe.element, as: "\(name)-\(recipe.offset)") ? 1 : 0)
      }
    }
  }

  /// Each file of a release; of two releases that are held against each other, the new one.
  private func recipes(_ path: String, _ name: String) throws -> [ControlRecipe] {
    let json = try String(contentsOfFile: path, encoding: .utf8)
    if let pair = try? ControlPair(json: json, name: name) { return [pair.new] }
    let recipe = try ControlRecipe(json: json, name: name)
    return recipe.set.isEmpty ? [recipe] : recipe.set
  }

  /// False for a folder, which is no one file.
  private func pack(_ recipe: ControlRecipe, as name: String) throws -> Bool {
    let work = Scratch.folder + "/pack"
    defer { try? FileManager.default.removeItem(atPath: work) }
    try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
    let packed = try packControl(recipe, into: work, compile: compile)
    guard let kind = FuzzedKind.of(packed.artifact.path) else { return false }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: packed.artifact.path))
    // The fuzzer copies its inputs about: a bomb is a few bytes in any case, what is large is padding.
    guard bytes.count <= 1 << 16 else { return false }
    try (Data([UInt8(kind)]) + bytes).write(
      to: URL(fileURLWithPath: folder + "/" + name.replacing("/", with: "-")))
    return true
  }

  private func compile(_ source: ControlRecipe.Source) throws -> [UInt8] {
    let (input, output) = (Scratch.folder + "/pack/source.c", Scratch.folder + "/pack/library.so")
    try source.c.write(toFile: input, atomically: true, encoding: .utf8)
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["cc", "-shared", "-fPIC", "-fno-builtin", "-w", "-o", output, input] + source.link
    compiler.standardError = FileHandle.nullDevice
    try compiler.run()
    compiler.waitUntilExit()
    return compiler.terminationStatus == 0 ? [UInt8](try Data(contentsOf: URL(fileURLWithPath: output))) : []
  }
}
