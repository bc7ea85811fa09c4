import Model

/// For which Pythons a release has wheels on each platform: what one platform has, the others need.
///
/// Each kind of Python for itself: most projects have PyPy and free-threaded Python on a few platforms only, on purpose.
struct WheelCoverage {
  let parts: [ReleasePart]

  private struct Wheel {
    var python: String
    var abi: String
    var platform: String

    /// CPython with a lock and its stable ABI are one kind, since one serves where the other does.
    var kind: String {
      if abi.hasSuffix("t") { return "free-threaded CPython" }
      return python.hasPrefix("cp") ? "CPython" : String(python.prefix { $0.isLetter })
    }

    var minor: Int? { Int(python.drop { $0.isLetter }.dropFirst()) }
    var isStable: Bool { abi == "abi3" }
  }

  private var wheels: [Wheel] {
    parts.flatMap { part in
      part.pythons.flatMap { tag in
        let words = tag.split(separator: "-").map(String.init)
        guard words.count == 2, words[0].hasPrefix("cp") || words[0].hasPrefix("pp") else { return [Wheel]() }
        return part.platforms.map { Wheel(python: words[0], abi: words[1], platform: $0) }
      }
    }
  }

  var defects: [Defect] {
    Dictionary(grouping: wheels, by: \.kind).sorted { $0.key < $1.key }.flatMap { kind, wheels in
      missing(kind, wheels) + mixed(wheels)
    }
  }

  private func missing(_ kind: String, _ wheels: [Wheel]) -> [Defect] {
    let minors = Set(wheels.compactMap(\.minor)).sorted()
    let platforms = Dictionary(grouping: wheels, by: \.platform)
    guard minors.count > 1, platforms.count > 1 else { return [] }
    return platforms.sorted { $0.key < $1.key }.compactMap { platform, own in
      let lacking = minors.filter { minor in
        Self.exists(platform, minor)
          && !own.contains { $0.minor == minor || ($0.isStable && ($0.minor ?? .max) <= minor) }
      }
      guard !lacking.isEmpty else { return nil }
      let present = minors.count { Self.exists(platform, $0) } - lacking.count
      let names = lacking.map { "3.\($0)" }.joined(separator: ", ")
      return Defect(
        kind: "missing-platform", severity: .warning,
        message: "There is no wheel for \(kind) \(names) on \(platform), and there is for "
          + "\(present) other version\(present == 1 ? "" : "s") on it; pip builds from source there, or fails.",
        facts: ["platform": .string(platform), "pythons": .string(names)])
    }
  }

  /// CPython has installers for Windows on ARM from 3.11 on, and for macOS on arm64 from 3.8 on; for
  /// Android and iOS from 3.13 on (PEP 738, PEP 730). Each version of Emscripten's platform is for one Python (PEP 783).
  private static func exists(_ platform: String, _ minor: Int) -> Bool {
    switch platform {
    case let platform where ForeignTag.isOfEmscripten(platform): false
    case let platform where platform.hasPrefix("android ") || platform.hasPrefix("ios "): minor >= 13
    case "win_arm64": minor >= 11
    case "macosx arm64": minor >= 8
    default: true
    }
  }

  /// The stable ABI on some platforms and one Python's on others.
  private func mixed(_ wheels: [Wheel]) -> [Defect] {
    let stable = Set(wheels.filter(\.isStable).map(\.platform))
    let others = Set(wheels.map(\.platform)).subtracting(stable).filter { !ForeignTag.isOfEmscripten($0) }.sorted()
    guard !stable.isEmpty, !others.isEmpty else { return [] }
    return [
      Defect(
        kind: "abi-differs", severity: .warning,
        message:
          "There are wheels of the stable ABI (abi3) for \(stable.sorted().joined(separator: ", ")) and none for "
          + "\(others.joined(separator: ", ")), where a later Python finds no wheel.")
    ]
  }
}
