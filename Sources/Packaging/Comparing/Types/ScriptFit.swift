/// Whether what is of one type may stand where another is asked for: TypeScript's handbook, "Type Compatibility", of types
/// that are taken apart. False where that can't be told.
struct ScriptFit {
  /// A type with the names of the release that it is written in.
  struct Side {
    var type: ScriptType
    var names: ScriptNames
    fileprivate func with(_ type: ScriptType) -> Side { Side(type: type, names: names) }
  }

  private struct Pair: Hashable {
    var narrow: ScriptType
    var wide: ScriptType
    var isWritten: Bool
  }

  /// Types that name each other in a circle fit as long as nothing else speaks against it.
  private var underway: Set<Pair> = []
  private static let mostDepth = 50
  /// Pairs of types that may still be looked at, of one signature.
  private var steps = 3_000

  /// `isWritten` is for objects that users write down: TypeScript takes no property there that isn't asked for.
  static func fits(_ narrow: Side, _ wide: Side, isWritten: Bool) -> Bool {
    var fit = ScriptFit()
    return fit.fits(narrow, wide, isWritten)
  }

  private mutating func fits(_ narrow: Side, _ wide: Side, _ isWritten: Bool) -> Bool {
    steps -= 1
    guard steps > 0 else { return false }
    if narrow.type == wide.type { return true }
    if wide.type.isAnything || narrow.type == .named("any", []) || narrow.type == .named("never", []) { return true }
    if case .union(let types) = narrow.type { return types.allSatisfy { fits(narrow.with($0), wide, isWritten) } }
    if narrow.type == .named("boolean", []), case .union = wide.type {
      if ["true", "false"].allSatisfy({ fits(narrow.with(.named($0, [])), wide, isWritten) }) { return true }
    }
    if case .union(let types) = wide.type {
      // Unions of a hundred words are common.
      if types.contains(narrow.type) { return true }
      return types.contains { fits(narrow, wide.with($0), isWritten) }
    }
    return compare(narrow, wide, isWritten) || resolved(narrow, wide, isWritten)
  }

  private mutating func compare(_ narrow: Side, _ wide: Side, _ isWritten: Bool) -> Bool {
    switch (narrow.type, wide.type) {
    case (.named(let one, let mine), .named(let other, let theirs)):
      return mine.isEmpty && theirs.isEmpty
        ? Self.isLiteral(one, of: other)
        : Self.isSame(one, other) && mine.count == theirs.count
          && zip(mine, theirs).allSatisfy { argument(narrow.with($0), wide.with($1), of: other, isWritten) }
    case (.object(let mine), .object(let theirs)):
      return members(mine, narrow, theirs, wide, isWritten)
    case (.tuple(let mine), .tuple(let theirs)):
      return mine.count == theirs.count
        && zip(mine, theirs).allSatisfy { fits(narrow.with($0), wide.with($1), isWritten) }
    case (.function(let mine), .function(let theirs)): return calls(mine, narrow, theirs, wide, isWritten)
    default: return false
    }
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    one == other || (one == "Array" && other == "ReadonlyArray")
  }

  private static func isLiteral(_ one: String, of other: String) -> Bool {
    switch other {
    case "string": one.hasPrefix("\"")
    case "number": Double(one) != nil
    case "boolean": one == "true" || one == "false"
    case "void": one == "undefined"
    default: false
    }
  }

  private static let givenBack: Set<String> = [
    "Promise", "PromiseLike", "Array", "ReadonlyArray", "Iterable", "Iterator", "AsyncIterable", "AsyncIterator",
    "IterableIterator", "AsyncIterableIterator", "Set", "ReadonlySet", "Map", "ReadonlyMap", "Record", "Partial",
    "Readonly",
  ]

  /// Of other generic types nobody knows which way their arguments go.
  private mutating func argument(_ narrow: Side, _ wide: Side, of name: String, _ isWritten: Bool) -> Bool {
    let there = fits(narrow, wide, isWritten)
    return there && (Self.givenBack.contains(name) || fits(wide, narrow, isWritten))
  }

  private mutating func members(
    _ mine: [ScriptType.Member], _ narrow: Side, _ theirs: [ScriptType.Member], _ wide: Side, _ isWritten: Bool
  ) -> Bool {
    let own = Dictionary(mine.map { ($0.name, $0) }) { first, _ in first }
    let asked = Set(theirs.map(\.name))
    let takesAny = asked.contains { $0.hasPrefix("[") }
    if isWritten, !takesAny, mine.contains(where: { !asked.contains($0.name) }) { return false }
    return theirs.allSatisfy { member in
      guard let had = own[member.name] else { return member.isOptional }
      guard member.isOptional || !had.isOptional else { return false }
      // What may be left out may be undefined as well.
      let wanted = member.isOptional ? ScriptType.union([member.type, .named("undefined", [])]) : member.type
      return fits(narrow.with(had.type), wide.with(wanted), isWritten)
    }
  }

  /// A function stands for another where it asks for no more, takes what the other takes and gives back what it gives.
  private mutating func calls(
    _ mine: ScriptType.Function, _ narrow: Side, _ theirs: ScriptType.Function, _ wide: Side, _ isWritten: Bool
  ) -> Bool {
    guard mine.parameters.count(where: { !$0.isOptional }) <= theirs.parameters.count,
      !mine.parameters.contains(where: \.isRest), !theirs.parameters.contains(where: \.isRest),
      zip(mine.parameters, theirs.parameters).allSatisfy({ fits(wide.with($1.type), narrow.with($0.type), !isWritten) })
    else { return false }
    return theirs.result == .named("void", []) || fits(narrow.with(mine.result), wide.with(theirs.result), isWritten)
  }

  /// With what stands behind names.
  private mutating func resolved(_ narrow: Side, _ wide: Side, _ isWritten: Bool) -> Bool {
    guard case let (one, other) = (narrow.behind, wide.behind), one != nil || other != nil else { return false }
    let pair = Pair(narrow: narrow.type, wide: wide.type, isWritten: isWritten)
    guard !underway.contains(pair) else { return true }
    guard underway.count < Self.mostDepth else { return false }
    underway.insert(pair)
    defer { underway.remove(pair) }
    return fits(narrow.with(one ?? narrow.type), wide.with(other ?? wide.type), isWritten)
  }
}

extension ScriptFit.Side {
  fileprivate var behind: ScriptType? {
    guard case .named(let name, let arguments) = type, arguments.isEmpty else { return nil }
    return names.behind[name]
  }
}

extension ScriptType {
  fileprivate var isAnything: Bool { self == .named("any", []) || self == .named("unknown", []) }
}
