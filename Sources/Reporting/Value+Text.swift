import Model

extension Value {
  /// On one line, bounded in length, width and depth; whoever wants all of it reads results.json.
  var text: String { Printable.line(text(depth: 3)) }

  private func text(depth: Int) -> String {
    switch self {
    case .null: "none"
    case .bool(let bool): bool ? "yes" : "no"
    case .number(let number): Figure.number(number)
    case .string(let string): string
    case .array(let values):
      depth == 0 ? "[…]" : "[\(Printable.list(values, limit: 8) { $0.text(depth: depth - 1) }.joined(separator: ", "))]"
    case .object(let members): depth == 0 ? "{…}" : "{\(text(of: members, depth: depth).joined(separator: ", "))}"
    }
  }

  private func text(of members: [String: Value], depth: Int) -> [String] {
    let sorted = members.sorted { $0.key < $1.key }
    return Printable.list(sorted, limit: 8) { "\($0.key): \($0.value.text(depth: depth - 1))" }
  }
}
