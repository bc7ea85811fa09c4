/// Reads the parts of an exercise for a wasm runtime, one after the other: a variable of one is in sight of the next.
struct WasmParser {
  private(set) var variables: [String: Int] = [:]

  /// What exercise_calls.h has room for.
  private static let mostVariables = 64
  private static let mostArguments = 16

  mutating func statements(_ code: String) throws(WasmComplaint) -> [WasmStatement] {
    var scanner = WasmScanner(code)
    var statements: [WasmStatement] = []
    scanner.skipSeparators()
    while !scanner.isAtEnd {
      statements.append(try statement(&scanner))
      scanner.skipBlanks()
      guard scanner.isAtEnd || scanner.next?.isNewline == true || scanner.next == ";" else {
        throw scanner.complaint("a new line or `;` behind the statement")
      }
      scanner.skipSeparators()
    }
    return statements
  }

  private mutating func statement(_ scanner: inout WasmScanner) throws(WasmComplaint) -> WasmStatement {
    let start = scanner.position
    let word = scanner.word()
    scanner.skipBlanks()
    if word == "memory", scanner.next == "[" { return try write(&scanner) }
    guard scanner.next == "=", !word.isEmpty else { return try call(word, result: nil, from: start, &scanner) }
    try scanner.expect("=", "`=`")
    guard scanner.next != "=" else { throw scanner.complaint("`name = export(…)` or `export(…) == i32:42`", at: start) }
    guard Self.isVariable(word) else { throw scanner.complaint("a variable of letters, digits and _", at: start) }
    scanner.skipBlanks()
    let callStart = scanner.position
    let export = scanner.word()
    scanner.skipBlanks()
    return try call(export, result: word, from: callStart, &scanner)
  }

  private static func isVariable(_ word: String) -> Bool {
    word.first?.isNumber == false && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  // MARK: - Statements

  private mutating func write(_ scanner: inout WasmScanner) throws(WasmComplaint) -> WasmStatement {
    try scanner.expect("[", "`memory[address] = \"text\"`")
    scanner.skipSpace()
    let address = try value(&scanner)
    scanner.skipSpace()
    try scanner.expect("]", "`]` behind the address")
    scanner.skipBlanks()
    try scanner.expect("=", "`=` and a text in quotes")
    scanner.skipBlanks()
    return .write(address: address, text: try scanner.text())
  }

  private mutating func call(
    _ export: String, result: String?, from start: Int, _ scanner: inout WasmScanner
  ) throws(WasmComplaint) -> WasmStatement {
    guard !export.isEmpty, scanner.take("(") else {
      throw scanner.complaint("a call of an export, such as `add(i32:40, i32:2)`", at: start)
    }
    if export == "_start" { return .start(words: try words(result, &scanner, from: start)) }
    let arguments = try arguments(&scanner) { parser, scanner throws(WasmComplaint) in try parser.value(&scanner) }
    let expected = try expected(&scanner)
    let kept: Int? = if let result { try number(result) } else { nil }
    return .call(export: export, arguments: arguments, result: kept, expected: expected)
  }

  private mutating func words(
    _ result: String?, _ scanner: inout WasmScanner, from start: Int
  ) throws(WasmComplaint) -> [String] {
    let words = try arguments(&scanner) { _, scanner throws(WasmComplaint) in
      guard scanner.next == "\"" else { throw scanner.complaint("the program's arguments as texts in quotes") }
      return try scanner.text()
    }
    guard result == nil, try expected(&scanner) == nil else {
      throw scanner.complaint(
        "`_start(…)` alone, since a program has a status and no value: say `raises: exit(3)`", at: start)
    }
    return words
  }

  private mutating func arguments<Argument>(
    _ scanner: inout WasmScanner,
    _ argument: (WasmParser, inout WasmScanner) throws(WasmComplaint) -> Argument
  ) throws(WasmComplaint) -> [Argument] {
    var arguments: [Argument] = []
    scanner.skipSpace()
    while !scanner.take(")") {
      if !arguments.isEmpty { try scanner.expect(",", "`,` or `)`") }
      scanner.skipSpace()
      guard arguments.count < Self.mostArguments else {
        throw scanner.complaint("at most \(Self.mostArguments) arguments")
      }
      arguments.append(try argument(self, &scanner))
      scanner.skipSpace()
    }
    return arguments
  }

  private func expected(_ scanner: inout WasmScanner) throws(WasmComplaint) -> WasmValue? {
    scanner.skipBlanks()
    guard scanner.take("==") else { return nil }
    scanner.skipBlanks()
    return try value(&scanner)
  }

  // MARK: - Values

  private func value(_ scanner: inout WasmScanner) throws(WasmComplaint) -> WasmValue {
    let start = scanner.position
    let word = scanner.word()
    if let number = variables[word] { return .variable(number) }
    if scanner.next == "(" {
      throw scanner.complaint("a value; a call stands alone: `x = \(word)(…)` before this, then `x`", at: start)
    }
    let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      let known = variables.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
      let names = known.isEmpty ? "" : ", or a variable set before: \(known)"
      throw scanner.complaint("a value with its type, such as i32:40 or f64:1.5\(names)", at: start)
    }
    guard let kind = WasmKind(rawValue: parts[0]) else {
      throw scanner.complaint("one of i32: i64: f32: f64: in front of the number", at: start)
    }
    guard let bits = kind.bits(parts[1]) else {
      throw scanner.complaint("a number that \(kind.rawValue) has room for", at: start)
    }
    return .literal(kind, bits: bits)
  }

  private mutating func number(_ variable: String) throws(WasmComplaint) -> Int {
    if let number = variables[variable] { return number }
    guard variables.count < Self.mostVariables else {
      throw WasmComplaint(
        line: 1, column: 1, expected: "at most \(Self.mostVariables) variables", found: "`\(variable)`")
    }
    variables[variable] = variables.count
    return variables.count - 1
  }
}
