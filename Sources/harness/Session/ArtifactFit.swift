import Model
import Packaging

/// Which runtimes can load an artifact at all; the others skip it.
enum ArtifactFit: Sendable {
  case anywhere
  case wheel([WheelTag])
  /// JavaScript, with or without something native in it.
  case script
  /// There is nothing to load, for this reason.
  case nowhere(String)

  init(_ wheel: Wheel) { self = wheel.file.map { .wheel($0.tags) } ?? .anywhere }

  /// Nil where it fits; else the verdict that a cell gets unrun, and why.
  func misfit(_ runtime: Runtime) -> Cell.Unrun? {
    switch self {
    case .anywhere: nil
    case .wheel(let tags): misfit(tags, runtime).map { Cell.Unrun(verdict: .skipped, reason: $0) }
    case .script where runtime.host != .wasm: nil
    case .script:
      Cell.Unrun(verdict: .skipped, reason: "the artifact needs a host with JavaScript, which \(runtime.id) is not")
    case .nowhere(let reason): Cell.Unrun(verdict: .notEstablished, reason: "there is nothing to load: \(reason)")
    }
  }

  private func misfit(_ tags: [WheelTag], _ runtime: Runtime) -> String? {
    guard runtime.host == .python, let version = DottedVersion(parsing: runtime.version) else { return nil }
    let isFreeThreaded = runtime.capabilities.contains(.freeThreaded)
    if tags.contains(where: { fits($0, version, isFreeThreaded: isFreeThreaded) }) { return nil }
    let list = Set(tags.map { "\($0.python)-\($0.abi)" }).sorted().joined(separator: ", ")
    return
      "the wheel is for \(list), which \(isFreeThreaded ? "free-threaded " : "")CPython \(version) does not install"
  }

  /// PEP 425: what is written in Python fits its version and later ones, and so does an abi3 wheel. PEP 703 and 803: a
  /// free-threaded CPython has an ABI of its own, and a stable one from 3.15 on.
  private func fits(_ tag: WheelTag, _ version: DottedVersion, isFreeThreaded: Bool) -> Bool {
    if tag.python == "py3" { return true }
    let digits = tag.python.drop { $0.isLetter }
    guard digits.first == "3", let minor = Int(digits.dropFirst()) else { return false }
    if tag.python.hasPrefix("py") { return minor <= version.minor }
    guard tag.python.hasPrefix("cp") else { return false }
    switch tag.abi {
    case "abi3": return !isFreeThreaded && minor <= version.minor
    case "abi3t": return isFreeThreaded && minor <= version.minor
    case "none": return minor == version.minor
    default: return minor == version.minor && tag.abi.hasSuffix("t") == isFreeThreaded
    }
  }
}
