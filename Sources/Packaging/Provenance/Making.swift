import Model

/// Of what, where and by what an artifact was made, gathered from all of its files.
struct Making {
  /// A binary, or a wasm module.
  struct Part {
    var path: String
    var bytes: Int
    var strings: BinaryStrings
    var toolchain: [String]
    var auditedCrates: [Crate]?
    /// There is a list of crates that can't be read.
    var hasDamagedAudit = false
    var debugBytes = 0
  }

  var parts: [Part]
  var notes: PackageNotes

  init(_ content: PackageContent) {
    switch content {
    case .wheel(let wheel):
      parts = Self.parts(wheel.binaries, wheel.foreign) + wheel.modules.map { Part($0.name, $0.wasm) }
      notes = wheel.notes
    case .package(let package):
      parts = Self.parts(package.binaries, package.foreign) + package.modules.map { Part($0.path, $0.wasm) }
      notes = package.notes
    case .library(let object), .addon(_, let object):
      parts = [Part(object.name, object.elf, bytes: object.elf.notes.fileBytes)]
      notes = PackageNotes()
      notes.takeConstants(of: object.elf, at: object.name)
    case .foreign(let binary):
      parts = binary.images.map { Part(binary.path, $0) }
      notes = PackageNotes()
      for image in binary.images { notes.takeConstants(image.notes.secrets, at: binary.path) }
    case .module(let module):
      parts = [Part(module.name, module.wasm)]
      notes = PackageNotes()
      notes.takeConstants(module.wasm.secrets, at: module.name)
    }
  }

  private static func parts(_ binaries: [Wheel.Binary], _ foreign: [ForeignBinary]) -> [Part] {
    binaries.map { Part($0.path, $0.elf, bytes: $0.elf.notes.fileBytes) }
      + foreign.flatMap { binary in binary.images.map { Part(binary.path, $0) } }
  }
}

extension Making.Part {
  init(_ path: String, _ elf: ELFFile, bytes: Int) {
    self.init(
      path: path, bytes: bytes, strings: elf.notes.strings, toolchain: elf.notes.toolchain,
      auditedCrates: elf.notes.auditedCrates, hasDamagedAudit: elf.notes.hasDamagedAudit,
      debugBytes: elf.notes.debugBytes)
  }

  init(_ path: String, _ image: ForeignImage) {
    self.init(
      path: path, bytes: image.notes.fileBytes, strings: image.strings, toolchain: image.notes.toolchain,
      auditedCrates: image.notes.auditedCrates, hasDamagedAudit: image.notes.hasDamagedAudit,
      debugBytes: image.notes.debugBytes)
  }

  init(_ path: String, _ module: WasmModule) {
    self.init(
      path: path, bytes: module.size, strings: module.strings, toolchain: module.toolchain,
      auditedCrates: module.auditedCrates)
  }

  /// Compilers that name themselves, and rustc by its commit where it doesn't.
  func toolchain(_ commits: RustCommits) -> [String] {
    guard !toolchain.contains(where: { $0.contains("rustc ") }) else { return toolchain }
    return toolchain + strings.rustcCommits.map(commits.name).sorted()
  }
}

extension Making {
  /// A crate, and what says that it is in the artifact.
  struct Use: Hashable {
    var crate: Crate
    /// `panic-path`, `auditable`, `sbom`
    var source: String
  }

  /// Crates, those of the surest source first, each once for each source.
  var crates: [Use] {
    let audited = Set(parts.compactMap(\.auditedCrates).joined())
    let named = parts.reduce(into: Set<Crate>()) { $0.formUnion($1.strings.crates) }
    let listed = Set(
      notes.bills.flatMap(\.components).filter { $0.ecosystem == "cargo" }.map {
        Crate(name: $0.name, version: $0.version)
      })
    return [("auditable", audited), ("panic-path", named), ("sbom", listed)].flatMap { source, crates in
      crates.sorted { ($0.name, $0.version) < ($1.name, $1.version) }.map { Use(crate: $0, source: source) }
    }
  }

  /// Components of SBOMs that are no crates.
  private var otherComponents: [Inspection.Component] {
    let found = Set(notes.bills.flatMap(\.components).filter { $0.ecosystem != "cargo" })
    return found.map { Inspection.Component(name: $0.name, version: $0.version, source: "sbom") }
      .sorted { ($0.name, $0.version) < ($1.name, $1.version) }
  }

  /// Folders of the machine that it was built on, and the files that tell.
  var buildFolders: [String: [String]] {
    var found: [String: [String]] = [:]
    for part in parts { for folder in part.strings.buildFolders { found[folder, default: []].append(part.path) } }
    for bill in notes.bills { for folder in bill.folders { found[folder, default: []].append(bill.path) } }
    return found
  }

  func provenance(_ tables: ProvenanceTables?) -> Inspection.Provenance {
    var told = Inspection.Provenance()
    told.toolchain = Set(parts.flatMap { $0.toolchain(tables?.commits ?? RustCommits(commits: [:])) }).sorted()
    told.frameworks = parts.reduce(into: [:]) { $0.merge($1.strings.frameworks) { first, _ in first } }
    told.components =
      crates.map { Inspection.Component(name: $0.crate.name, version: $0.crate.version, source: $0.source) }
      + otherComponents
    told.sboms = notes.bills.map(\.path)
    told.buildPaths = buildFolders.keys.sorted()
    told.knownBugs = tables.map { bugs($0.bugs) }?.map(\.told) ?? []
    return told
  }

  /// Each bug of each crate's version once, by the surest source.
  func bugs(_ known: KnownBugs) -> [FoundBug] {
    var seen: Set<Crate> = []
    return crates.filter { seen.insert($0.crate).inserted }.flatMap { use in
      known.bugs(of: use.crate).map { FoundBug(bug: $0, use: use) }
    }
  }
}

/// A bug that the artifact has, as far as its crates' versions tell.
struct FoundBug {
  var bug: KnownBugs.Bug
  var use: Making.Use

  var told: Inspection.KnownBug {
    Inspection.KnownBug(
      id: bug.id, component: use.crate.name, version: use.crate.version, link: bug.link, summary: "\(bug.summary).")
  }
}
