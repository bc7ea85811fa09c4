import Model

/// The Pythons that a wheel is installed on, by its tags and Requires-Python.
struct PythonReach {
  let tags: [WheelTag]
  let requires: PythonRange?

  init(tags: [WheelTag], requires: PythonRange?) { (self.tags, self.requires) = (tags, requires) }

  /// Nil where it says neither.
  init?(_ inspection: Inspection) {
    tags = inspection.wheelTags
    requires = inspection.identity.requires.flatMap(PythonRange.init(parsing:))
    if tags.isEmpty, requires == nil { return nil }
  }

  /// Of a minor version of Python 3 what the one has and the other doesn't: `3.8`, or `3.9.1` where only some are lost.
  static func lost(_ minor: Int, _ before: PythonReach, _ after: PythonReach) -> [String] {
    let patches = Set([0, 99] + [before, after].flatMap { $0.requires?.patches(of: minor) ?? [] }).sorted()
    var lost: [String] = []
    for isFreeThreaded in minor >= 13 ? [false, true] : [false] {
      let had = patches.filter { before.takes(minor, $0, isFreeThreaded) }
      let gone = had.filter { !after.takes(minor, $0, isFreeThreaded) }
      let suffix = isFreeThreaded ? "t" : ""
      if !gone.isEmpty, gone.count == had.count {
        lost.append("3.\(minor)\(suffix)")
      } else {
        lost += gone.map { "3.\(minor).\($0)\(suffix)" }
      }
    }
    return lost
  }

  private func takes(_ minor: Int, _ patch: Int, _ isFreeThreaded: Bool) -> Bool {
    guard requires?.contains([3, minor, patch]) ?? true else { return false }
    return tags.isEmpty || tags.contains { $0.fits(DottedVersion(3, minor), isFreeThreaded: isFreeThreaded) }
  }
}

/// A specifier set as Requires-Python has it, of final releases: PyPA "Version specifiers" (PEP 440).
struct PythonRange: Equatable {
  private struct Clause: Equatable {
    var sign: String
    var numbers: [Int]
    var isPrefix: Bool
  }
  private var clauses: [Clause] = []

  /// Nil where it is none, or compares what is no number.
  init?(parsing text: String) {
    guard text.utf8.count <= 1024 else { return nil }
    for part in text.split(separator: ",") {
      let part = part.filter { !$0.isWhitespace }
      guard !part.isEmpty else { continue }
      let sign = part.prefix { "<>=!~".contains($0) }
      var version = part.dropFirst(sign.count)
      let isPrefix = version.hasSuffix(".*")
      if isPrefix { version = version.dropLast(2) }
      let numbers = version.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
      guard !numbers.isEmpty, numbers.count <= 8, numbers.allSatisfy({ ($0 ?? -1) >= 0 }),
        ["<", ">", "<=", ">=", "==", "!=", "~=", "==="].contains(String(sign))
      else { return nil }
      clauses.append(Clause(sign: String(sign), numbers: numbers.compactMap(\.self), isPrefix: isPrefix))
    }
  }

  /// Third numbers that clauses name, with their neighbours: there its answer changes.
  func patches(of minor: Int) -> [Int] {
    clauses.compactMap { clause in
      guard clause.numbers.count > 2, clause.numbers[0] == 3, clause.numbers[1] == minor, clause.numbers[2] < 99 else {
        return nil
      }
      return clause.numbers[2]
    }.flatMap { [max(0, $0 - 1), $0, $0 + 1] }
  }

  func contains(_ version: [Int]) -> Bool { clauses.allSatisfy { Self.holds($0, version) } }

  private static func holds(_ clause: Clause, _ version: [Int]) -> Bool {
    let order = order(version, clause.numbers)
    let begins = version.prefix(clause.numbers.count).elementsEqual(clause.numbers)
    switch clause.sign {
    case ">=": return order >= 0
    case ">": return order > 0
    case "<=": return order <= 0
    case "<": return order < 0
    case "~=": return order >= 0 && version.starts(with: clause.numbers.dropLast())
    case "!=": return clause.isPrefix ? !begins : order != 0
    default: return clause.isPrefix ? begins : order == 0
    }
  }

  /// As numbers of equal length, the shorter one filled with zeros.
  private static func order(_ left: [Int], _ right: [Int]) -> Int {
    for index in 0..<max(left.count, right.count) {
      let difference = (index < left.count ? left[index] : 0) - (index < right.count ? right[index] : 0)
      if difference != 0 { return difference < 0 ? -1 : 1 }
    }
    return 0
  }
}
