import Model

/// One file of a release, as far as it has to agree with the others.
package struct ReleasePart: Sendable, Equatable, Codable {
  package enum Kind: String, Sendable, Codable { case wheel, npm, addon }

  package var kind: Kind
  /// The last component of its path.
  package var file: String
  package var name: String
  package var version: String
  /// For whom it is: `manylinux x86_64`, `macosx arm64`, `linux x64 musl`; empty where it is for everybody, or doesn't say.
  package var platforms: [String] = []
  /// Of a wheel, `cp311-cp311`.
  package var pythons: [String] = []
  /// What it is written in beside native code, and what says how it is used, with a hash where that has to be the same:
  /// `words/__init__.py`, `words/__init__.pyi`, `entry_points.txt`.
  package var sources: [String: String] = [:]
  /// Native modules by their dotted names, whatever their files are called.
  package var modules: [String] = []
  /// What its native modules offer, read from their binaries: `rpds.HashTrieMap.insert`; none of a format that isn't read.
  package var names: [String] = []
  /// Requires-Python, or engines.node.
  package var requires: String?
  package var dependencies: [String] = []
  /// Of an npm package: what it has installed for one platform, with the versions.
  package var optionalDependencies: [String: String] = [:]
  /// Of binaries that could be read, each once.
  package var panics: [String] = []
  /// `pyo3: 0.28.2`; of binaries that could be read.
  package var frameworks: [String: String] = [:]
}

extension ReleasePart {
  /// Nil for what is of no release that has several files.
  init?(_ content: PackageContent, _ circumstances: Circumstances) {
    switch content {
    case .wheel(let wheel): self.init(wheel)
    case .package(let package): self.init(package)
    case .addon(let addon, _): self.init(addonNamed: addon.path)
    case .foreign(let addon): self.init(addonNamed: addon.path)
    case .library, .module: return nil
    }
    let inspector = Inspector(circumstances: circumstances)
    let inspection =
      circumstances.isOfRelease ? inspector.inspection(content) : inspector.withoutSurface(content)
    panics = Set(inspection.binaries.compactMap(\.panic)).sorted()
    frameworks = inspection.provenance.frameworks
    names = Self.offered(inspection)
  }

  /// Read from the binary, since a stub says the same on every platform; without what is nobody's.
  private static func offered(_ inspection: Inspection) -> [String] {
    let isOfCython = inspection.binaries.contains { $0.frameworks["cython"] != nil }
    let own = inspection.surface.filter { item in
      let last = item.name.split(separator: ".").last ?? ""
      return [.function, .type, .method, .constant].contains(item.kind) && item.source.hasSuffix(":binary")
        && !last.hasPrefix("_") && !(isOfCython && CythonTypes.own(item.name))
    }
    return Set(own.prefix(20_000).map(\.name)).sorted()
  }

  private init(_ wheel: Wheel) {
    self.init(
      kind: .wheel, file: wheel.fileName.printable,
      name: WheelFile.normalizedName(wheel.metadata?.first("Name") ?? wheel.file?.distribution ?? "").printable,
      version: (wheel.metadata?.first("Version") ?? wheel.file?.version ?? "").printable)
    platforms = Set(wheel.tags.flatMap { WheelPlatform.words($0.platform) }).sorted()
    pythons = Set(wheel.tags.map { "\($0.python)-\($0.abi)" }).sorted()
    requires = wheel.metadata?.first("Requires-Python")?.printable
    dependencies = Set(wheel.metadata?.values("Requires-Dist") ?? []).sorted().map(\.printable)
    for member in wheel.members.prefix(50_000) where member.kind == .file { take(member, of: wheel) }
    modules = Array(Set(modules)).sorted()
  }

  private mutating func take(_ member: ArchiveMember, of wheel: Wheel) {
    let path = member.path
    if path.hasSuffix(".dist-info/entry_points.txt") {
      sources["entry_points.txt"] = wheel.notes.digests[path] ?? ""
    } else if path.hasSuffix(".pyi") {
      sources[path.printable] = wheel.notes.digests[path] ?? ""
    } else if path.hasSuffix(".py") {
      // Configuration that is written while building differs, as it should: only that it is there has to agree.
      sources[path.printable] = ""
    } else if let module = Self.module(path) {
      modules.append(module)
    }
  }

  /// `rpds.rpds` of `rpds/rpds.cpython-311-darwin.so`; nil for libraries that were bundled with it.
  private static func module(_ path: String) -> String? {
    guard path.hasSuffix(".so") || path.hasSuffix(".pyd") else { return nil }
    var parts = path.split(separator: "/").map(String.init)
    let bundles = parts.dropLast().contains { $0.hasSuffix(".libs") || $0 == ".dylibs" || $0.hasSuffix(".data") }
    guard !bundles, let file = parts.popLast(), !file.hasPrefix("lib") || file.contains(".cpython-") else { return nil }
    return (parts + [String(file.prefix { $0 != "." })]).joined(separator: ".").printable
  }

  private init(_ package: NodePackage) {
    let manifest = package.manifest
    self.init(
      kind: .npm, file: package.fileName.printable, name: (package.name ?? "").printable,
      version: (manifest?.version ?? "").printable)
    requires = manifest?.nodeRange?.printable
    let words = (manifest?.os ?? []) + (manifest?.cpu ?? []) + (manifest?.libc ?? [])
    platforms = words.isEmpty ? [] : [words.joined(separator: " ").printable]
    dependencies = manifest?.dependencies.sorted().map(\.printable) ?? []
    for member in manifest?.json["optionalDependencies"]?.object ?? [] {
      optionalDependencies[member.key.printable] = (member.value.string ?? "").printable
    }
  }

  /// `words.linux-x64-gnu.node` of napi-rs.
  private init?(addonNamed file: String) {
    let stem = String(file.dropLast(".node".count))
    guard let platform = NodePlatform(suffixOf: stem) else { return nil }
    let words = [platform.system, platform.processor] + (platform.library.map { [$0] } ?? [])
    let name = stem.dropLast(words.joined(separator: "-").count + 1)
    self.init(kind: .addon, file: file.printable, name: String(name).printable, version: "")
    platforms = [words.joined(separator: " ")]
  }
}

/// A wheel's platform without what differs between builds for the same machines.
enum WheelPlatform {
  /// `manylinux x86_64` of `manylinux_2_17_x86_64`; none of `any`.
  static func words(_ tag: String) -> [String] {
    switch PlatformTag(tag) {
    case .any: return []
    case .manylinux(_, let architecture): return ["manylinux \(architecture)"]
    case .musllinux(_, let architecture): return ["musllinux \(architecture)"]
    case .android(_, let architecture): return ["android \(architecture)"]
    case .linux(let architecture): return ["linux \(architecture)"]
    case .other(let other): return foreign(other)
    }
  }

  /// `ios_13_0_arm64_iphoneos`; `macosx_11_0_arm64`, of which `universal2` is two; `win_amd64`.
  private static func foreign(_ tag: String) -> [String] {
    if tag.hasPrefix("ios_") {
      return ["ios \(tag.split(separator: "_").dropFirst(3).joined(separator: " "))".printable]
    }
    guard tag.hasPrefix("macosx_") else { return [tag.printable] }
    if tag.hasSuffix("_universal2") { return ["macosx arm64", "macosx x86_64"] }
    let architecture = tag.split(separator: "_", maxSplits: 3).last.map(String.init) ?? tag
    return ["macosx \(architecture)".printable]
  }
}
