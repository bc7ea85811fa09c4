/// What abidiff is asked for, as `LayoutReport` reads it. Of libabigail's manual, "abidiff": figures in bytes, one change a
/// type, who is reached by it, and what the caller's own folder says of suppressions left alone.
///
/// Its own --header-file1 is not among them: release 2.2 then leaves out structs and unions of that very header.
package let layoutOptions = [
  "--leaf-changes-only", "--impacted-interfaces", "--show-bytes", "--show-dec", "--no-show-relative-offset-changes",
  "--no-default-suppression", "--no-added-syms", "--no-unreferenced-symbols",
]

/// What abidiff writes of two C libraries with `--leaf-changes-only --impacted-interfaces --show-bytes`: libabigail's manual,
/// "abidiff".
///
/// The names in it are the artifact's: they are made printable, and each is cut off.
package struct LayoutReport: Sendable, Equatable {
  /// A line, and the lines that stand further in below it.
  package struct Part: Sendable, Equatable {
    package var text: String
    package var parts: [Part] = []
  }

  package private(set) var functions: [Part] = []
  package private(set) var variables: [Part] = []
  package private(set) var types: [Part] = []
  /// It says that it tells of more or fewer changes than were found in it.
  package private(set) var isIncomplete = false

  /// A line takes up to half a millisecond to be understood, and of changes 50 of each kind are told.
  private static let mostLines = 8_000
  private static let mostDepth = 24

  package init(_ text: String) {
    var lines = text.split(separator: "\n", maxSplits: Self.mostLines).prefix(Self.mostLines)
      .map { (indent: $0.prefix { $0 == " " }.count, text: printable($0)) }[...]
    let isCutOff = lines.count == Self.mostLines
    var told = Told()
    while let line = lines.popFirst() {
      let parts = Self.parts(&lines, below: line.indent, depth: 0)
      let title = line.text
      if title.contains(/^\d+ functions? with some sub-type changes?:$/) {
        functions += parts.filter { $0.text.hasPrefix("[C] ") }
      } else if title.contains(/^\d+ Changed variables?:$/) {
        variables += parts.filter { $0.text.hasPrefix("[C] ") }
      } else if line.indent == 0, title.hasPrefix("'"), title.hasSuffix("' changed:") {
        types.append(Part(text: title, parts: parts))
      } else {
        told.read(title)
      }
    }
    isIncomplete =
      told.functions != functions.count || told.variables != variables.count || told.types != types.count
      || isCutOff
  }

  /// Deeper than any type of a C library is described, all that follows stands side by side.
  private static func parts(
    _ lines: inout ArraySlice<(indent: Int, text: String)>, below indent: Int, depth: Int
  ) -> [Part] {
    var parts: [Part] = []
    while let next = lines.first, next.indent > indent {
      lines.removeFirst()
      let below = depth < mostDepth ? Self.parts(&lines, below: next.indent, depth: depth + 1) : []
      parts.append(Part(text: next.text, parts: below))
    }
    return parts
  }

  /// The counts of its summary; without one nothing has changed.
  private struct Told {
    var functions = 0, variables = 0, types = 0

    mutating func read(_ line: String) {
      if let match = line.firstMatch(of: /^Changed leaf types summary: (\d+)/) {
        types = Int(match.1) ?? -1
      } else if let match = line.firstMatch(
        of: /^Removed\/Changed\/Added (functions|variables) summary: \d+ Removed, (\d+) Changed/)
      {
        let count = Int(match.2) ?? -1
        if match.1 == "functions" { functions = count } else { variables = count }
      }
    }
  }
}

/// A line without what a terminal would take for a command, of at most 400 characters.
private func printable(_ line: Substring) -> String {
  var text = ""
  for scalar in line.drop(while: { $0 == " " }).unicodeScalars.prefix(400) {
    text.unicodeScalars.append((0x20...0x7E).contains(scalar.value) || scalar.properties.isAlphabetic ? scalar : "?")
  }
  while text.last == " " { text.removeLast() }
  return text
}
