import Model
import Packaging

/// Which runtimes can load an artifact at all; the others skip it.
enum ArtifactFit: Sendable {
  case anywhere
  case wheel([WheelTag])
  /// JavaScript, with or without something native in it.
  case script
  /// Nothing on this machine loads it, for this reason.
  case elsewhere(String)
  /// There is nothing to load, for this reason.
  case nowhere(String)

  init(_ wheel: WheelLoading?) { self = wheel.flatMap { $0.tags.isEmpty ? nil : .wheel($0.tags) } ?? .anywhere }

  /// Nil where it fits; else the verdict that a cell gets unrun, and why.
  func misfit(_ runtime: Runtime) -> Cell.Unrun? {
    switch self {
    case .anywhere: nil
    case .wheel(let tags): misfit(tags, runtime).map { Cell.Unrun(verdict: .skipped, reason: $0) }
    case .script where runtime.host != .wasm: nil
    case .script:
      Cell.Unrun(verdict: .skipped, reason: "the artifact needs a host with JavaScript, which \(runtime.id) is not")
    case .elsewhere(let reason): Cell.Unrun(verdict: .skipped, reason: reason)
    case .nowhere(let reason): Cell.Unrun(verdict: .notEstablished, reason: "there is nothing to load: \(reason)")
    }
  }

  private func misfit(_ tags: [WheelTag], _ runtime: Runtime) -> String? {
    guard runtime.host == .python, let version = DottedVersion(parsing: runtime.version) else { return nil }
    let isFreeThreaded = runtime.capabilities.contains(.freeThreaded)
    if tags.contains(where: { $0.fits(version, isFreeThreaded: isFreeThreaded) }) { return nil }
    let list = Set(tags.map { "\($0.python)-\($0.abi)" }).sorted().joined(separator: ", ")
    return
      "the wheel is for \(list), which \(isFreeThreaded ? "free-threaded " : "")CPython \(version) does not install"
  }
}
