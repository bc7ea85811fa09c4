import Model

/// The bytes that a user downloads, and those that they come to.
struct SizeComparison {
  let old: Inspection
  let new: Inspection
  let budget: SizeBudget
  /// Growth that nobody notices, unless a budget was asked for.
  private static let unnoticed = 64 << 10

  init(_ old: Inspection, _ new: Inspection, _ budget: SizeBudget) {
    (self.old, self.new, self.budget) = (old, new, budget)
  }

  var changes: [Change] {
    let unpacked = (old.members.unpackedBytes, new.members.unpackedBytes)
    return [("the file", old.bytes, new.bytes), ("its content, unpacked,", unpacked.0, unpacked.1)]
      .compactMap(change).prefix(1).map(\.self)
  }

  private func change(_ what: String, _ before: Int, _ after: Int) -> Change? {
    guard before > 0, after > before else { return nil }
    let share = Double(after - before) / Double(before)
    guard share > budget.share, budget.isGiven || after - before > Self.unnoticed else { return nil }
    let grown = "\(percent(share)) %, from \(Self.words(before)) to \(Self.words(after))"
    return Change(
      "size-grown", budget.isGiven ? .error : .warning,
      "\(what.prefix(1).uppercased())\(what.dropFirst()) is larger by \(grown)"
        + "\(budget.isGiven ? "; the budget is \(percent(budget.share)) %" : "").",
      facts: ["old-bytes": .number(Double(before)), "new-bytes": .number(Double(after)), "share": .number(share)])
  }

  private func percent(_ share: Double) -> String {
    let tenths = Int((min(share, 1e6) * 1000).rounded())
    return tenths % 10 == 0 || tenths > 1000 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  private static func words(_ bytes: Int) -> String {
    bytes < 1 << 20 ? "\(bytes >> 10) KiB" : "\(((bytes * 10) >> 20) / 10).\(((bytes * 10) >> 20) % 10) MiB"
  }
}
