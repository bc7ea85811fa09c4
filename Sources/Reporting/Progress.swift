import Model

/// How far a run is, as one line that fits a terminal.
struct Progress: Sendable {
  var total = 0
  var done = 0
  /// Failed, broken and unexpected passes.
  var wrong = 0
  /// Longest-running first, which is the one that a person waits for.
  private(set) var running: [String] = []

  mutating func start(_ name: String) { running.append(Printable.line(name)) }

  mutating func finish(_ name: String) {
    let name = Printable.line(name)
    if let index = running.firstIndex(of: name) { running.remove(at: index) }
  }

  /// At most `width` columns, elapsed in seconds.
  func line(width: Int, elapsed: Double) -> String {
    let counts = ["\(done)/\(total)", Figure.clock(elapsed)] + (wrong > 0 ? ["\(wrong) wrong"] : [])
    let head = counts.joined(separator: "  ")
    let room = width - Self.columns(head) - 2
    guard !running.isEmpty, room >= 8 else { return Self.cut(head, to: width) }
    return "\(head)  \(names(in: room))"
  }

  /// As many as fit, and the number of those that don't.
  private func names(in room: Int) -> String {
    for shown in stride(from: running.count, to: 0, by: -1) {
      let more = shown < running.count ? " +\(running.count - shown)" : ""
      let text = running.prefix(shown).joined(separator: ", ")
      if Self.columns(text) + more.count <= room { return text + more }
    }
    let more = running.count > 1 ? " +\(running.count - 1)" : ""
    return Self.cut(running[0], to: room - more.count) + more
  }

  private static func cut(_ text: String, to width: Int) -> String {
    guard columns(text) > width else { return text }
    var kept = ""
    var used = 2
    for character in text {
      used += columns(String(character))
      if used > width { break }
      kept.append(character)
    }
    return width > 1 ? kept + "…" : ""
  }

  /// Two columns for anything beyond ASCII: too many at times, but a line that wraps can't be erased.
  private static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
  }
}
