import Model

/// What a system has to have beside the release: libraries, versions of the C library, packages, imports of a module.
struct DependencyComparison {
  let old: Inspection
  let new: Inspection

  init(_ old: Inspection, _ new: Inspection) { (self.old, self.new) = (old, new) }

  var changes: [Change] { libraries + symbolVersions + requirements + imports + features }

  /// glibc's own, and its loader: where one is there, so are all. `libc.musl-x86_64.so.1` is musl's.
  private static let systems = [
    "libc.so", "libm.so", "libdl.so", "libpthread.so", "librt.so", "libutil.so", "libresolv.so", "libanl.so",
    "ld-linux", "ld64.so", "libc.musl-", "libnsl.so",
  ]
  /// The compilers' run time, which manylinux allows and minimal images leave out.
  private static let compilers = ["libgcc_s.so", "libstdc++.so", "libatomic.so", "libgomp.so"]

  private var libraries: [Change] {
    let before = Self.needed(old), after = Self.needed(new)
    let (earlier, later) = (Set(before.keys.map(BinaryPairs.plainName)), Set(after.keys.map(BinaryPairs.plainName)))
    let gone = before.keys.filter { !later.contains(BinaryPairs.plainName($0)) }.sorted()
    let added = after.keys.filter { !earlier.contains(BinaryPairs.plainName($0)) && !Self.isOneOf($0, Self.systems) }
      .sorted()
    return added.map { name in
      let isCompilers = Self.isOneOf(name, Self.compilers)
      return Change(
        "library-added", new.form.isPackage && !isCompilers ? .error : .warning,
        "\(after[name] ?? "") needs \(name), which the package doesn't bring: where the system has none, it can't be loaded.",
        member: after[name], facts: ["library": .string(name)])
    } + (gone.isEmpty ? [] : [Change("library-dropped", .information, "Not needed any more: \(gone.listed()).")])
  }

  private static func isOneOf(_ name: String, _ list: [String]) -> Bool { list.contains { name.hasPrefix($0) } }

  /// Libraries that are not bundled, each with a binary that needs it.
  private static func needed(_ inspection: Inspection) -> [String: String] {
    let bundled = Set(inspection.binaries.flatMap { [$0.soname ?? "", fileName($0.path)] })
    var needed: [String: String] = [:]
    for binary in inspection.binaries where binary.format == nil {
      for name in binary.needed where !bundled.contains(fileName(name)) { needed[name] = needed[name] ?? binary.path }
    }
    return needed
  }

  private static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}

extension DependencyComparison {
  private var symbolVersions: [Change] {
    let before = Self.newest(old), after = Self.newest(new)
    return after.sorted { $0.key < $1.key }.compactMap { family, version in
      guard let earlier = before[family] else {
        guard !old.binaries.isEmpty, family != "GLIBC" else { return nil }
        return Change("symbol-versions-added", .information, "It needs \(family) \(version.text) (\(version.path)).")
      }
      guard earlier.number.lexicographicallyPrecedes(version.number) else { return nil }
      return Change(
        family == "GLIBC" ? "glibc-raised" : "symbol-version-raised",
        isPromised(family, version.number) ? .information : .error,
        "\(version.path) needs \(family)_\(version.text), and \(earlier.text) was enough: an older system can't load it.",
        member: version.path, facts: ["old": .string(earlier.text), "new": .string(version.text)])
    }
  }

  /// The tag says it: whether it was raised is the tag's own question.
  private func isPromised(_ family: String, _ version: [Int]) -> Bool {
    let promises = new.wheelTags.compactMap { tag -> DottedVersion? in
      if case .manylinux(let glibc, _) = PlatformTag(tag.platform) { glibc } else { nil }
    }
    guard let promise = promises.min() else { return false }
    return family != "GLIBC" || !([promise.major, promise.minor].lexicographicallyPrecedes(version))
  }

  private typealias Newest = (text: String, number: [Int], path: String)

  private static func newest(_ inspection: Inspection) -> [String: Newest] {
    var newest: [String: Newest] = [:]
    for binary in inspection.binaries where binary.format == nil {
      for (family, text) in binary.versions {
        let number = text.split(separator: ".").map { Int($0) ?? 0 }
        if newest[family].map({ $0.number.lexicographicallyPrecedes(number) }) ?? true {
          newest[family] = (text, number, binary.path)
        }
      }
    }
    return newest
  }
}

extension DependencyComparison {
  private var requirements: [Change] {
    let before = Self.byName(old.identity.requirements), after = Self.byName(new.identity.requirements)
    let added = after.filter { before[$0.key] == nil }.sorted { $0.key < $1.key }
    let gone = before.keys.filter { after[$0] == nil }.sorted()
    let changed = after.filter { name, text in before[name].map { Self.plain($0) != Self.plain(text) } ?? false }.sorted
    { $0.key < $1.key }
    let extras = changed.filter { Self.isOptional($0.value) && Self.isOptional(before[$0.key] ?? []) }.map(\.key)
    return added.map { name, text in
      let isOptional = Self.isOptional(text)
      return Change(
        "requirement-added", isOptional ? .information : .warning,
        "It requires \(text.listed(2))\(isOptional ? " for an extra" : ", which is installed with it from now on").",
        facts: ["requirement": .string(name)])
    }
      + changed.filter { !extras.contains($0.key) }.map { name, text in
        Change(
          "requirement-changed", .information,
          "It required \((before[name] ?? []).listed(2)) and requires \(text.listed(2)).",
          facts: ["requirement": .string(name)])
      }
      + (extras.isEmpty
        ? [] : [Change("requirement-changed", .information, "Extras require others of \(extras.listed()).")])
      + (gone.isEmpty
        ? [] : [Change("requirement-dropped", .information, "It doesn't require \(gone.listed()) any more.")])
  }

  /// With an extra nobody gets it who doesn't ask for it.
  private static func isOptional(_ lines: [String]) -> Bool {
    lines.allSatisfy { $0.contains("extra ==") || $0.contains("extra==") }
  }

  /// Without what is written one way or another.
  private static func plain(_ lines: [String]) -> [String] {
    lines.map { $0.replacing("'", with: "\"").filter { !$0.isWhitespace && $0 != "(" && $0 != ")" } }.sorted()
  }

  /// All lines of one name together, since a requirement may have several with different markers.
  private static func byName(_ requirements: [String]) -> [String: [String]] {
    var lines: [String: [String]] = [:]
    for line in requirements {
      let isScoped = line.hasPrefix("@")
      let name = (isScoped ? line.dropFirst() : line[...]).prefix {
        $0.isLetter || $0.isNumber || "-_.".contains($0) || (isScoped && $0 == "/")
      }
      let normal = isScoped ? "@\(name)" : name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
      lines[normal, default: []].append(line)
    }
    return lines.mapValues { $0.sorted() }
  }

  /// A host that instantiates the old module doesn't give what only the new one asks for: Core Specification, 4.5.4.
  private var imports: [Change] {
    guard new.form == .wasmModule else { return [] }
    let before = Self.imported(old), after = Self.imported(new)
    let gone = before.subtracting(after).sorted()
    return after.subtracting(before).sorted().map { name in
      Change(
        "import-added", .error,
        "The module imports \(name.replacing("#", with: " ")), which it didn't: a host that doesn't give it can't "
          + "instantiate the module.", facts: ["import": .string(name)])
    } + (gone.isEmpty ? [] : [Change("import-dropped", .information, "\(gone.listed()) is not imported any more.")])
  }

  /// Without what wasm-bindgen writes the script for that it writes beside the module: the names have a hash in them, which is
  /// another one with each version.
  private static func imported(_ inspection: Inspection) -> Set<String> {
    Set(inspection.modules.flatMap(\.importedNames)).filter { imported in
      let name = imported.drop { $0 != "#" }.dropFirst()
      return !name.contains(/^__wbg_.*_[0-9a-f]{16}$/) && !name.hasPrefix("__wbindgen_")
    }
  }

  /// A runtime without one of them refuses the module.
  private var features: [Change] {
    let told = Set(old.modules.flatMap(\.features).map(Self.feature))
    let before = told.union(told.compactMap { Self.parts[$0] })
    let added = Set(new.modules.flatMap(\.features).map(Self.feature)).subtracting(before).sorted()
    guard !added.isEmpty, !old.modules.isEmpty else { return [] }
    return [
      Change(
        "features-added", .warning,
        "It uses \(added.listed()), which it didn't: a WebAssembly runtime without that refuses it.",
        facts: ["features": added.value])
    ]
  }

  /// What LLVM tells by itself since version 20, and is in what stood for it before: WebAssembly's tool-conventions, Lime.md.
  private static let parts = ["bulk-memory": "bulk-memory-opt", "reference-types": "call-indirect-overlong"]

  private static func feature(_ text: String) -> String { text.hasPrefix("+") ? String(text.dropFirst()) : text }
}
