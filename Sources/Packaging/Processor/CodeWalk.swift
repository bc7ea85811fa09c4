import CDecode

/// Follows code as a processor would, without running it, and notes what is above the first x86-64 level.
struct CodeWalk {
  /// The instruction of the highest level that was met, the first of them.
  struct Find: Sendable, Equatable {
    var level: Int
    var mnemonic: String
    var address: UInt64
  }

  /// Calls inside of calls; what lies deeper is not looked at.
  static let deepest = 24
  /// Addresses that a module's definition is sought at.
  private static let mostAddresses = 64

  let code: LoadedCode
  /// Instructions that may still be decoded.
  private(set) var left: Int
  /// Met on every way, or where nothing before it can have asked which processor this is.
  private(set) var certain: Find?
  /// Met behind something that may have asked, if there is anything in the file that does.
  private(set) var behindQuestion: Find?
  /// What the code takes the address of.
  private(set) var addresses: [UInt64] = []
  private var straight: [UInt64: Bool] = [:]
  var explored: [ExploredStart: Exploration] = [:]

  init(_ code: LoadedCode, instructions: Int) { (self.code, left) = (code, instructions) }

  /// Nil where there is no code, or enough has been looked at.
  mutating func step(_ address: UInt64, hasAsked: Bool) -> harness_instruction? {
    guard left > 0, let instruction = code.instruction(at: address) else { return nil }
    left -= 1
    note(instruction, address, hasAsked)
    return instruction
  }

  private mutating func note(_ instruction: harness_instruction, _ address: UInt64, _ hasAsked: Bool) {
    if instruction.makes_address != 0 || instruction.uses_place != 0, addresses.count < Self.mostAddresses {
      noteAddress(instruction, address)
    }
    let level = Int(instruction.level)
    guard level > 1, level > (hasAsked ? behindQuestion : certain)?.level ?? 1 else { return }
    let find = Find(
      level: level, mnemonic: String(cString: harness_mnemonic(instruction.mnemonic)), address: address)
    if hasAsked { behindQuestion = find } else { certain = find }
  }

  private mutating func noteAddress(_ instruction: harness_instruction, _ address: UInt64) {
    let place = Self.reach(instruction, from: address)
    if instruction.makes_address != 0 {
      addresses.append(place)
    } else if instruction.flow == harness_flow_next, case .inside(let target) = code.destination(at: place) {
      addresses.append(target)
    }
  }

  static func reach(_ instruction: harness_instruction, from address: UInt64) -> UInt64 {
    address &+ UInt64(instruction.length) &+ UInt64(bitPattern: instruction.distance)
  }

  /// Where a jump or a call goes.
  func destination(_ instruction: harness_instruction, from address: UInt64) -> LoadedCode.Destination {
    let place = Self.reach(instruction, from: address)
    if instruction.is_direct != 0 { return .inside(place) }
    return instruction.uses_place != 0 ? code.destination(at: place) : .unknown
  }
}

extension CodeWalk {
  /// Runs straight on, through jumps and calls, up to the first branch, which may be one on the processor.
  ///
  /// False where control doesn't come back from there, or the processor is asked. Of a function that branches, what its
  /// caller has behind the call is as certain: where it leaves the program instead, the file can't be loaded either.
  @discardableResult mutating func runStraight(from start: UInt64, depth: Int = 0) -> Bool {
    if let known = straight[start] { return known }
    guard depth < Self.deepest else { return true }
    straight[start] = true
    var (address, jumps) = (start, 0)
    while jumps < 64, let instruction = step(address, hasAsked: false) {
      let next = address &+ UInt64(instruction.length)
      switch instruction.flow {
      case harness_flow_next: address = next
      case harness_flow_returns, harness_flow_branches: return true
      case harness_flow_calls:
        guard comesBack(destination(instruction, from: address), depth) else { return ends(start) }
        address = next
      case harness_flow_jumps:
        guard case .inside(let target) = destination(instruction, from: address) else {
          return comesBack(destination(instruction, from: address), depth) || ends(start)
        }
        (address, jumps) = (target, jumps + 1)
      default: return ends(start)
      }
    }
    return ends(start)
  }

  private mutating func ends(_ start: UInt64) -> Bool {
    straight[start] = false
    return false
  }

  private mutating func comesBack(_ destination: LoadedCode.Destination, _ depth: Int) -> Bool {
    switch destination {
    case .inside(let target): runStraight(from: target, depth: depth + 1)
    case .imported(let name):
      ProcessorQuestions.effect(name) != .neverReturns && !ProcessorQuestions.tells(name)
    case .unknown: true
    }
  }
}
