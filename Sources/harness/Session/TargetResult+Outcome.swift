import Model

extension TargetResult {
  /// What results.json says of a target: its file and what the file says of itself, or why there is none.
  init(_ target: Target, _ outcome: Artifacts.Outcome) {
    switch outcome {
    case .staged(let staged, _, let reading):
      self.init(id: target.id, artifact: staged.artifact, facts: reading?.facts ?? [:])
    case .set(let seen):
      let facts = seen.compactMap { if case .fact(let name, let value) = $0 { (name, value) } else { nil } }
      self.init(
        id: target.id, artifact: nil,
        facts: Dictionary([("parts", .array(target.parts.map { .string($0.id) }))] + facts) { first, _ in first })
    case .failed(let reason):
      self.init(id: target.id, artifact: nil, facts: ["error": .string(reason)])
    }
  }
}
