import Model

/// Which binding framework the binaries are built with, before and after; binaries of which the same is to be told are told together.
struct FrameworkComparison {
  private struct Step: Hashable, Comparable {
    let name: String
    let old: String?
    let new: String?

    static func < (left: Step, right: Step) -> Bool {
      (left.name, left.old ?? "", left.new ?? "") < (right.name, right.old ?? "", right.new ?? "")
    }
  }

  private let steps: [Step: [String]]

  init(_ pairs: [(old: Inspection.Binary, new: Inspection.Binary)]) {
    var steps: [Step: [String]] = [:]
    for (old, new) in pairs {
      for name in Set(old.frameworks.keys).union(new.frameworks.keys) where old.frameworks[name] != new.frameworks[name]
      {
        steps[Step(name: name, old: old.frameworks[name], new: new.frameworks[name]), default: []].append(new.path)
      }
    }
    self.steps = steps
  }

  var changes: [Change] {
    steps.sorted { $0.key < $1.key }.map { step, paths in
      let (are, were) = paths.count == 1 ? ("is", "was") : ("are", "were")
      let what = paths.count == 1 ? paths[0] : "\(paths.count) binaries (\(paths.sorted().listed(2)))"
      let before = step.old.map { "and \(were) with \($0)" } ?? "of which the old release tells no version"
      return Change(
        "framework-changed", .information,
        step.new.map { "\(what) \(are) built with \(step.name) \($0), \(before)." }
          ?? "\(what) told \(step.name) \(step.old ?? "") before, and \(paths.count == 1 ? "tells" : "tell") none now.",
        member: paths.sorted().first, facts: ["framework": .string(step.name)])
    }
  }
}
