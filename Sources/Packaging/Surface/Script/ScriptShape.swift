/// What stands behind the name that a script exports, where it stands there plainly.
enum ScriptShape: Sendable, Equatable {
  /// `parameters` is nil where it takes as many as come: `...rest`, or `arguments`.
  case function(parameters: Int?, isConstructible: Bool)
  case type
  case text, number, boolean
  case object
  /// What a native addon has under that name.
  case native(String)
  case unknown
}

/// Reads the expression at a place of a script.
struct ScriptShapeReader {
  let text: ScriptText
  /// Tokens that may still be stepped over for parameter lists: one that never ends is not followed again and again.
  var steps: Int
  private let hasArguments: Bool

  init(_ text: ScriptText, hasArguments: Bool) {
    (self.text, self.hasArguments) = (text, hasArguments)
    steps = 4 * text.count
  }

  mutating func shape(at index: Int) -> ScriptShape {
    switch text.token(index) {
    case .word("function"): return function(index, isConstructible: true)
    case .word("class"): return .type
    case .word("async"):
      return text.word(index + 1) == "function" ? function(index + 1, isConstructible: false) : arrow(index + 1)
    case .word("true"), .word("false"): return isEnd(index + 1) ? .boolean : .unknown
    case .word(let word) where word.first?.isNumber == true: return isEnd(index + 1) ? .number : .unknown
    case .word: return text.isArrow(index + 1) ? arrow(index) : .unknown
    case .string: return isEnd(index + 1) ? .text : .unknown
    case .sign("("): return arrow(index)
    case .sign("{"): return end(of: index).map { isEnd($0 + 1) } == true ? .object : .unknown
    default: return .unknown
    }
  }

  /// Of a method in an object or of a declaration: the parenthesis is at `index`.
  mutating func method(_ index: Int, isConstructible: Bool = false) -> ScriptShape {
    guard let list = parameters(index) else { return .unknown }
    return .function(parameters: hasArguments ? nil : list.count, isConstructible: isConstructible)
  }

  private mutating func function(_ index: Int, isConstructible: Bool) -> ScriptShape {
    var place = index + 1
    let isGenerator = text.isSign(place, "*")
    if isGenerator { place += 1 }
    if text.word(place) != nil { place += 1 }
    return text.isSign(place, "(") ? method(place, isConstructible: isConstructible && !isGenerator) : .unknown
  }

  private mutating func arrow(_ index: Int) -> ScriptShape {
    if text.word(index) != nil {
      return text.isArrow(index + 1) ? .function(parameters: 1, isConstructible: false) : .unknown
    }
    guard text.isSign(index, "("), let list = parameters(index), text.isArrow(list.end + 1) else { return .unknown }
    return .function(parameters: list.count, isConstructible: false)
  }

  func isEnd(_ index: Int) -> Bool {
    guard let token = text.token(index) else { return true }
    if case .sign(let sign) = token { return ";,})".contains(sign) }
    return text.isAtLineStart(index) && text.word(index) != "instanceof" && text.word(index) != "in"
  }

  /// Where the bracket at `index` closes; nil where it doesn't, or not within the steps that are left.
  mutating func end(of index: Int) -> Int? {
    var (place, depth) = (index, 0)
    while place < text.count, steps > 0 {
      steps -= 1
      depth += text.step(place)
      if depth <= 0 { return place }
      place += 1
    }
    return nil
  }

  private mutating func parameters(_ index: Int) -> (count: Int?, end: Int)? {
    guard let end = end(of: index) else { return nil }
    var (count, depth, isEmpty, isRest) = (0, 0, true, false)
    for place in index..<end {
      depth += text.step(place)
      if depth == 1, place > index {
        if text.isSign(place, "."), text.isSign(place + 1, "."),
          text.isSign(place - 1, "(") || text.isSign(place - 1, ",")
        {
          isRest = true
        }
        if text.isSign(place, ",") { (count, isEmpty) = (isEmpty ? count : count + 1, true) } else { isEmpty = false }
      } else if depth > 1 {
        isEmpty = false
      }
    }
    return (isRest ? nil : isEmpty ? count : count + 1, end)
  }
}
