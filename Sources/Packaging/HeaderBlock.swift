/// The headers of METADATA and WHEEL: the RFC 822 subset of PyPA "Core metadata specifications".
package struct HeaderBlock: Sendable, Equatable {
  package struct Field: Sendable, Equatable {
    package var name: String
    package var value: String
  }
  package private(set) var fields: [Field] = []
  /// Lines that are neither a field, nor the continuation of one.
  package private(set) var strayLines: [String] = []

  /// The longest METADATA have a few hundred lines before the description.
  private static let mostLines = 10_000

  /// Reads up to the first empty line; what follows is a description.
  package init(parsing text: String) {
    var rest = text[...]
    for _ in 0..<Self.mostLines {
      let end = rest.firstIndex { $0 == "\n" || $0 == "\r\n" } ?? rest.endIndex
      let line = rest[..<end]
      guard !line.isEmpty else { return }
      read(line)
      rest = rest[end...].dropFirst()
    }
  }

  private mutating func read(_ line: Substring) {
    if line.first == " " || line.first == "\t" {
      guard let last = fields.indices.last else { return strayLines.append(String(line)) }
      fields[last].value += "\n" + line
    } else if let colon = line.firstIndex(of: ":"), colon > line.startIndex {
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      fields.append(Field(name: String(line[..<colon]), value: String(value).trimmingEnd()))
    } else {
      strayLines.append(String(line))
    }
  }

  /// Values of a field, whose name is compared without case.
  package func values(_ name: String) -> [String] {
    fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
  }

  package func first(_ name: String) -> String? { values(name).first }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
