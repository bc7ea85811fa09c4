import Model

/// Where what stayed was allocated, mapped, opened or started: the stacks of the second pass, those of most first.
enum Allocation {
  /// A leak shows in most calls; one or two stray blocks are somebody's cache.
  private static let leastShare = 0.2
  private static let stacks = 3

  /// Of the counter that a finding is about.
  static func lines(_ evidence: Evidence, of fact: String) -> [String] {
    let survivors = evidence.survivors(of: words[fact] == nil ? nil : fact).sorted { $0.blocks > $1.blocks }
    let most = survivors.first?.blocks ?? 0
    let library = evidence.cell.runtime?.library ?? ""
    return survivors.prefix { $0.blocks >= most * leastShare }.prefix(stacks).flatMap { lines($0, runtime: library) }
  }

  /// What survives besides blocks, and what was done to get it.
  private static let words: [String: (noun: String, made: String)] = [
    "mapped-bytes": ("mapping", "made"), "open-descriptors": ("descriptor", "opened"),
    "threads": ("thread", "started"), "unjoined-threads": ("thread", "started"),
  ]

  /// A stack under a heading, without the frames that every call has in common; nothing of one that is not known.
  static func lines(_ heading: String, _ frames: [Frame], _ evidence: Evidence) -> [String] {
    guard !frames.isEmpty else { return [] }
    let library = evidence.cell.runtime?.library ?? ""
    let limit = frames.contains { isArtifacts($0, runtime: library) } ? 12 : 4
    return [heading] + trimmed(frames, runtime: library).prefix(limit).map { "  \($0.text)" }
  }

  private static func isArtifacts(_ frame: Frame, runtime library: String) -> Bool {
    !frame.isHost && frame.module.fileName != library.fileName && !frame.module.fileName.hasPrefix("libc.so")
  }

  private static func lines(_ survivors: Survivors, runtime library: String) -> [String] {
    let (noun, made) = survivors.of.flatMap { words[$0] } ?? ("block", "allocated")
    let several = "\(noun)\(survivors.blocks == 1 ? "" : "s")"
    let bytes = survivors.bytes > 0 ? ", \(Figures.count(survivors.bytes)) bytes" : ""
    let head =
      "\(Figures.count(survivors.blocks)) \(several)\(bytes) in \(Figures.count(survivors.calls)) calls, \(made) by"
    return [head] + trimmed(survivors.frames, runtime: library).map { "  \($0.text)" }
  }

  /// The outermost frames are the host's and the runtime's own, the same for every call: one of them is enough.
  private static func trimmed(_ frames: [Frame], runtime library: String) -> [Frame] {
    let outermost = frames.lastIndex { isArtifacts($0, runtime: library) }
    guard let outermost else { return frames.filter { !$0.isHost } }
    return Array(frames.prefix(outermost + 2).filter { !$0.isHost })
  }
}

extension String {
  var fileName: String { split(separator: "/").last.map(String.init) ?? self }
}

extension Frame {
  var isHost: Bool { HostFile.names.contains(module.fileName) }

  /// `nh3.abi3.so  PyInit_nh3+0x12  (src/lib.rs:40)`, as much of it as is known.
  var text: String {
    let file = module.fileName
    let place = symbol ?? "+0x\(String(offset, radix: 16))"
    return "\(file)  \(place)" + (line.map { "  (\($0))" } ?? "")
  }
}
