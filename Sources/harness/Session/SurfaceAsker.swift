import Judging
import Model
import Synchronization

/// Asks the cells of one run: those of found exercises together, again where something was found, and none once the time
/// is up.
struct SurfaceAsker: Sendable {
  let asker: CellAsker
  /// The calls of an exercise one by one.
  let parts: [String: [Exercise]]
  let budget: Budget?
  private let told = ToldDefects()

  init(asker: CellAsker, parts: [String: [Exercise]], budget: Budget?) {
    self.asker = asker
    self.parts = parts
    self.budget = budget
  }

  func ask(_ group: [Cell], of artifact: Artifacts.Outcome) async -> [CellResult] {
    guard let budget, group[0].exercise != nil else {
      return await asker.ask(group, of: artifact)
    }
    guard !budget.isSpent(for: group[0]) else { return group.map { skipped($0, budget) } }
    let results = await asker.ask(group, of: artifact).map(told.likened)
    guard results.contains(where: \.isFlagged) else { return results }
    return await confirmed(results, group, artifact).map(told.noted)
  }

  /// What was found in calls that nobody declared has to be found twice; in several calls at once, in one of them.
  private func confirmed(_ results: [CellResult], _ group: [Cell], _ artifact: Artifacts.Outcome) async -> [CellResult]
  {
    let flagged = Set(results.filter(\.isFlagged).map(\.id.probe))
    let again = group.filter { flagged.contains($0.probe.id) }
    let singles = await inParts(again, artifact)
    let named = Set(singles.map(\.id.probe))
    let unnamed = again.filter { !named.contains($0.probe.id) && $0.repeats }
    let second = unnamed.isEmpty ? [] : await asker.ask(unnamed, of: artifact)
    return results.filter { !named.contains($0.id.probe) }.map { first in
      guard let second = second.first(where: { $0.id == first.id }) else { return first }
      return second.isFlagged && isMadeOfParts(group[0]) ? unsure(first) : second.isFlagged ? first : second
    } + singles
  }

  private func isMadeOfParts(_ cell: Cell) -> Bool { parts[cell.exercise?.name ?? ""]?.isEmpty == false }

  /// What shows only where calls are mixed can be whatever they have in common, such as a cache that they fill by turns.
  private func unsure(_ result: CellResult) -> CellResult {
    var result = result
    let message = result.findings.first?.message ?? ""
    (result.verdict, result.findings) = (.notEstablished, [])
    result.reason = "all calls of it together show this, and none alone: \(message)"
    return result
  }

  /// Of each defect the first call that has it.
  private func inParts(_ group: [Cell], _ artifact: Artifacts.Outcome) async -> [CellResult] {
    var found: [CellResult] = []
    var seen: Set<String> = []
    for part in parts[group.first?.exercise?.name ?? ""] ?? [] where !Task.isCancelled {
      for single in await asker.ask(group.map { $0.asking(part) }, of: artifact) where single.isFlagged {
        if seen.insert(single.likeness).inserted { found.append(single) }
      }
    }
    return found
  }

  private func skipped(_ cell: Cell, _ budget: Budget) -> CellResult {
    Judge.unrun(
      cell, verdict: .skipped, reason: "the budget of \(budget.words) was spent; --budget gives more", seconds: 0,
      repeat: asker.repeating(cell))
  }
}

/// What one run has told of a surface: a type that is never freed is seen in every call that makes one, and told once.
final class ToldDefects: Sendable {
  private let places = Mutex<[String: String]>([:])

  /// The result, or that it shows what another exercise has shown.
  func likened(_ result: CellResult) -> CellResult {
    guard result.isFlagged, let exercise = result.id.exercise,
      let first = places.withLock({ $0[result.likeness] }), first != exercise
    else { return result }
    var result = result
    (result.verdict, result.reason, result.findings) = (.skipped, "shows what \(first) shows, and nothing else", [])
    return result
  }

  func noted(_ result: CellResult) -> CellResult {
    guard result.isFlagged, let exercise = result.id.exercise else { return result }
    let likened = likened(result)
    if likened.isFlagged { places.withLock { $0[result.likeness] = exercise } }
    return likened
  }
}

/// The time for a wheel's surface, from its making on.
struct Budget: Sendable {
  let seconds: Double
  private let start = ContinuousClock().now

  init(seconds: Double) { self.seconds = seconds }

  /// What runs alone comes last, and has a fifth of the time to itself.
  func isSpent(for cell: Cell) -> Bool {
    let spent = ContinuousClock().now - start
    return spent > .seconds(seconds * (cell.probe.timing ? 1.2 : 1))
  }

  var words: String { seconds < 120 ? "\(Int(seconds)) s" : "\(Int(seconds / 60)) min" }
}

extension CellResult {
  fileprivate var isFlagged: Bool { verdict == .failed || verdict == .warned }

  /// What calls that have the same defect have in common: the object, who allocated, where it died, the words without their
  /// figures.
  fileprivate var likeness: String {
    let parts = findings.map { finding in
      finding.facts["object"]?.string ?? finding.facts["object-without-init"]?.string ?? finding.allocator
        ?? finding.culprit ?? finding.defect
    }
    return "\(id.probe) \(Set(parts).sorted().joined(separator: " · "))"
  }
}

extension Finding {
  /// The innermost frames of what stayed, without the line of figures above them.
  fileprivate var allocator: String? {
    guard facts["windows-growing"] != nil, `where`.count > 1 else { return nil }
    return `where`.dropFirst().prefix(4).joined()
  }

  /// Of a death the innermost function of the artifact's own.
  fileprivate var culprit: String? {
    guard facts["fact"] == "exit", let signal = facts["signal"]?.string else { return nil }
    let frames = `where`.lazy.filter { $0.hasPrefix("#") }.map { $0.drop { $0 != " " }.dropFirst() }
    return frames.first { !$0.isSystems }.map { "\(signal) \($0)" }
  }

  /// A panic is the same wherever it is called from; whatever else ends or breaks something is the call's own.
  fileprivate var defect: String {
    let text = facts["fact"] == "panic" ? message.prefix { $0 != "," } + (facts["type"]?.string ?? "") : message[...]
    return String(text.filter { !$0.isNumber })
  }
}

extension Substring {
  /// A frame of the C library, the language's runtime or the host, `libc.so.6  raise`: no artifact's.
  fileprivate var isSystems: Bool {
    let libraries = [
      "libc.so", "libpython", "ld-linux", "libpthread", "libm.so", "libstdc++", "libgcc_s", "linux-vdso",
    ]
    return libraries.contains { hasPrefix($0) } || HostFile.names.contains(String(prefix { $0 != " " }))
  }
}

extension Cell {
  /// The same question of another exercise.
  fileprivate func asking(_ exercise: Exercise) -> Cell {
    var cell = self
    cell.exercise = exercise
    cell.id = CellID(target: id.target, runtime: id.runtime, probe: probe.id, exercise: exercise.name)
    return cell
  }

  /// A measurement that noise or a cache can have spoilt.
  fileprivate var repeats: Bool { probe.id.hasPrefix("ownership/") || probe.id.hasPrefix("blocking/") }
}
