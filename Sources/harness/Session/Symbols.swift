import Model
import Packaging
import SystemPackage

/// Names frames for all cells of a run: a module is opened, and its debugging information unpacked, once.
actor Symbols {
  private var symbolizer = Symbolizer()

  /// The survivors with every frame named that a file on this machine can name, from the allocation out to the host.
  func name(_ survivors: Survivors) -> Survivors {
    var named = survivors
    named.frames = symbolizer.resolve(Self.inside(survivors.frames))
    return named
  }

  /// What lies outside the host's first frame is the host's own start, the same for every call.
  private static func inside(_ frames: [Frame]) -> [Frame] {
    let inside = frames.prefix { !HostKind.programs.contains(FilePath($0.module).lastComponent?.string ?? "") }
    return inside.isEmpty ? frames : Array(inside)
  }
}

extension HostKind {
  fileprivate static let programs: Set<String> = ["python-host", "native-host"]
}
