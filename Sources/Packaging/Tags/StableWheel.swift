import Model

/// The modules of a wheel that promise the stable ABI, by its tags or by their names.
struct StableWheel {
  private let wheel: Wheel
  private let modules: [LoadedModule]
  /// The tags that say abi3 or abi3t.
  private let tags: [WheelTag]

  /// Nil where nothing in the wheel promises it.
  init?(_ wheel: Wheel, _ modules: [LoadedModule]) {
    tags = wheel.tags.filter(\.isStable)
    // One with a suffix of CPython's own is imported by that CPython alone.
    self.modules = modules.filter { [tags] module in
      module.hasStableSuffix || (module.name.soabi == nil && !tags.isEmpty)
    }
    self.wheel = wheel
    guard !self.modules.isEmpty else { return nil }
  }

  func defects(_ table: StableABI) -> [Defect] {
    let own = Self.own(wheel)
    return once(modules.flatMap { promise($0, table, own).defects })
  }

  private func promise(_ module: LoadedModule, _ table: StableABI, _ own: Set<String>) -> StablePromise {
    guard let tag = tags.min(by: { $0.pythonVersion ?? .latest < $1.pythonVersion ?? .latest }) else {
      return StablePromise(
        path: module.path, image: module.image, promise: "its name", oldest: nil, table: table, own: own,
        severity: .warning)
    }
    // pip doesn't offer the wheel to a Python that METADATA excludes.
    let oldest = tag.pythonVersion.map { max($0, required ?? $0) }
    return StablePromise(
      path: module.path, image: module.image, promise: "the tag \(tag.python)-\(tag.abi)", oldest: oldest, table: table,
      own: own, severity: .error)
  }

  /// The `>=3.9` of Requires-Python.
  private var required: DottedVersion? {
    let specifiers = wheel.metadata?.first("Requires-Python")?.split(separator: ",") ?? []
    return specifiers.compactMap { text in
      let words = text.filter { $0 != " " }
      return words.hasPrefix(">=") ? DottedVersion(parsing: words.dropFirst(2)) : nil
    }.max()
  }

  /// What begins like Python's names and is the wheel's own, in whichever of its files it is defined.
  private static func own(_ wheel: Wheel) -> Set<String> {
    Set(wheel.natives.lazy.flatMap(\.image.symbols).filter { $0.isDefined && $0.isPython }.map(\.name))
  }
}

extension WheelTag {
  /// abi3, and abi3t of the free-threaded builds (PEP 803).
  var isStable: Bool { abi == "abi3" || abi == "abi3t" }

  /// 3.9 of cp39; nil for a tag of no one version, such as py3.
  var pythonVersion: DottedVersion? {
    let digits = python.drop { $0.isLetter }
    guard let major = digits.first?.wholeNumberValue, let minor = Int(digits.dropFirst()) else { return nil }
    return DottedVersion(major, minor)
  }
}

extension DottedVersion {
  fileprivate static let latest = DottedVersion(.max, .max)
}

extension SharedObject {
  /// A file that is named for the stable ABI, in no wheel that would say from which Python on.
  func stable(_ tables: Tables) throws(PackagingError) -> [Defect] {
    guard name.hasSuffix(".abi3.so") || name.hasSuffix(".abi3t.so") else { return [] }
    let own = Set(elf.symbols.lazy.filter { $0.isDefined && $0.isPython }.map(\.name))
    return StablePromise(
      path: name, image: elf, promise: "its name", oldest: nil, table: try tables.stableABI(), own: own,
      severity: .error
    ).defects
  }
}
