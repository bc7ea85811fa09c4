import Yams

/// What Yams says is wrong with a text, as a complaint of ours with its place and, where we know it, the remedy.
struct YAMLProblem {
  static let noAnchors = "the value itself, written out (anchors and aliases are not read here)"

  private let error: YamlError

  init(_ error: YamlError) { self.error = error }

  func tell(_ complaints: Complaints, defused: DefusedText) {
    let (problem, line, column) = place(in: defused.text)
    let remedy = remedy(problem: problem, line: line, text: defused)
    complaints.add(line: line, column: column, found: "\(problem)", expected: remedy)
  }

  private func place(in text: String) -> (problem: String, line: Int, column: Int) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      return (context.map { "\($0.text): \(problem)" } ?? problem, mark.line, mark.column)
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let line = 1 + before.count(where: \.isNewline)
      let column = 1 + before.reversed().prefix { !$0.isNewline }.count
      return (problem, line, column)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.prefix(10).map { "`\(YAMLNode.shortened($0))`" }.joined(separator: ", ")
      return (
        "\(names)\(keys.count > 10 ? " and \(keys.count - 10) other keys" : "") more than once", context.mark.line,
        context.mark.column
      )
    case .memory, .no, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return ("\(error)", 0, 0)
    }
  }

  private func remedy(problem: String, line: Int, text: DefusedText) -> String {
    if case .duplicatedKeysInMapping = error { return "each key once" }
    if problem.contains("alias") {
      return "\(YAMLProblem.noAnchors); a pattern that begins with `*` has to be in quotes"
    }
    if let anchor = text.anchor, line > 0 {
      let near = text.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(max(0, line - 2)).prefix(
        2)
      if near.contains(where: { $0.unicodeScalars.contains(anchor) }) {
        return "YAML without anchors: \(YAMLProblem.noAnchors)"
      }
    }
    if problem.contains("mapping values are not allowed") { return "YAML; text with `: ` in it has to be in quotes" }
    return "YAML"
  }
}
