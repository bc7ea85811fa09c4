import Model

/// The guard found nothing done to a block after its life or beyond its ends. What it found is a finding of whichever probe
/// ran under it, whether the process lived through it or not.
struct Guarded: Check {
  /// Bytes that an artifact's code has mapped for itself, from which on it is taken for an allocator of its own.
  private static let ownAllocator = Double(1 << 20)

  func outcome(_ evidence: Evidence) -> CheckOutcome {
    guard let guarded = evidence.number("guarded-blocks") else {
      return .unestablished("the probe did not get to its end under the guard")
    }
    // A C program's error path may ask for none, and what it frees is seen all the same; Python always asks.
    guard guarded > 0 || evidence.cell.runtime?.host == .native else {
      return .unestablished("no block of memory was asked for under the guard")
    }
    if case .array(let names) = evidence.value("own-allocators"), !names.isEmpty {
      let list = names.compactMap(\.string).joined(separator: ", ")
      return .unestablished(
        "nothing was found, but the artifact, or what it requires, brings an allocator of its own (\(list)), whose blocks "
          + "the guard does not see")
    }
    let mapped = evidence.number("artifact-mapped-bytes") ?? 0
    guard mapped >= Guarded.ownAllocator, evidence.number("artifact-blocks") == 0 else { return .holds }
    return .unestablished(
      "nothing was found, but the artifact's code asked libc for no block and mapped \(Figures.count(mapped)) bytes for "
        + "itself, which the guard does not see into")
  }

  /// One for each kind: further ones are mostly the same defect again.
  static func findings(_ evidence: Evidence) -> [Finding] {
    var told: [Misuse.Kind] = []
    return evidence.misuses.compactMap { misuse in
      guard !told.contains(misuse.kind) else { return nil }
      told.append(misuse.kind)
      return finding(misuse, evidence)
    }
  }

  /// The guard makes a call that asks for much memory several times slower: one that misses its deadline is no finding here,
  /// and one of the probes that ask without the guard.
  static func tooSlow(_ evidence: Evidence) -> String? {
    guard evidence.cell.probe.needs.contains(.guardInstrument), evidence.misuses.isEmpty else { return nil }
    guard evidence.exit?.deadline == "cell", !SurvivesRefusal.tells(evidence) else { return nil }
    let place = (evidence.lastStep ?? .initialise).place
    return "\(place) took longer under the guard than the exercise may; panic/contained asks without it whether it ends"
  }

  /// Whether a death is what the last misuse led to: a fault in the guard's pages.
  static func explains(_ death: Finding, _ evidence: Evidence) -> Bool {
    guard let last = evidence.misuses.last, !last.afterwards, last.access != nil else { return false }
    return ["SIGSEGV", "SIGBUS"].contains(death.facts["signal"]?.string)
  }

  private static func finding(_ misuse: Misuse, _ evidence: Evidence) -> Finding {
    let count = evidence.misuses.count { $0.kind == misuse.kind }
    var facts: [String: Value] = ["times": .number(Double(count))]
    if let step = evidence.lastStep, !evidence.finished { facts["step"] = .string(step.rawValue) }
    if let size = misuse.size { facts["block-bytes"] = .number(size) }
    if let offset = misuse.offset, misuse.access != nil { facts["offset"] = .number(offset) }
    let using = evidence.value("taken")?.string.map { ", using \($0) whose owner is gone" } ?? ""
    return evidence.finding(
      misuse.sentence + using, fact: misuse.kind.rawValue, facts: facts, where: stacks(misuse, evidence),
      severity: misuse.kind == .mismatchedFree ? .warning : .error)
  }

  private static func stacks(_ misuse: Misuse, _ evidence: Evidence) -> [String] {
    Allocation.lines(misuse.heading, misuse.at, evidence) + Allocation.lines("freed by", misuse.freed, evidence)
      + Allocation.lines("allocated by", misuse.allocated, evidence)
  }
}

extension Misuse {
  fileprivate var sentence: String {
    switch kind {
    case .doubleFree: "frees \(block) a second time"
    case .useAfterFree: "\(verb) \(block) after it was freed\(at)"
    case .overrun: "\(verb) beyond the end of \(block)\(place)"
    case .underrun: "\(verb) before the start of \(block)\(place)"
    case .foreignFree:
      size == nil || offset == 0 ? "frees a pointer that no allocator gave" : "frees a pointer into \(block)\(place)"
    case .mismatchedFree:
      "gives \(block) from \(fromNew ? "operator new" : "malloc") to \(toDelete ? "operator delete" : "free"), "
        + "which only works where both happen to be the same allocator"
    }
  }

  fileprivate var heading: String {
    switch kind {
    case .doubleFree: "freed again by"
    case .foreignFree, .mismatchedFree: "given back by"
    case .useAfterFree, .overrun, .underrun: afterwards ? "seen when the block was freed by" : "touched by"
    }
  }

  private var verb: String {
    switch access {
    case .read: "reads"
    case .write: "writes"
    case nil: "touches memory"
    }
  }

  private var block: String { size.map { "a block of \(Figures.count($0)) bytes" } ?? "a block" }

  /// Of a block that is gone: as an index would say it.
  private var at: String { offset.map { ", at offset \(Figures.count($0))" } ?? "" }

  private var place: String {
    guard let offset, let size else { return "" }
    if offset >= size { return ", \(Figures.counted(Int(offset - size) + 1, "byte")) past it" }
    return offset < 0
      ? ", \(Figures.counted(Int(-offset), "byte")) in front of it" : ", at offset \(Figures.count(offset))"
  }
}
