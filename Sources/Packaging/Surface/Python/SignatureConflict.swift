/// Where a stub and the function itself contradict each other.
struct SignatureConflict {
  /// The stub lets calls through that the function refuses.
  var isRefusal: Bool
  /// `the stub lets limit be left out, and it has to be given`
  var text: String

  var consequence: String { isRefusal ? " A call that the stub allows ends in a TypeError." : "" }

  /// Of several functions that may be meant, the one that fits best is told of.
  var weight: Int

  /// Nil where they agree, and where the stub says `*args` or `**kwargs` and so nothing.
  init?(stub: PythonParameters, binary: PythonParameters) {
    let comparison = SignatureComparison(stub: stub, binary: binary)
    let (refusals, differences) = (comparison.refusals, comparison.differences)
    guard let text = refusals.first ?? differences.first else { return nil }
    (isRefusal, self.text, weight) = (!refusals.isEmpty, text, 100 * refusals.count + differences.count)
  }
}

private struct SignatureComparison {
  let stub: PythonParameters
  let binary: PythonParameters
  private let named: [String: PythonParameter]

  init(stub: PythonParameters, binary: PythonParameters) {
    (self.stub, self.binary) = (stub, binary)
    named = Dictionary(binary.list.map { ($0.name, $0) }) { first, _ in first }
  }

  private var takesAny: Bool { binary.list.contains { $0.kind == .variadic } }
  private var takesAnyKeyword: Bool { binary.list.contains { $0.kind == .keywords } }
  private var isOpen: Bool { stub.list.contains { $0.kind == .variadic || $0.kind == .keywords } }

  /// Python's "Calls", 6.3.4: too many by position, an unknown keyword, a required one left out.
  var refusals: [String] { isOpen ? [] : tooMany + unknownKeywords + leftOut }

  private var tooMany: [String] {
    let (given, most) = (stub.list.count(where: \.takesPosition), binary.list.count(where: \.takesPosition))
    guard !takesAny, given > most else { return [] }
    return ["the stub gives it up to \(given) arguments by position, and it takes \(most)"]
  }

  private var unknownKeywords: [String] {
    guard !takesAnyKeyword else { return [] }
    let positional = binary.list.filter(\.takesPosition)
    return stub.list.enumerated().compactMap { place, parameter in
      guard parameter.takesKeyword, named[parameter.name]?.takesKeyword != true else { return nil }
      if parameter.kind == .keywordOnly { return "it has no keyword \(parameter.name)" }
      // By position only: whoever writes the keyword is refused, and most stubs say nothing of it.
      guard place < positional.count, positional[place].takesKeyword, !Self.keywords.contains(positional[place].name)
      else { return nil }
      return "it calls \(positional[place].name) what the stub calls \(parameter.name)"
    }
  }

  /// Names that a stub can't write: Python's "Keywords", 2.3.1.
  private static let keywords: Set<String> = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or",
    "pass", "raise", "return", "try", "while", "with", "yield",
  ]

  private var leftOut: [String] {
    let positional = stub.list.filter(\.takesPosition)
    return binary.list.enumerated().compactMap { place, parameter in
      guard !parameter.isOptional else { return nil }
      let byName = stub.list.first { $0.name == parameter.name && !parameter.name.isEmpty }
      let byPlace = parameter.takesPosition && place < positional.count ? positional[place] : nil
      guard let said = byName ?? byPlace else {
        return "\(parameter.told) has to be given, and the stub doesn't say it"
      }
      return said.isOptional ? "\(parameter.told) has to be given, and the stub lets it be left out" : nil
    }
  }

  /// What the stub says less or otherwise.
  var differences: [String] { isOpen ? [] : hiddenKeywords + unsaid + defaults }

  private var hiddenKeywords: [String] {
    guard !takesAnyKeyword else { return [] }
    return stub.list.filter { $0.takesKeyword && named[$0.name]?.kind == .positionalOnly }.map {
      "it takes \($0.name) by position only"
    }
  }

  private var unsaid: [String] {
    let places = stub.list.count(where: \.takesPosition)
    let names = Set(stub.list.map(\.name))
    return binary.list.enumerated().filter { place, parameter in
      parameter.kind != .variadic && parameter.kind != .keywords && !names.contains(parameter.name)
        && !(parameter.takesPosition && place < places)
    }.map { "it takes \($0.element.told), which the stub doesn't say" }
  }

  private var defaults: [String] {
    stub.list.compactMap { parameter in
      guard case .literal(let said)? = parameter.defaultValue,
        case .literal(let real)? = named[parameter.name]?.defaultValue,
        said != real
      else { return nil }
      return "\(parameter.name) is \(real) where it is left out, and the stub says \(said)"
    }
  }
}

extension PythonParameter {
  fileprivate var told: String { name.isEmpty ? "an argument" : name }
}

extension PythonParameters {
  /// So many arguments by position, whose names nobody tells.
  init(unnamed count: Int) {
    self.init(list: (0..<count).map { _ in PythonParameter(name: "", kind: .positionalOnly) })
  }
}
