import Model

/// What `harness inspect` prints: one screen of what is in a file, whatever its size; `--json` has all of it.
package struct InspectionText: Sendable {
  /// Binaries, surface items and the like that are shown before `… n more`.
  private static let shown = 6
  private let paint: Paint

  package init(colour: Bool) { paint = Paint(enabled: colour) }

  package func text(_ inspection: Inspection) -> String {
    let rows =
      identity(inspection) + contents(inspection) + inspection.binaries.prefix(Self.shown).flatMap(binary)
      + more(inspection.binaries, "binaries") + inspection.modules.prefix(Self.shown).flatMap(module)
      + more(inspection.modules, "modules") + surface(inspection.surface) + provenance(inspection.provenance)
      + inspection.unread.prefix(Self.shown).map { ("unread", $0) }
    let title = paint(.bold, Printable.line(name(inspection.artifact.path)))
    return ([title] + InspectionRows(paint: paint).lines(rows)).joined(separator: "\n") + "\n"
  }

  private func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  private func more<Item>(_ items: [Item], _ what: String) -> [InspectionRows.Row] {
    items.count > Self.shown ? [("", "… \(items.count - Self.shown) more \(what)")] : []
  }
}

extension InspectionText {
  private func identity(_ inspection: Inspection) -> [InspectionRows.Row] {
    let identity = inspection.identity
    let words = [identity.name, identity.version].compactMap(\.self).joined(separator: " ")
    var rows: [InspectionRows.Row] = [(inspection.form.words, words)]
    if !identity.tags.isEmpty { rows.append(("tags", listed(identity.tags))) }
    if let requires = identity.requires { rows.append(("requires", requires)) }
    if let generator = identity.generator { rows.append(("packed by", generator)) }
    if !inspection.artifact.sha256.isEmpty { rows.append(("sha256", inspection.artifact.sha256)) }
    return rows
  }

  private func contents(_ inspection: Inspection) -> [InspectionRows.Row] {
    let members = inspection.members
    guard members.count > 0 else { return [("size", ByteCount.words(inspection.bytes))] }
    let unpacked = "\(ByteCount.words(members.unpackedBytes)) in \(Figure.count(members.count, "member"))"
    let largest = members.largest.prefix(3).map { ("", "\(ByteCount.words($0.bytes))  \($0.path)") }
    return [("size", "\(ByteCount.words(inspection.bytes)), unpacked \(unpacked)")] + largest
  }

  private func binary(_ binary: Inspection.Binary) -> [InspectionRows.Row] {
    let machine = [binary.format, binary.machine].compactMap(\.self).joined(separator: " ")
    var rows: [InspectionRows.Row] = [
      ("binary", "\(binary.path)  \(machine), \(Figure.count(binary.exports, "export"))\(symbols(binary))")
    ]
    let frameworks = binary.frameworks.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    if !frameworks.isEmpty { rows.append(("  framework", listed(frameworks))) }
    if !binary.toolchain.isEmpty { rows.append(("  built by", listed(binary.toolchain))) }
    if let panic = binary.panic { rows.append(("  panics", panic)) }
    if !binary.allocators.isEmpty { rows.append(("  allocator", listed(binary.allocators))) }
    if !binary.needed.isEmpty { rows.append(("  needs", listed(binary.needed))) }
    let versions = binary.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    if !versions.isEmpty { rows.append(("  oldest", listed(versions))) }
    if let paths = binary.searchPaths, !paths.isEmpty { rows.append(("  searches", listed(paths))) }
    let told = binary.hardening.map(hardening) ?? binary.protections.map(listed) ?? ""
    return told.isEmpty ? rows : rows + [("  hardening", told)]
  }

  private func symbols(_ binary: Inspection.Binary) -> String {
    (binary.isStripped ? ", stripped" : "") + (binary.hasDebugInformation ? ", debugging information" : "")
  }

  private func hardening(_ hardening: Inspection.Hardening) -> String {
    var words = ["RELRO \(hardening.relro.rawValue)", hardening.bindsNow ? "BIND_NOW" : "binds lazily"]
    if hardening.usesStackProtector { words.append("stack protector") }
    if hardening.usesFortify { words.append("FORTIFY") }
    if hardening.hasExecutableStack { words.append("executable stack") }
    if hardening.hasTextRelocations { words.append("text relocations") }
    if let bytes = hardening.staticTLSBytes { words.append("static TLS \(bytes) bytes") }
    if !hardening.searchPaths.isEmpty { words.append("searches \(hardening.searchPaths.joined(separator: ":"))") }
    return words.joined(separator: ", ")
  }

  private func module(_ module: Inspection.WasmUnit) -> [InspectionRows.Row] {
    let counts =
      "\(Figure.count(module.functions, "function")), \(Figure.count(module.imports, "import")), "
      + Figure.count(module.exports, "export")
    var rows: [InspectionRows.Row] = [("module", "\(module.path)  \(ByteCount.words(module.bytes)), \(counts)")]
    let producers = module.producers.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.joined(separator: ", "))" }
    if !producers.isEmpty { rows.append(("  built by", listed(producers))) }
    if !module.features.isEmpty { rows.append(("  features", listed(module.features))) }
    if let minimum = module.minimumMemoryBytes { rows.append(("  memory", memory(minimum, module.maximumMemoryBytes))) }
    return rows
  }

  private func memory(_ minimum: Int, _ maximum: Int?) -> String {
    ByteCount.words(minimum) + (maximum.map { " to \(ByteCount.words($0))" } ?? ", no maximum")
  }

  private func surface(_ items: [Inspection.SurfaceItem]) -> [InspectionRows.Row] {
    guard !items.isEmpty else { return [] }
    let counts = Inspection.SurfaceItem.Kind.allCases.compactMap { kind -> String? in
      let count = items.count { $0.kind == kind }
      return count == 0 ? nil : Figure.count(count, kind.rawValue)
    }
    // What has a signature says most; modules are in the names of all else.
    let telling = items.filter { $0.signature != nil } + items.filter { $0.signature == nil && $0.kind != .module }
    let shown = telling.prefix(Self.shown).map { ("", Self.line("\($0.name)\($0.signature ?? "")")) }
    return [("surface", counts.joined(separator: ", "))] + shown + more(telling, "in --json")
  }

  /// A `.d.ts` may write a whole interface into one signature.
  private static func line(_ text: String) -> String {
    let most = 160
    return text.count > most ? "\(text.prefix(most)) …" : text
  }

  private func provenance(_ provenance: Inspection.Provenance) -> [InspectionRows.Row] {
    var rows: [InspectionRows.Row] = []
    let sources = Dictionary(grouping: provenance.components, by: \.source).sorted { $0.key < $1.key }
    if !sources.isEmpty { rows.append(("components", listed(sources.map { "\($0.value.count) by \($0.key)" }))) }
    if !provenance.sboms.isEmpty { rows.append(("SBOM", listed(provenance.sboms))) }
    if !provenance.buildPaths.isEmpty { rows.append(("built in", listed(provenance.buildPaths))) }
    let bugs = provenance.knownBugs.prefix(Self.shown).map {
      ("known bug", "\($0.id): \($0.component) \($0.version). \($0.summary) \($0.link)")
    }
    return rows + bugs + more(provenance.knownBugs, "known bugs")
  }

  private func listed(_ words: [String]) -> String {
    let most = 8
    return words.prefix(most).joined(separator: ", ") + (words.count > most ? " … \(words.count - most) more" : "")
  }
}

/// Labels in a column of their own, and beside each its text, harmless and on one line.
struct InspectionRows {
  typealias Row = (label: String, text: String)
  let paint: Paint

  func lines(_ rows: [Row]) -> [String] {
    let width = (rows.map(\.label.count).max() ?? 0) + 2
    return rows.map { row in
      let label = row.label + String(repeating: " ", count: width - row.label.count)
      return paint(.dim, row.text.isEmpty ? row.label : label) + Printable.line(row.text, limit: 400)
    }
  }
}

extension Inspection.Form {
  fileprivate var words: String { rawValue.replacing("-", with: " ") }
}

/// Sizes as people read them, in powers of 1,024.
enum ByteCount {
  static func words(_ bytes: Int) -> String {
    if bytes < 1 << 10 { return "\(bytes) B" }
    let (unit, name) = bytes < 1 << 20 ? (10, "KiB") : bytes < 1 << 30 ? (20, "MiB") : (30, "GiB")
    let tenths = (bytes * 10) >> unit
    return "\(tenths / 10).\(tenths % 10) \(name)"
  }
}
