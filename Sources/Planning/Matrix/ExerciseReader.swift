import Model

/// Reads one entry of `exercises:`.
struct ExerciseReader {
  let probes: [String]
  let timeout: Duration
  let complaints: Complaints

  private static let keys = [
    "setup", "call", "after", "raises", "panics", "blocks", "async", "once", "probes", "timeout", "env",
  ]

  func exercise(_ entry: YAMLEntry) -> Exercise? {
    guard let fields = Fields(entry.value, what: "an exercise", keys: ExerciseReader.keys, complaints: complaints)
    else { return nil }
    let call = fields.required("call", expected: "`call`, the code that the probes measure")
      .flatMap { fields.text($0, of: "call") }
    return Exercise(
      name: entry.name, setup: optionalText(fields, "setup") ?? "", call: call ?? "",
      after: optionalText(fields, "after"), raises: fields.text("raises"),
      panics: fields.choice("panics", of: Exercise.Panics.self, what: "panic policy"), blocks: blocks(fields),
      isAsync: fields.bool("async") ?? false, once: fields.bool("once") ?? false, probes: patterns(fields),
      timeout: fields.duration("timeout") ?? timeout, environment: fields.environment("env"))
  }

  /// Code that may be empty, as generated matrices write it.
  private func optionalText(_ fields: Fields, _ key: String) -> String? {
    if case .scalar("", plain: false)? = fields[key]?.content { return nil }
    return fields.text(key)
  }

  private func blocks(_ fields: Fields) -> Exercise.Blocks {
    guard let node = fields["blocks"] else { return .never }
    switch node.content {
    case .scalar("never", _): return .never
    case .scalar("allowed", _): return .allowed
    case .scalar(let text, _):
      if let budget = Duration(written: text), budget > .zero { return .atMost(budget) }
      complaints.add(
        at: node, expected: "`never`, `allowed` or a time over zero, such as 250ms",
        nearest: NearestWord.to(text, among: ["never", "allowed"]))
    case .sequence, .mapping:
      complaints.add(at: node, expected: "`never`, `allowed` or a time over zero, such as 250ms")
    }
    return .never
  }

  private func patterns(_ fields: Fields) -> [String] {
    fields.list("probes", of: "probe ids or patterns") { node in
      guard let pattern = fields.text(node, of: "probes") else { return nil }
      if !probes.contains(pattern), !probes.contains(where: Glob(pattern).matches) {
        let groups = Set(probes.compactMap { $0.split(separator: "/").first.map { "\($0)/*" } })
        complaints.add(
          at: node, found: "`\(YAMLNode.shortened(pattern))`, which matches no probe",
          expected: "a probe id or a pattern over them (`harness list` shows them)",
          nearest: NearestWord.to(pattern, among: probes + groups.sorted()))
      }
      return pattern
    }
  }
}
