import Foundation

/// The headers that a user of a library reads: the given one, and what it includes of its own folder.
package struct PublicHeaders: Sendable, Equatable, Codable {
  /// Their names, without folders.
  package private(set) var files: Set<String> = []
  /// The words in them, of which some are names of functions.
  package private(set) var words: Set<String> = []
  /// Names of structs, unions and enums, and of typedefs, whose members stand in them.
  package private(set) var types: Set<String> = []

  private static let mostFiles = 200
  private static let mostWords = 200_000

  /// Reads them; one that can't be read has no words.
  package init(path: String) {
    let folder = HeaderFolder(path)
    var waiting = [folder.name]
    var seen = Set(waiting)
    while let name = waiting.popLast(), files.count < Self.mostFiles {
      guard let bytes = folder.content(name) else { continue }
      files.insert(name.split(separator: "/").last.map(String.init) ?? name)
      for included in read(bytes) where seen.insert(included).inserted { waiting.append(included) }
    }
  }

  /// As if they had been read from one file of this name.
  package init(name: String, text: String) {
    files = [name]
    _ = read(Array(text.utf8))
  }

  /// Takes its words in, and returns what it includes.
  private mutating func read(_ bytes: [UInt8]) -> [String] {
    var included: [String] = []
    var before = (HeaderTokens.Token.string, HeaderTokens.Token.string)
    for token in HeaderTokens(bytes[...]) {
      switch token {
      case .word(let word): if words.count < Self.mostWords { words.insert(word) }
      case .directive("include", let rest):
        let text = String(decoding: rest.prefix(400), as: UTF8.self)
        if let match = text.firstMatch(of: /["<]([^">]+)[">]/) { included.append(String(match.1)) }
      default: break
      }
      if let name = Self.typeName(before.0, before.1, token), types.count < Self.mostWords { types.insert(name) }
      before = (before.1, token)
    }
    return included
  }

  /// Of `struct point {` and of `} point_t;`.
  private static func typeName(
    _ first: HeaderTokens.Token, _ second: HeaderTokens.Token, _ third: HeaderTokens.Token
  ) -> String? {
    switch (first, second, third) {
    case (.word("struct"), .word(let name), .sign(UInt8(ascii: "{"))),
      (.word("union"), .word(let name), .sign(UInt8(ascii: "{"))),
      (.word("enum"), .word(let name), .sign(UInt8(ascii: "{"))),
      (.sign(UInt8(ascii: "}")), .word(let name), .sign(UInt8(ascii: ";"))):
      name
    default: nil
    }
  }
}
