import Model

/// The names that a user can reach, and how they are called.
struct SurfaceComparison {
  let old: Inspection
  let new: Inspection
  private let before: [String: [Inspection.SurfaceItem]]
  private let after: [String: [Inspection.SurfaceItem]]
  private let types: ScriptContext
  private let binaries: BinaryEvidence

  init(_ old: Inspection, _ new: Inspection) {
    (self.old, self.new) = (old, new)
    types = ScriptContext(old.surface, new.surface)
    binaries = BinaryEvidence(old, new)
    before = Self.byName(old)
    after = Self.byName(new)
  }

  private static func byName(_ inspection: Inspection) -> [String: [Inspection.SurfaceItem]] {
    let isOfCython = inspection.binaries.contains { $0.frameworks["cython"] != nil }
    return Dictionary(
      grouping: inspection.surface.filter {
        $0.isPublic && !["inner", "unplaced"].contains($0.evidence) && !(isOfCython && CythonTypes.own($0.name))
      }, by: \.name)
  }

  /// Of one file no more exports than this are told, so that what is missing behind them is not gone.
  private static let mostExports = 1000

  private var isCutOff: Bool {
    if new.surface.count >= PythonSurface.most { return true }
    let exports = new.surface.filter { $0.kind == .export }
    return exports.count >= Self.mostExports
      && Dictionary(grouping: exports, by: \.source).values.contains { $0.count >= Self.mostExports }
  }

  var unmeasured: [String] {
    var reasons: [String] = []
    if isCutOff { reasons.append("The new release exports too many names for all of them to be compared.") }
    if !withoutEvidence.isEmpty, !isDeclarationsOnly {
      reasons.append(
        "\(withoutEvidence.count) names of the old release are of a kind that was not read in the new one.")
    }
    return reasons
      + binaries.unread(missing.filter(isOfBinary)).sorted { $0.key < $1.key }.map { reason, names in
        "\(names.count) name\(names.count == 1 ? "" : "s") of the old release, such as \(names.listed(2)), may be gone: \(reason)."
      }
  }

  var changes: [Change] { removed + undeclared + changed + asked + added }
}

extension SurfaceComparison {
  /// `binary`, `stub` … that the new release was read by. A single file's exports are always read.
  private var evidence: Set<String> {
    let partial = Set(new.surface.filter(\.isPartial).map(\.evidence))
    var read = Set(new.surface.map(\.evidence)).subtracting(partial)
    if read.contains("binary") { read.insert("code") }
    // What package.json says is always read.
    if new.form == .npmPackage { return read.union(["metadata"]) }
    return new.form.isPackage ? read : read.union(["binary", "header"])
  }

  private var missing: [String] {
    isCutOff ? [] : before.keys.filter { after[$0] == nil }.sorted()
  }

  /// Names that the new release has no evidence about, one way or the other.
  private var withoutEvidence: [String] {
    let evidence = evidence
    return missing.filter { name in !(before[name] ?? []).contains { evidence.contains($0.evidence) } }
  }

  private var isDeclarationsOnly: Bool {
    withoutEvidence.allSatisfy { name in
      (before[name] ?? []).allSatisfy { ["stub", "declaration"].contains($0.evidence) }
    }
  }

  private var removed: [Change] {
    let unsure = Set(withoutEvidence), gone = Set(missing).union(before.keys.filter { isOfOtherKind($0) })
    let stubs = StubSilence(old, new)
    return missing.filter {
      !unsure.contains($0) && !Self.isInside($0, gone) && !isInherited($0) && !stubs.covers($0, before[$0] ?? [])
        && !isUnread($0)
    }.compactMap { name in
      guard let item = before[name]?.first else { return nil }
      if stubs.isOfStub(name, before[name] ?? []) { return Self.undeclared(item) }
      return removal(item)
    }
  }

  private func removal(_ item: Inspection.SurfaceItem) -> Change {
    let doubt = doubt(item)
    return Change(
      "\(item.kind.rawValue)-removed", doubt == nil ? .error : .warning,
      "The \(item.kind.rawValue) \(item.name)\(item.called) is gone\(doubt ?? "; \(consequence(item))").",
      member: item.source, facts: ["name": .string(item.name)])
  }

  /// Why it may be there all the same, for the end of a sentence.
  private func doubt(_ item: Inspection.SurfaceItem) -> String? {
    guard isOfBinary(item.name) else { return isNamespace(item) ? Self.hollow : nil }
    if item.kind == .method, binaries.mayBeInherited(item.name) {
      return " from its type, and may be another one's, which it may extend now"
    }
    return binaries.isOfCython(item.name) && (item.kind == .function || item.evidence == "code")
      ? " from what its module defines: code that uses it fails, unless the module takes it from elsewhere" : nil
  }

  private static let hollow =
    " as a file, and has modules in it still: it can be imported, and what its __init__ had is gone"

  /// A folder without `__init__` that has modules is a package all the same: PEP 420.
  private func isNamespace(_ item: Inspection.SurfaceItem) -> Bool {
    item.kind == .module && new.form == .wheel
      && new.surface.contains { $0.kind == .module && $0.name.hasPrefix("\(item.name).") }
  }

  private func isOfBinary(_ name: String) -> Bool {
    new.form == .wheel
      && (before[name] ?? []).allSatisfy { $0.kind != .module && ["binary", "code"].contains($0.evidence) }
  }

  private func isUnread(_ name: String) -> Bool {
    isOfBinary(name) && (binaries.isUnplaced(name) || !binaries.unread([name]).isEmpty)
  }

  private static func undeclared(_ item: Inspection.SurfaceItem) -> Change {
    Change(
      "\(item.kind.rawValue)-removed", .warning,
      "The \(item.kind.rawValue) \(item.name)\(item.called) is declared no more: type checkers refuse code that uses it, "
        + "and it may be gone.", member: item.source, facts: ["name": .string(item.name)])
  }

  /// With a type its methods are gone, and nobody has to be told of each.
  private static func isInside(_ name: String, _ gone: Set<String>) -> Bool {
    var parts = name.split(separator: ".")
    while parts.count > 1 {
      parts.removeLast()
      if gone.contains(parts.joined(separator: ".")) { return true }
    }
    return false
  }

  private func isOfOtherKind(_ name: String) -> Bool {
    guard let earlier = before[name], let later = after[name] else { return false }
    return kindChange(name, earlier, later) != nil
  }

  /// A class that extends another one than before may have it from there, and so may one whose base is read, too.
  private func isInherited(_ name: String) -> Bool {
    // A module of Python's is a file, whatever a stub hands its package on as.
    if new.form == .wheel, before[name]?.contains(where: { $0.kind == .module }) == true { return false }
    guard let dot = name.lastIndex(of: "."), let outer = after[String(name[..<dot])] else { return false }
    if outer.contains(where: { $0.kind == .export }) { return true }
    let bases = Set(outer.flatMap(\.bases))
    let former = Set((before[String(name[..<dot])] ?? []).flatMap(\.bases))
    return bases != former || bases.contains { after["\($0)\(name[dot...])"] != nil }
  }

  private func consequence(_ item: Inspection.SurfaceItem) -> String {
    switch new.form {
    case .library: "a program that uses it can't be linked, and one that was linked before can't be started"
    case .wasmModule: "a host that calls it finds nothing to call"
    case .wheel: "code that \(item.kind == .module ? "imports" : "uses") it fails"
    default: "code that uses it fails"
    }
  }

  /// Stubs that are not shipped any more: the names may still be there.
  private var undeclared: [Change] {
    guard !withoutEvidence.isEmpty, isDeclarationsOnly else { return [] }
    return [
      Change(
        "declarations-dropped", .warning,
        "The new release ships no declarations any more: type checkers know nothing of \(withoutEvidence.count) names, such "
          + "as \(withoutEvidence.listed(3)).", facts: ["names": withoutEvidence.value])
    ]
  }

  /// Properties that what users write down has to have now.
  private var asked: [Change] {
    newlyAsked.sorted().compactMap { name in
      guard let item = after[name]?.first else { return nil }
      return Change(
        "property-required", .warning,
        "\(name)\(item.signature ?? "") is new and has to be there in what is handed in: code that makes one without it "
          + "isn't compiled any more.", member: item.source, facts: ["name": .string(name)])
    }
  }

  private var newlyAsked: Set<String> {
    Set(after.keys.filter { before[$0] == nil && after[$0]?.contains(where: types.isNewlyAsked) == true })
  }

  private var added: [Change] {
    let asked = newlyAsked
    let names = after.filter {
      before[$0.key] == nil && !$0.value.isEmpty && !asked.contains($0.key) && !binaries.wasUnplaced($0.key)
    }
    return Dictionary(grouping: names.keys.sorted()) { names[$0]?.first?.kind ?? .export }
      .sorted { $0.key.rawValue < $1.key.rawValue }.map { kind, names in
        let count = "\(names.count) \(kind.rawValue)\(names.count == 1 ? " is" : "s are")"
        return Change(
          "\(kind.rawValue)-added", .information, "\(count) new: \(names.listed()).", facts: ["names": names.value])
      }
  }
}

extension SurfaceComparison {
  private var changed: [Change] {
    before.keys.sorted().flatMap { name -> [Change] in
      guard let earlier = before[name], let later = after[name] else { return [] }
      if let change = kindChange(name, earlier, later) { return [change] }
      return Set(earlier.map(\.evidence)).sorted().flatMap { evidence in
        signatureChanges(
          name, earlier.filter { $0.evidence == evidence }, later.filter { $0.evidence == evidence }, evidence)
      }
    }
  }

  /// A class can be called as a function can, and a stub may say `def` of what the binary has as a type.
  private func kindChange(
    _ name: String, _ earlier: [Inspection.SurfaceItem], _ later: [Inspection.SurfaceItem]
  ) -> Change? {
    var asked: Set<String> = []
    for item in earlier where !item.isOfUnknownKind && asked.insert(item.evidence).inserted {
      let evidence = item.evidence
      let comparable = later.filter { $0.evidence == evidence && !$0.isOfUnknownKind }
      // Of merged declarations one is enough.
      let kinds = Set(earlier.filter { $0.evidence == evidence }.map(\.kind))
      guard let other = comparable.first, !comparable.contains(where: { kinds.contains($0.kind) }) else { continue }
      let isCallableStill =
        [.function, .method].contains(item.kind) && [.function, .method, .type].contains(other.kind)
        && item.evidence != "declaration"
      return Change(
        "kind-changed", isCallableStill ? .warning : .error,
        "\(name) was a \(item.kind.rawValue) and is a \(other.kind.rawValue).", member: other.source,
        facts: ["name": .string(name)])
    }
    return nil
  }

  /// Of overloads each has to find one that takes what it took.
  private func signatureChanges(
    _ name: String, _ earlier: [Inspection.SurfaceItem], _ later: [Inspection.SurfaceItem], _ evidence: String
  ) -> [Change] {
    let now = later.compactMap(\.signature)
    let kept = Set(now)
    guard !now.isEmpty else { return [] }
    for was in earlier.compactMap(\.signature) where !kept.contains(was) {
      guard let best = fewest(was, now, later, evidence), let worst = best.max(by: { $0.weight < $1.weight }) else {
        continue
      }
      let told = best.filter { $0.weight == worst.weight }
      return [
        Change(
          worst.kind, worst.weight,
          "\(name)\(was) is now \(now.first ?? "")\(now.count > 1 ? " and \(now.count - 1) more" : ""): "
            + "\(told.map(\.reason).listed(3)).", member: later.first?.source, facts: ["name": .string(name)])
      ]
    }
    return []
  }

  /// What breaks of the overload that fits best; the first that fits will do.
  private func fewest(
    _ was: String, _ now: [String], _ later: [Inspection.SurfaceItem], _ evidence: String
  ) -> [SignatureBreak]? {
    var fewest: [SignatureBreak]?
    for candidate in now {
      let breaks = fit(was, candidate, later, evidence).breaks
      if breaks.isEmpty { return [] }
      if fewest.map({ Self.worth(breaks) < Self.worth($0) }) ?? true { fewest = breaks }
    }
    return fewest
  }

  private func fit(
    _ old: String, _ new: String, _ later: [Inspection.SurfaceItem], _ evidence: String
  ) -> CallFit {
    let dialect = dialect(evidence)
    guard dialect == .script, let item = later.first else { return CallFit(dialect, old, new) }
    return CallFit(script: old, new, types, types.way(of: item))
  }

  private static func worth(_ breaks: [SignatureBreak]) -> Int {
    breaks.reduce(0) { $0 + ($1.weight == .error ? 100 : $1.weight == .warning ? 10 : 1) }
  }

  private func dialect(_ evidence: String) -> CallFit.Dialect {
    switch (new.form, evidence) {
    case (_, "header"): .c
    case (_, "declaration"): .script
    case (.wheel, _): .python
    case (.library, _): .c
    default: .exact
    }
  }
}

extension Inspection.SurfaceItem {
  /// How it was read: the last part of `source`.
  /// A module is there where its file is.
  var evidence: String {
    var word = source.split(separator: ":").last ?? ""
    if isPartial { word = word.dropLast(Self.part.count) }
    if word.hasSuffix(Self.shape) { word = word.dropLast(Self.shape.count) }
    return Self.evidences.contains(String(word)) ? String(word) : "member"
  }

  private static let evidences: Set<String> = [
    "binary", "stub", "declaration", "header", "metadata", "script", "inner", "code", "unplaced",
  ]

  /// At the end of how it was read, where there may be more than was read.
  static let part = "-part"
  var isPartial: Bool { source.hasSuffix(Self.part) }

  /// Behind that, of what users may write themselves: an interface, and an alias.
  static let shape = "-shape"
  var isShape: Bool { source.hasSuffix(Self.shape) || source.hasSuffix(Self.shape + Self.part) }

  /// Declarations hand it on from where they weren't read.
  /// A stub's constant may be anything.
  fileprivate var isOfUnknownKind: Bool {
    (kind == .export && ["declaration", "stub"].contains(evidence)) || (kind == .constant && evidence == "stub")
  }

  /// What a class or an interface of a `.d.ts` extends: `Base` of `(limit: number) extends Base<string>`.
  fileprivate var bases: [String] {
    guard kind == .type, evidence == "declaration", let range = signature?.range(of: "extends "), let signature else {
      return []
    }
    return signature[range.upperBound...].split(separator: ",").map {
      String($0.trimmed.prefix { $0 != "<" && $0 != " " })
    }
  }

  /// The signature as part of a sentence.
  fileprivate var called: String { signature.map { $0.hasPrefix("(") ? $0 : "" } ?? "" }

  /// Names that others are meant to use. Python's and JavaScript's convention is the underscore in front; of exports, what
  /// linkers, wasm-bindgen and Rust add for themselves.
  var isPublic: Bool {
    guard kind == .export else {
      let parts = name.split(separator: ".")
      return !isOfSource(parts)
        && parts.allSatisfy { !$0.hasPrefix("_") || ($0.hasPrefix("__") && $0.hasSuffix("__")) }
    }
    if Self.inner.contains(where: { name.hasPrefix($0) }) || Self.isClosure(name) { return false }
    return !name.contains(/::h[0-9a-f]{16}/) && !name.contains(/17h[0-9a-f]{16}E/)
  }

  /// Of a module that is in a wheel because it is in the source: `words.tests.test_count`, `words.setup` of numpy.distutils.
  private func isOfSource(_ parts: [Substring]) -> Bool {
    let modules = kind == .module ? parts.dropFirst() : parts.dropFirst().dropLast()
    return modules.contains { $0 == "tests" || $0 == "conftest" } || (kind == .module && modules.last == "setup")
  }

  /// What wasm-bindgen exports for its own script to call a closure of Rust's by:
  /// `wasm_bindgen__convert__closures_____invoke__h74f3b8694c5b5c04`.
  private static func isClosure(_ name: String) -> Bool {
    name.contains(/^wasm_bindgen_.*_convert__closures/)
      || name.contains(/^_dyn_core__ops__function__.*__h[0-9a-f]{16}$/)
  }

  private static let inner = [
    "_init", "_fini", "_edata", "_end", "__bss_start", "__wbindgen", "__wbg_", "__externref", "__heap_base",
    "__data_end",
    "__indirect_function_table", "__stack_pointer", "_R", "core::", "alloc::", "std::", "<", "typeinfo ",
    "vtable for std::",
    "rust_", "__rust_", "__rustc", "guard variable", "__wasm_call_ctors",
  ]
}
