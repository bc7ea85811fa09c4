import CDecode

/// A function, and whether it was entered after something may have asked which processor this is.
struct ExploredStart: Hashable {
  var address: UInt64
  var hasAsked: Bool
}

/// What a caller has to know of a function.
struct Exploration {
  var returns = false
  /// Where it returns, something may have asked.
  var mayAsk = false

  /// Of what isn't looked at.
  static let unknown = Exploration(returns: true, mayAsk: true)
}

/// Both ways of each branch: before anything has asked which processor this is, no branch can depend on it.
extension CodeWalk {
  /// A place in a function, and the state that control comes to it in.
  private struct Path: Hashable {
    var address: UInt64
    var hasAsked: Bool
    /// The address of a function that is there for the C runtime's start files alone was loaded.
    var isOfStartFiles = false
  }

  /// Weak and nowhere defined, or a profiler's: GCC's crtstuff.c and crti.o call them where they are there.
  private static let startFiles: Set<String> = [
    "__gmon_start__", "_ITM_registerTMCloneTable", "_ITM_deregisterTMCloneTable",
  ]

  @discardableResult mutating func explore(from start: UInt64, hasAsked: Bool, depth: Int = 0) -> Exploration {
    // What was met without a question stays met.
    if let known = explored[ExploredStart(address: start, hasAsked: false)] { return known }
    let key = ExploredStart(address: start, hasAsked: hasAsked)
    if let known = explored[key] { return known }
    guard depth < Self.deepest else { return .unknown }
    explored[key] = .unknown
    var result = Exploration()
    var waiting = [Path(address: start, hasAsked: hasAsked)]
    var seen = Set(waiting)
    while let path = waiting.popLast() {
      follow(path, into: &result, depth) { target in if seen.insert(target).inserted { waiting.append(target) } }
    }
    explored[key] = result
    return result
  }

  /// Up to where control leaves the path; where it may go from there is handed to `meet`.
  private mutating func follow(_ path: Path, into result: inout Exploration, _ depth: Int, meet: (Path) -> Void) {
    var path = path
    while let instruction = step(path.address, hasAsked: path.hasAsked) {
      let destination = destination(instruction, from: path.address)
      let next = path.address &+ UInt64(instruction.length)
      switch instruction.flow {
      case harness_flow_next: noteStartFiles(instruction, destination, &path)
      case harness_flow_asks: path.hasAsked = true
      case harness_flow_branches:
        if case .inside(let target) = destination { meet(Path(address: target, hasAsked: path.hasAsked)) }
      case harness_flow_calls:
        guard call(destination, &path, depth) else { return }
      case harness_flow_jumps:
        return leave(destination, path, into: &result, depth, meet: meet)
      case harness_flow_returns:
        (result.returns, result.mayAsk) = (true, result.mayAsk || path.hasAsked)
        return
      default: return
      }
      path.address = next
    }
    if left == 0 { result = .unknown }
  }

  private func noteStartFiles(
    _ instruction: harness_instruction, _ destination: LoadedCode.Destination, _ path: inout Path
  ) {
    guard instruction.uses_place != 0, case .imported(let name) = destination else { return }
    if ProcessorQuestions.tells(name) { path.hasAsked = true }
    path.isOfStartFiles = Self.startFiles.contains(name)
  }

  /// False where it doesn't come back.
  private mutating func call(_ destination: LoadedCode.Destination, _ path: inout Path, _ depth: Int) -> Bool {
    switch destination {
    case .inside(let target):
      let function = explore(from: target, hasAsked: path.hasAsked, depth: depth + 1)
      path.hasAsked = path.hasAsked || function.mayAsk
      return function.returns
    case .imported(let name):
      let effect = ProcessorQuestions.effect(name)
      path.hasAsked = path.hasAsked || effect == .mayAsk
      return effect != .neverReturns
    case .unknown:
      path.hasAsked = path.hasAsked || !path.isOfStartFiles
      path.isOfStartFiles = false
      return true
    }
  }

  /// A jump: on in the function, or out of it, as if it called and then returned.
  private mutating func leave(
    _ destination: LoadedCode.Destination, _ path: Path, into result: inout Exploration, _ depth: Int,
    meet: (Path) -> Void
  ) {
    var path = path
    if case .inside(let target) = destination {
      return meet(Path(address: target, hasAsked: path.hasAsked, isOfStartFiles: path.isOfStartFiles))
    }
    guard call(destination, &path, depth) else { return }
    (result.returns, result.mayAsk) = (true, result.mayAsk || path.hasAsked)
  }
}
