import Model

/// Where the thread that holds was, by the second pass: the call, and its stack from the innermost frame out to what the
/// artifact's code was called by.
enum HoldingStack {
  static func lines(_ evidence: Evidence) -> [String] {
    let library = evidence.cell.runtime?.library.fileName ?? ""
    let frames = evidence.stackLines.filter { $0.hasPrefix("#") || $0.hasPrefix("thread ") }
    let stack = trimmed(Array(frames.drop { !$0.hasPrefix("#") }.prefix { $0.hasPrefix("#") }), runtime: library)
    guard !stack.isEmpty, let call = evidence.cell.exercise?.call.firstLine else { return evidence.stackLines }
    return ["held in `\(call)`, at"] + stack.map { "  \($0)" }
  }

  /// The outermost frames are the runtime's own, the same for every call: one of them is enough.
  private static func trimmed(_ frames: [String], runtime library: String) -> [String] {
    let outermost = frames.lastIndex { !$0.contains(" \(library)  ") && !$0.contains("/\(library)+0x") }
    guard let outermost else { return frames }
    return Array(frames.prefix(outermost + 2)).map { String($0.drop { $0 != " " }.dropFirst()) }
  }
}
