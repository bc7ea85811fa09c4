import Model

/// What the same questions came to for two releases of an artifact, asked in one run: what is new is a change for the worse,
/// what is gone is told.
package struct MeasuredComparison: Sendable {
  package private(set) var changes: [Change] = []
  /// Questions that could not be answered for one of the two, in sentences.
  package private(set) var unmeasured: [String] = []

  /// How much larger a figure has to be to be worse: the figures are exact counts, or ratios whose noise is a few in the hundred.
  private static let margin = 1.25

  /// Cells are paired by runtime, probe and exercise; one that only one release has is passed over.
  package init(old: [CellResult], new: [CellResult]) {
    let before = Dictionary(old.map { (Self.key($0), $0) }) { first, _ in first }
    for after in new {
      if let before = before[Self.key(after)] { compare(before, after) }
    }
  }

  private static func key(_ cell: CellResult) -> String {
    "\(cell.id.runtime ?? "-")/\(cell.id.probe)/\(cell.id.exercise ?? "-")"
  }

  private mutating func compare(_ old: CellResult, _ new: CellResult) {
    switch (Self.state(old), Self.state(new)) {
    case (.unknown, _), (_, .unknown):
      guard old.verdict != .skipped, new.verdict != .skipped else { return }
      let reason = [old, new].compactMap(\.reason).first ?? "no reason was given"
      unmeasured.append("\(Self.key(new)) has no answer for both releases: \(reason)")
    case (.sound, .sound): break
    case (.sound, .wrong): changes.append(appeared(new))
    case (.wrong, .sound): changes.append(gone(old, new))
    case (.wrong, .wrong): changes.append(stayed(old, new))
    }
  }

  private enum State { case sound, wrong, unknown }

  private static func state(_ cell: CellResult) -> State {
    switch cell.verdict {
    case .passed: .sound
    case .failed, .warned, .known, .unexpectedPass: .wrong
    case .skipped, .notEstablished, .broken: .unknown
    }
  }

  private func appeared(_ new: CellResult) -> Change {
    change(
      "finding-appeared", new.verdict == .failed ? .error : .warning,
      "The new release \(Self.words(new)); the old one passed.", new)
  }

  private func gone(_ old: CellResult, _ new: CellResult) -> Change {
    change("finding-gone", .information, "The old release \(Self.words(old)); the new one passes.", new)
  }

  /// A defect that both have is no reason to hold the new one back, unless it has grown.
  private func stayed(_ old: CellResult, _ new: CellResult) -> Change {
    let grown = Self.figures.compactMap { name -> (name: String, ratio: Double)? in
      guard let before = Self.figure(name, old), let after = Self.figure(name, new), before > 0 else { return nil }
      return (name, after / before)
    }.max { $0.ratio < $1.ratio }
    guard let grown, grown.ratio >= Self.margin else {
      return change("finding-stayed", .information, "Both releases have it: the new one \(Self.words(new)).", new)
    }
    var change = change(
      "finding-grown", .warning,
      "The new release \(Self.words(new)); \(grown.name) is \(Self.ratio(grown.ratio)) times that of the old one.", new)
    change.facts["ratio"] = .number(grown.ratio)
    return change
  }

  private static let figures = ["bytes-per-call", "per-call", "hold-ratio"]

  private static func figure(_ name: String, _ cell: CellResult) -> Double? {
    cell.findings.compactMap { $0.facts[name]?.number }.max()
  }

  private static func ratio(_ ratio: Double) -> String { "\((ratio * 100).rounded() / 100)" }

  private static func words(_ cell: CellResult) -> String { cell.findings.first?.message ?? cell.verdict.rawValue }

  private func change(_ kind: String, _ weight: Change.Weight, _ message: String, _ cell: CellResult) -> Change {
    Change(
      kind, weight, message, member: Self.key(cell),
      facts: ["probe": .string(cell.id.probe), "repeat": .string(cell.repeat)])
  }
}
