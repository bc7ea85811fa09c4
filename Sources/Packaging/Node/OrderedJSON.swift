/// A JSON value whose objects keep the order of their keys, on which the conditions of `exports` depend; Foundation's
/// readers lose it.
package indirect enum OrderedJSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([OrderedJSON])
  case object([Member])

  package struct Member: Sendable, Equatable {
    package var key: String
    package var value: OrderedJSON
  }
}

extension OrderedJSON {
  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var array: [OrderedJSON]? { if case .array(let values) = self { values } else { nil } }
  package var object: [Member]? { if case .object(let members) = self { members } else { nil } }

  /// The last of that name, as JavaScript takes it.
  package subscript(key: String) -> OrderedJSON? { object?.last { $0.key == key }?.value }

  /// The strings of an array, or the one string.
  package var strings: [String] { string.map { [$0] } ?? array?.compactMap(\.string) ?? [] }

  /// What it is, for a message.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
