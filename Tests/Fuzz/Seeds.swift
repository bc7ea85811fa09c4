import Foundation
import Model
import Packaging

/// What the fuzzer begins with: the package probes' controls, whole and taken apart into what each reader reads of them.
struct Seeds {
  /// Gets a folder for each kind.
  let folder: String
  private(set) var counts: [FuzzedKind: Int] = [:]
  private var seen: Set<[UInt8]> = []

  init(folder: String) { self.folder = folder }

  mutating func pack() throws {
    let probes = Scratch.repository + "/Harnesses/Probes/package"
    let names = try FileManager.default.subpathsOfDirectory(atPath: probes).filter { $0.contains("/controls/") }
    for name in names.sorted() {
      let json = try String(contentsOfFile: "\(probes)/\(name)", encoding: .utf8)
      if let pair = try? ControlPair(json: json, name: name) {
        try add(pair)
        continue
      }
      let recipe = try ControlRecipe(json: json, name: name)
      for recipe in recipe.set.isEmpty ? [recipe] : recipe.set { try add(recipe) }
    }
  }

  /// Many controls have the same files: one seed of each.
  private mutating func add(_ kind: FuzzedKind, _ bytes: [UInt8]) throws {
    let input = [kind.byte] + bytes
    // The fuzzer copies its inputs about: a bomb is a few bytes in any case, what is large is padding.
    guard !bytes.isEmpty, input.count <= 1 << 16, seen.insert(input).inserted else { return }
    let place = "\(folder)/\(kind.rawValue)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try Data(input).write(to: URL(fileURLWithPath: "\(place)/\(counts[kind, default: 0])"))
    counts[kind, default: 0] += 1
  }
}

extension Seeds {
  private mutating func add(_ recipe: ControlRecipe) throws {
    let parts = try Parts(recipe)
    for member in parts.members { try add(member) }
    let headers = [recipe.metadata ?? "Metadata-Version: 2.1\nName: words\nVersion: 1.0\n", "", recipe.wheel ?? ""]
    if recipe.kind == .wheel { try add(.metadata, Array(headers.joined(separator: "\0").utf8)) }
    if let manifest = recipe.manifest { try add(.manifest, Array(manifest.utf8)) }
    if let header = recipe.header { try add(.header, Array(header.utf8)) }
    try addWhole(recipe)
  }

  private mutating func add(_ member: PackedMember) throws {
    if let place = Place.index(of: member.path) { return try add(.binary, [UInt8(place)] + member.bytes) }
    guard let kind = Parts.language(of: member.path) else { return }
    try add(kind, member.bytes)
  }

  /// The packed file; a folder is no one file.
  private mutating func addWhole(_ recipe: ControlRecipe) throws {
    let work = Scratch.folder + "/pack"
    defer { try? FileManager.default.removeItem(atPath: work) }
    try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
    let packed = try packControl(recipe, into: work, compile: Compiler.compile)
    let kinds: [(String, FuzzedKind)] = [
      (".whl", .wheel), (".tgz", .tarball), (".so", .library), (".node", .addon), (".wasm", .module),
    ]
    guard let kind = kinds.first(where: { packed.artifact.path.hasSuffix($0.0) })?.1, recipe.kind != .bundle else {
      return
    }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: packed.artifact.path)))
    try add(kind, bytes)
    if kind == .tarball, let tar = try Compiler.unzipped(bytes) {
      try add(.tar, tar)
      try add(.layout, tar)
    }
    try addAnswers(Circumstances(artifact: packed.artifact, kind: packed.kind, tables: Tables(folder: Scratch.tables)))
  }

  private mutating func addAnswers(_ circumstances: Circumstances) throws {
    var circumstances = circumstances
    circumstances.isOfRelease = true
    try add(.answer, [UInt8](JSONEncoder().encode(readPackage(circumstances))))
    try add(.answer, [UInt8](JSONEncoder().encode(inspectPackage(circumstances))))
  }

  private mutating func add(_ pair: ControlPair) throws {
    try add(pair.new)
    let (old, new) = (try Parts(pair.old), try Parts(pair.new))
    for (index, kind) in Releases.languages.enumerated() {
      guard let before = old.text(kind), let after = new.text(kind) else { continue }
      try add(.texts, [UInt8(index)] + before + [0] + after)
    }
    guard let (place, before) = old.binary, let after = new.binary?.bytes else { return }
    let length = (0..<4).map { UInt8(truncatingIfNeeded: before.count >> (8 * $0)) }
    try add(.binaries, [UInt8(place)] + length + before + after)
    guard let report = try Compiler.layouts(before, after) else { return }
    try add(.report, report + [0] + (old.text(.header) ?? []))
  }
}

/// What a control is packed of.
private struct Parts {
  let recipe: ControlRecipe
  let members: [PackedMember]

  init(_ recipe: ControlRecipe) throws {
    self.recipe = recipe
    members = try recipe.members.map { try PackedMember($0, compile: Compiler.compile) }.map { member in
      // A file that is no archive has one, of any name.
      var member = member
      if [.library, .node, .wasm].contains(recipe.kind) { member.path = recipe.file }
      return member
    }
  }

  static func language(of path: String) -> FuzzedKind? {
    let endings: [(String, FuzzedKind)] = [
      (".pyi", .stub), (".d.ts", .declarations), (".d.mts", .declarations), (".d.cts", .declarations), (".js", .script),
      (".cjs", .script), (".mjs", .script), ("package.json", .manifest), (".h", .header),
    ]
    return endings.first { path.hasSuffix($0.0) }?.1
  }

  func text(_ kind: FuzzedKind) -> [UInt8]? {
    let given: String? =
      switch kind {
      case .header: recipe.header
      case .manifest: recipe.manifest
      case .metadata: recipe.metadata
      default: nil
      }
    return given.map { Array($0.utf8) } ?? members.first { Self.language(of: $0.path) == kind }?.bytes
  }

  var binary: (place: Int, bytes: [UInt8])? {
    for member in members {
      if let place = Place.index(of: member.path) { return (place, member.bytes) }
    }
    return nil
  }
}
