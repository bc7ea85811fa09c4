/// A build that failed: what the packager said last, and where all of it is.
struct BuildText: Sendable {
  let paint: Paint
  static let tailLimit = 30

  func lines(target: String, message: String, log: String?, tail: [String]) -> [String] {
    let heading = "\(paint(.red, "build failed"))  \(paint(.bold, Printable.line(target))): "
    return FindingText.labelled(heading, Printable.lines(message, count: 10))
      + tail.suffix(Self.tailLimit).map { "  | \(Printable.line($0, limit: 400))" }
      + (log.map { ["  whole log: \(Printable.line($0, limit: 1_000))"] } ?? [])
  }
}
