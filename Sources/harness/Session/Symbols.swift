import Foundation
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

  func name(_ misuse: Misuse) -> Misuse {
    var named = misuse
    named.at = symbolizer.resolve(Self.inside(misuse.at))
    named.allocated = symbolizer.resolve(Self.inside(misuse.allocated))
    named.freed = symbolizer.resolve(Self.inside(misuse.freed))
    return named
  }

  func name(_ refused: Refused) -> Refused { Refused(at: symbolizer.resolve(Self.inside(refused.at))) }

  /// Stacks as hosts write them, `#0 /path/lib.so+0x1234`, with each frame's file and symbol, or its offset.
  func name(stacks text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { named(line: String($0)) }.joined(
      separator: "\n")
  }

  private func named(line: String) -> String {
    guard line.hasPrefix("#"), let space = line.firstIndex(of: " "),
      let plus = line.range(of: "+0x", options: .backwards),
      let offset = UInt64(line[plus.upperBound...], radix: 16)
    else { return line }
    let module = String(line[line.index(after: space)..<plus.lowerBound])
    let frame = symbolizer.resolve([Frame(module: module, offset: offset)]).first
    let file = FilePath(module).lastComponent?.string ?? module
    let place = frame?.symbol ?? String(line[plus.lowerBound...])
    return "\(line[..<space]) \(file)  \(place)" + (frame?.line.map { "  (\($0))" } ?? "")
  }

  /// What lies outside the host's first frame is the host's own start, the same for every call.
  private static func inside(_ frames: [Frame]) -> [Frame] {
    let inside = frames.prefix { !HostFile.names.contains(FilePath($0.module).lastComponent?.string ?? "") }
    return inside.isEmpty ? frames : Array(inside)
  }
}
