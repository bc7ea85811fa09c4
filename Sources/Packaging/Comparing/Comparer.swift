import Model

/// What is otherwise in the new release of an artifact, as far as two readings tell; nothing of either was run.
///
/// An addition is information. What stops working for somebody who uses the old release is an error; what may, a warning.
package func compare(_ old: Inspection, _ new: Inspection, budget: SizeBudget = .standard) -> Comparison {
  var comparison = Comparison(old: .init(old), new: .init(new))
  for inspection in [old, new] where inspection.form == .unreadable {
    comparison.unmeasured.append(
      "\(inspection.fileName) can't be read: \(inspection.unread.first ?? "no reason given")")
  }
  guard comparison.unmeasured.isEmpty else { return comparison }
  guard old.form == new.form else {
    comparison.changes = [
      Change(
        "form-changed", .error,
        "\(old.fileName) is a \(old.form.words), and \(new.fileName) a \(new.form.words): what loads the one can't load "
          + "the other.")
    ]
    return comparison
  }
  let surface = SurfaceComparison(old, new)
  let foreign = ForeignComparison(old, new)
  comparison.unmeasured = surface.unmeasured + foreign.unmeasured
  comparison.changes =
    PromiseComparison(old, new).changes + bounded(surface.changes)
    + bounded(DependencyComparison(old, new).changes) + bounded(BinaryComparison(old, new).changes)
    + bounded(foreign.changes)
    + SizeComparison(old, new, budget).changes + ComparisonLimits(old, new).changes
  return comparison
}

/// The first 50 of each kind, and how many more there are: a module with 5,000 functions may be gone.
func bounded(_ changes: [Change]) -> [Change] {
  let most = 50
  var counts: [String: Int] = [:]
  var kept: [Change] = []
  for change in changes {
    counts[change.kind, default: 0] += 1
    if counts[change.kind, default: 0] <= most { kept.append(change) }
  }
  for (kind, count) in counts.sorted(by: { $0.key < $1.key }) where count > most {
    let weight = changes.filter { $0.kind == kind }.map(\.weight).max() ?? .information
    kept.append(Change(kind, weight, "There are \(count - most) more of the kind \(kind)."))
  }
  return kept
}

extension Inspection {
  var fileName: String { artifact.path.split(separator: "/").last.map(String.init) ?? artifact.path }
}

extension Inspection.Form {
  var words: String { rawValue.replacing("-", with: " ") }

  /// Files that are installed with all that is in them, and not by a distribution that knows their dependencies.
  var isPackage: Bool { self == .wheel || self == .npmPackage }
}

extension [String] {
  /// The first of them, for a message.
  func listed(_ most: Int = 6) -> String {
    prefix(most).joined(separator: ", ") + (count > most ? " … \(count - most) more" : "")
  }

  var value: Value { .array(prefix(50).map(Value.string)) }
}
