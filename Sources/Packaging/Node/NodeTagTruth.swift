import Model

/// `package/tag-truth` for npm packages: os, cpu, libc, engines and the names against the addons inside.
struct NodeTagTruth {
  let package: NodePackage
  let manifest: PackageManifest
  let tables: Tables

  /// Why there is nothing to be wrong about; nil where there is.
  static func inapplicable(_ package: NodePackage) -> String? {
    guard package.manifest != nil else { return "there is no package.json, and so no os, cpu, libc or engines" }
    let natives = package.members.count { $0.format.isNative }
    return natives > 0 || WasmFeatureTruth.applies(package)
      ? nil : "there is no native code in the package that os, cpu, libc or engines could be wrong about"
  }

  init?(package: NodePackage, tables: Tables) {
    guard let manifest = package.manifest else { return nil }
    (self.package, self.manifest, self.tables) = (package, manifest, tables)
  }

  /// Errors: `tableUnreadable`.
  func defects() throws(PackagingError) -> [Defect] {
    let platform = platform
    // What package.json is wrong about, the names in a platform package mostly are, too: that is one mistake.
    let names = platform.isEmpty ? package.binaries.compactMap(nameDefect) + package.foreign.compactMap(nameDefect) : []
    return platform + names + instructions
      + (try EngineTruth(package: package, manifest: manifest, tables: tables).defects())
      + (try WasmFeatureTruth(package: package, manifest: manifest, tables: tables).defects())
  }

  private var instructions: [Defect] {
    guard !manifest.isBuiltOnInstall else { return [] }
    return InstructionSetPromise(package.binaries, loaded: Set(addons.map(\.path)), promise: "npm's cpu x64").defects
  }

  private var addons: [Wheel.Binary] { package.binaries.filter { $0.path.hasSuffix(".node") } }

  /// A package may have binaries for several platforms; wrong is one none of whose binaries fits what it says.
  private var platform: [Defect] {
    let binaries = addons.isEmpty ? package.binaries : addons
    guard !manifest.isBuiltOnInstall else { return [] }
    guard let first = binaries.first else { return onlyForeign + foreignMachine }
    if !NodePlatform.elfSystems.contains(where: { Self.allows(manifest.os, $0) }) {
      return [mismatch("os-mismatch", first.path, "os says \(Self.list(manifest.os)), and it is an ELF file")]
    }
    return machine(binaries, first) + library(binaries, first)
  }

  private func machine(_ binaries: [Wheel.Binary], _ first: Wheel.Binary) -> [Defect] {
    let fits = binaries.contains { binary in
      manifest.cpu.allSatisfy { $0.hasPrefix("!") }
        || manifest.cpu.contains { NodePlatform.machine(named: $0).map { $0 == binary.elf.machine } ?? true }
    }
    let isRefused = binaries.allSatisfy { binary in
      manifest.cpu.contains {
        $0.hasPrefix("!") && NodePlatform.machine(named: String($0.dropFirst())) == binary.elf.machine
      }
    }
    guard !fits || isRefused else { return [] }
    return [
      mismatch(
        "machine-mismatch", first.path, "cpu says \(Self.list(manifest.cpu)), and it is built for \(first.elf.machine)")
    ]
  }

  private func library(_ binaries: [Wheel.Binary], _ first: Wheel.Binary) -> [Defect] {
    let fits = binaries.contains { binary in
      manifest.libc.isEmpty || (Self.allows(manifest.libc, "glibc") && !binary.elf.needsMusl)
        || (Self.allows(manifest.libc, "musl") && !binary.elf.needsGlibc)
    }
    guard !fits else { return [] }
    let needed = first.elf.needsMusl ? "musl" : "glibc"
    return [mismatch("libc-mismatch", first.path, "libc says \(Self.list(manifest.libc)), and it needs \(needed)")]
  }

  /// Addons for other systems only, in a package that says it is for Linux.
  private var onlyForeign: [Defect] {
    guard manifest.os.contains("linux"), manifest.os.count == 1 else { return [] }
    return package.members.filter { $0.format == .machO || $0.format == .windows }.prefix(1).map { member in
      Defect(
        kind: "foreign-binary",
        message: "\(member.path) is \(member.format.rawValue), and package.json's os says linux.", member: member.path)
    }
  }

  /// A package for macOS or Windows alone, none of whose addons fits os and cpu.
  private var foreignMachine: [Defect] {
    let addons = package.foreign.filter { $0.path.hasSuffix(".node") && !$0.isManaged }
    guard let first = addons.first, onlyForeign.isEmpty else { return [] }
    let fitting = addons.filter { Self.allows(manifest.os, $0.format == .machO ? "darwin" : "win32") }
    guard !fitting.isEmpty else {
      return [
        mismatch(
          "os-mismatch", first.path, "os says \(Self.list(manifest.os)), and it is a \(first.format.rawValue) file")
      ]
    }
    let fits = fitting.contains { addon in
      let names = ["x64", "arm64", "ia32", "arm"].filter { word in
        addon.images.contains { $0.machine == NodePlatform.machine(named: word) }
      }
      return names.isEmpty || names.contains { Self.allows(manifest.cpu, $0) }
    }
    return fits
      ? []
      : [
        mismatch(
          "machine-mismatch", first.path, "cpu says \(Self.list(manifest.cpu)), and it is built for \(first.machines)")
      ]
  }

  private func nameDefect(_ binary: ForeignBinary) -> Defect? {
    let own = package.foreign.count == 1 && package.binaries.isEmpty ? manifest.name.map { [Substring($0)] } ?? [] : []
    return platform(in: binary.path, own).flatMap { $0.defect(binary) }
  }

  private func platform(in path: String, _ own: [Substring]) -> PlatformName? {
    let parts = path.split(separator: "/").map { $0.hasSuffix(".node") ? $0.dropLast(5) : $0 }
    return (own + parts).lazy.compactMap { part in
      NodePlatform(suffixOf: part).map { PlatformName(name: String(part), platform: $0) }
    }.first
  }

  /// `x.linux-x64-gnu.node`, `prebuilds/linux-x64/x.node`, or the package's own name where it has one binary.
  private func nameDefect(_ binary: Wheel.Binary) -> Defect? {
    let own = package.binaries.count == 1 ? manifest.name.map { [Substring($0)] } ?? [] : []
    return platform(in: binary.path, own).flatMap { $0.defect(binary) }
  }

  private func mismatch(_ kind: String, _ path: String, _ what: String) -> Defect {
    Defect(kind: kind, message: "\(path): package.json's \(what).", member: path)
  }

  /// npm's rule: one that is named, or none that is and not the one that is excluded.
  static func allows(_ list: [String], _ word: String) -> Bool {
    if list.contains("!\(word)") { return false }
    return list.contains(word) || list.contains("any") || list.allSatisfy { $0.hasPrefix("!") }
  }

  private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
