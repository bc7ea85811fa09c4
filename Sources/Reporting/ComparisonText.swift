import Model

/// What `harness compare` prints: one screen of what is otherwise in the new release, what matters first.
package struct ComparisonText: Sendable {
  /// Of each weight, before `… n more`.
  private static let shown = 12
  private let paint: Paint

  package init(colour: Bool) { paint = Paint(enabled: colour) }

  package func text(_ comparison: Comparison) -> String {
    let weights: [Change.Weight] = [.error, .warning, .information]
    let lines =
      [title(comparison), sizes(comparison)] + weights.flatMap { part(comparison, $0) }
      + comparison.unmeasured.prefix(Self.shown).map { "\(paint(.yellow, "not compared"))  \(Printable.line($0))" }
      + [summary(comparison)]
    return lines.joined(separator: "\n") + "\n"
  }

  private func title(_ comparison: Comparison) -> String {
    "\(paint(.bold, name(comparison.old))) → \(paint(.bold, name(comparison.new)))"
  }

  private func name(_ release: Comparison.Release) -> String {
    Printable.line(release.artifact.path.split(separator: "/").last.map(String.init) ?? release.artifact.path)
  }

  private func sizes(_ comparison: Comparison) -> String {
    paint(.dim, "size  ") + "\(ByteCount.words(comparison.old.bytes)) → \(ByteCount.words(comparison.new.bytes))"
  }

  private func part(_ comparison: Comparison, _ weight: Change.Weight) -> [String] {
    let changes = comparison.changes.filter { $0.weight == weight }
    let lines = changes.prefix(Self.shown).map { change in
      "\(label(weight))  \(paint(.bold, Printable.line(change.kind, limit: 60)))  \(Printable.line(change.message, limit: 300))"
    }
    return lines
      + (changes.count > Self.shown ? ["\(label(weight))  … \(changes.count - Self.shown) more in --json"] : [])
  }

  private func label(_ weight: Change.Weight) -> String {
    switch weight {
    case .error: paint(.red, "error  ")
    case .warning: paint(.yellow, "warning")
    case .information: paint(.dim, "told   ")
    }
  }

  private func summary(_ comparison: Comparison) -> String {
    func count(_ weight: Change.Weight) -> Int { comparison.changes.count { $0.weight == weight } }
    guard comparison.changes.contains(where: { $0.weight > .information }) else {
      return comparison.unmeasured.isEmpty
        ? paint(.green, "nothing that the old release kept is broken") : "nothing is established"
    }
    return "\(Figure.count(count(.error), "error")), \(Figure.count(count(.warning), "warning"))"
  }
}
