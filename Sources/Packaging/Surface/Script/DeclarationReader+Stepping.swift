/// Past what a declaration reader doesn't take apart, up to where the next thing begins.
extension DeclarationReader {
  /// 1 and -1 where a bracket opens and closes; `=>` closes nothing.
  func bracket(_ place: Int, angles: Bool) -> Int {
    let step = text.step(place)
    guard step == 0, angles else { return step }
    if text.isSign(place, "<") { return 1 }
    return text.isSign(place, ">") && !text.isSign(place - 1, "=") ? -1 : 0
  }

  /// One token, or a bracket with all that is in it.
  mutating func skipBalanced(angles: Bool = false) {
    var depth = 0
    while index < text.count {
      depth += bracket(index, angles: angles)
      if depth < 0 { return }
      index += 1
      if depth == 0 { return }
    }
  }

  /// Up to the body of a class or an interface: what it extends.
  mutating func head() -> String? {
    var depth = 0
    var (start, end): (Int?, Int?) = (nil, nil)
    while index < text.count, depth > 0 || !text.isSign(index, "{") {
      if depth == 0, text.word(index) == "extends" { start = index + 1 }
      if depth == 0, text.word(index) == "implements" { end = index }
      depth = max(0, depth + bracket(index, angles: true))
      index += 1
    }
    return start.map { DeclarationText.written(text, $0..<max($0, end ?? index)) }
  }

  mutating func skipType() {
    var depth = 0
    let start = index
    while index < text.count {
      let step = bracket(index, angles: true)
      if depth == 0 {
        if step < 0 || text.isSign(index, ";") || text.isSign(index, ",") || text.isAssignment(index) { return }
        if index > start, text.isAtLineStart(index), DeclarationTypes.mayEnd(text, before: index) { return }
      }
      depth += step
      index += 1
    }
  }

  mutating func skipStatement() {
    skipType()
    if text.isAssignment(index) || text.isSign(index, ",") {
      index += 1
      skipType()
    }
  }
}
