import Model

/// Where the blocks that stayed were allocated: the stacks of the second pass, those of most blocks first.
enum Allocation {
  /// A leak shows in most calls; one or two stray blocks are somebody's cache.
  private static let leastShare = 0.2
  private static let stacks = 3

  static func lines(_ evidence: Evidence) -> [String] {
    let survivors = evidence.survivors.sorted { $0.blocks > $1.blocks }
    let most = survivors.first?.blocks ?? 0
    return survivors.prefix { $0.blocks >= most * leastShare }.prefix(stacks).flatMap(lines)
  }

  private static func lines(_ survivors: Survivors) -> [String] {
    let head =
      "\(Figures.count(survivors.blocks)) blocks, \(Figures.count(survivors.bytes)) bytes in "
      + "\(Figures.count(survivors.calls)) calls, allocated by"
    return [head] + survivors.frames.map { "  \($0.text)" }
  }
}

extension Frame {
  /// `nh3.abi3.so  PyInit_nh3+0x12  (src/lib.rs:40)`, as much of it as is known.
  var text: String {
    let file = module.split(separator: "/").last.map(String.init) ?? module
    let place = symbol ?? "+0x\(String(offset, radix: 16))"
    return "\(file)  \(place)" + (line.map { "  (\($0))" } ?? "")
  }
}
