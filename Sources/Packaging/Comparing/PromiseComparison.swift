import Model

/// What a release says of itself: its name, for whom it is, under which licence.
struct PromiseComparison {
  let old: Inspection
  let new: Inspection

  init(_ old: Inspection, _ new: Inspection) { (self.old, self.new) = (old, new) }

  var changes: [Change] { name + version + soname + licence + pythons + platforms + engines + nodePlatforms }

  /// PyPA "Names and normalization". A single file's name says nothing: it is the build's.
  private var name: [Change] {
    func normal(_ name: String) -> String {
      guard new.form == .wheel else { return name }
      return name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
    }
    guard new.form.isPackage, let before = old.identity.name, let after = new.identity.name,
      normal(before) != normal(after)
    else { return [] }
    return [
      Change(
        "name-changed", .error,
        "The package was called \(before) and is called \(after): whoever installs the old name gets nothing new.")
    ]
  }

  private var version: [Change] {
    guard let before = old.identity.version, let after = new.identity.version else { return [] }
    if before == after {
      guard old.artifact.sha256 != new.artifact.sha256 else { return [] }
      return [Change("version-same", .information, "Both files say that they are version \(after).")]
    }
    guard let left = Self.numbers(before), let right = Self.numbers(after), right.lexicographicallyPrecedes(left) else {
      return []
    }
    return [
      Change(
        "version-older", .warning, "Version \(after) comes before \(before): the files are given in the wrong order.")
    ]
  }

  /// `1.2.3`; nil of a version with letters in its release, whose order needs all of PEP 440.
  private static func numbers(_ version: String) -> [Int]? {
    var numbers = version.prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) ?? 0 }
    guard version.allSatisfy({ $0.isNumber || $0 == "." }) else { return nil }
    while numbers.last == 0 { numbers.removeLast() }
    return numbers
  }

  /// The dynamic loader looks for the name that a program was linked against: System V gABI, "Shared Object Dependencies".
  private var soname: [Change] {
    guard new.form == .library, let before = old.binaries.first?.soname else { return [] }
    let after = new.binaries.first?.soname
    // A copy that auditwheel renamed is for its own wheel, and its name is that of its content.
    guard before != after, !(BinaryPairs.isRenamed(before) && after.map(BinaryPairs.isRenamed) == true) else {
      return []
    }
    return [
      Change(
        "soname-changed", .error,
        "The SONAME was \(before) and is \(after ?? "gone"): programs that are linked against the old library don't find "
          + "this one.", facts: ["old": .string(before), "new": after.map(Value.string) ?? .null])
    ]
  }

  private var licence: [Change] {
    LicenceComparison(old: old.identity.licence, new: new.identity.licence).changes
  }
}

extension PromiseComparison {
  /// Of Pythons that there are: 3.15 came in October 2026, and Python 3.6 is older than any wheel with a use for it.
  private static let minors = 6...15

  private var pythons: [Change] {
    guard new.form == .wheel, let before = PythonReach(old), let after = PythonReach(new) else { return [] }
    let lost = Self.minors.flatMap { minor in
      PythonReach.lost(minor, before, after)
    }
    guard !lost.isEmpty else { return [] }
    return [
      Change(
        "pythons-narrowed", .error,
        "Python \(lost.listed(12)) could install the old release and can't install this one\(reasons(before, after)).",
        facts: ["lost": lost.value])
    ]
  }

  /// Each that leaves some Python out by itself; both where neither does.
  private func reasons(_ before: PythonReach, _ after: PythonReach) -> String {
    func narrows(_ other: PythonReach) -> Bool { Self.minors.contains { !PythonReach.lost($0, before, other).isEmpty } }
    let byTags = narrows(PythonReach(tags: after.tags, requires: before.requires))
    let byRequires = narrows(PythonReach(tags: before.tags, requires: after.requires))
    let requires = ": Requires-Python was \(old.words) and is \(new.words)"
    let tags =
      "\(byRequires ? "; its" : ": the") tags were \(old.pythonTags) and are \(new.pythonTags), "
      + "unless the release has another file"
    return (byRequires || !byTags ? requires : "") + (byTags ? tags : "")
  }

  private var engines: [Change] {
    guard new.form == .npmPackage, let text = new.identity.requires, let after = NodeRange(parsing: text) else {
      return []
    }
    guard let before = NodeRange(parsing: old.identity.requires ?? "*"),
      let lost = NodeSpan.firstOutside(before.spans, after.spans)
    else { return [] }
    return [
      Change(
        "engines-narrowed", .error,
        "engines.node was \(old.identity.requires ?? "not told") and is \(text): Node \(lost) is left out.",
        facts: ["lost": .string("\(lost)")])
    ]
  }
}

extension PromiseComparison {
  private var platforms: [Change] {
    guard new.form == .wheel else { return [] }
    let before = PlatformReach(old.wheelTags), after = PlatformReach(new.wheelTags)
    return before.lost(in: after).map { Change("platforms-narrowed", .error, $0) }
      + after.lost(in: before, isGain: true).map { Change("platforms-widened", .information, $0) }
  }

  /// package.json's os, cpu and libc: an empty list takes all.
  private var nodePlatforms: [Change] {
    guard new.form == .npmPackage else { return [] }
    let words: [(name: String, isOfIt: (String) -> Bool)] = [
      ("libc", { ["glibc", "musl", "!glibc", "!musl"].contains($0) }),
      ("cpu", { NodePlatform.machine(named: $0.hasPrefix("!") ? String($0.dropFirst()) : $0) != nil }),
    ]
    func list(_ tags: [String], _ name: String) -> Set<String> {
      Set(tags.filter { tag in (words.first { $0.isOfIt(tag) }?.name ?? "os") == name })
    }
    return ["os", "cpu", "libc"].compactMap { name in
      let before = list(old.identity.tags, name), after = list(new.identity.tags, name)
      guard !after.isEmpty, before.isEmpty || !before.isSubset(of: after), before != after else { return nil }
      return Change(
        "platforms-narrowed", .error,
        "package.json's \(name) was \(before.isEmpty ? "open" : before.sorted().listed()) and is "
          + "\(after.sorted().listed()): npm refuses to install it elsewhere.")
    }
  }
}

extension Inspection {
  var wheelTags: [WheelTag] { identity.tags.compactMap { WheelTag.expand($0) }.flatMap(\.self) }

  /// `cp39-abi3`, without the platforms.
  fileprivate var pythonTags: String {
    Set(wheelTags.map { "\($0.python)-\($0.abi)" }).sorted().listed(3)
  }

  fileprivate var words: String { identity.requires.map { "'\($0)'" } ?? "not told" }
}

/// The platforms of a wheel's tags, by architecture and C library with the oldest version that is enough.
struct PlatformReach {
  private var oldest: [String: DottedVersion] = [:]
  private var names: [String: String] = [:]
  private var isForAny = false

  init(_ tags: [WheelTag]) {
    for tag in Set(tags.map(\.platform)).sorted() { add(tag) }
  }

  private mutating func add(_ tag: String) {
    switch PlatformTag(tag) {
    case .any: isForAny = true
    case .manylinux(let glibc, let architecture): note("glibc on \(architecture)", glibc, tag)
    case .musllinux(let musl, let architecture): note("musl on \(architecture)", musl, tag)
    case .android(let api, let architecture): note("Android on \(architecture)", DottedVersion(api, 0), tag)
    // Which C library it needs is not told, so that it is nobody's promise.
    case .linux(let architecture): note("Linux on \(architecture)", DottedVersion(0, 0), tag)
    case .other(let name): addForeign(name)
    }
  }

  private mutating func addForeign(_ name: String) {
    switch ForeignTag(name) {
    case .macOS(let version, let machines)? where !machines.isEmpty:
      for machine in machines { note("macOS on \(machine.foreignName)", version, name) }
    case .iOS(let version, let machine, let isSimulator)?:
      note("iOS\(isSimulator ? "'s simulator" : "") on \(machine.foreignName)", version, name)
    default: note(name, DottedVersion(0, 0), name)
    }
  }

  private mutating func note(_ place: String, _ version: DottedVersion, _ tag: String) {
    guard oldest[place].map({ version < $0 }) ?? true else { return }
    (oldest[place], names[place]) = (version, tag)
  }

  /// What this one installs on and the other does not, in sentences; of a gain, seen from the other side.
  func lost(in other: PlatformReach, isGain: Bool = false) -> [String] {
    if other.isForAny { return [] }
    if isForAny {
      return [
        isGain ? "The wheel is for every platform now." : "The wheel was for every platform, and is not any more."
      ]
    }
    return oldest.sorted { $0.key < $1.key }.compactMap { place, version in
      guard let theirs = other.oldest[place] else {
        return isGain ? "The wheel is for \(place) now." : "The wheel was for \(place), and is not any more."
      }
      guard theirs > version else { return nil }
      let name = place.replacing(" on ", with: " \(isGain ? version : theirs) on ")
      return isGain
        ? "\(name) is enough; it had to be \(theirs)."
        : "It needs \(name), and \(version) was enough: the tag was \(names[place] ?? "") and is \(other.names[place] ?? "")."
    }
  }
}
