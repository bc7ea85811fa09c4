import CElf

/// The code of an x86-64 shared object that runs each time it is loaded and imported: its constructors, what a host calls
/// first, and what that tells Python to call.
struct LoadTimeCode {
  private typealias Start = (address: UInt64, kind: ProcessorDemand.Start)

  /// polars has 330 constructors, torch under 2,000.
  private static let mostStarts: UInt64 = 4096

  private let code: LoadedCode
  private let dynamic: DynamicTable
  private let symbols: [ELFFile.DynamicSymbol]
  private var walk: CodeWalk
  private var certain: ProcessorDemand?
  private var behindQuestion: ProcessorDemand?
  private var hasAsked: Bool

  init(_ image: MappedImage, _ dynamic: DynamicTable, _ symbols: [ELFFile.DynamicSymbol], instructions: Int) {
    code = LoadedCode(image, dynamic)
    (self.dynamic, self.symbols) = (dynamic, symbols)
    walk = CodeWalk(code, instructions: instructions)
    hasAsked = code.hasResolvers
  }

  /// What it needs of the processor, as far as it is certain.
  mutating func read() -> ProcessorDemand? {
    follow(constructors + entries)
    follow(slots)
    guard let behindQuestion, behindQuestion.level > certain?.level ?? 1 else { return certain }
    return ProcessorQuestions.areAsked(in: code, symbols) ? certain : behindQuestion
  }

  /// In the order that they run in: what asks which processor this is speaks to those behind it.
  private mutating func follow(_ starts: [Start]) {
    for start in starts { note(start.kind) { walk, _ in walk.runStraight(from: start.address) } }
    for start in starts {
      note(start.kind) { walk, hasAsked in
        if walk.explore(from: start.address, hasAsked: hasAsked).mayAsk { hasAsked = true }
      }
    }
  }

  private mutating func note(_ start: ProcessorDemand.Start, _ follow: (inout CodeWalk, inout Bool) -> Void) {
    let (before, beforeQuestion) = (walk.certain, walk.behindQuestion)
    follow(&walk, &hasAsked)
    if let find = walk.certain, find != before { certain = ProcessorDemand(find, start) }
    if let find = walk.behindQuestion, find != beforeQuestion { behindQuestion = ProcessorDemand(find, start) }
  }

  /// gABI chapter 5, "Initialization and Termination Functions".
  private var constructors: [Start] {
    let table = dynamic.value(DT_INIT_ARRAY) ?? 0
    let count = min((dynamic.value(DT_INIT_ARRAYSZ) ?? 0) / 8, Self.mostStarts)
    let listed = (0..<count).compactMap { code.image.pointer(at: table &+ 8 &* $0) }
    return ([dynamic.value(DT_INIT)].compactMap(\.self) + listed).map { ($0, .constructor) }
  }

  private var entries: [Start] {
    symbols.filter { $0.isDefined && Self.isEntry($0.name) }.prefix(64).map { ($0.address, .function($0.name)) }
  }

  private static func isEntry(_ name: String) -> Bool {
    name.hasPrefix("PyInit") || name.hasPrefix("PyModExport") || name == "napi_register_module_v1"
      || name.hasPrefix("node_register_module_v")
  }

  /// Of the definitions that the entries take the addresses of.
  private var slots: [Start] {
    guard symbols.contains(where: { $0.isDefined && $0.name.hasPrefix("PyInit") }) else { return [] }
    var seen: Set<UInt64> = []
    return walk.addresses.flatMap { ModuleSlots.functions(ofDefinitionAt: $0, in: code.image) }
      .filter { seen.insert($0).inserted }.map { ($0, .slot) }
  }
}

extension ProcessorDemand {
  fileprivate init(_ find: CodeWalk.Find, _ start: Start) {
    self.init(level: find.level, instruction: find.mnemonic, address: find.address, start: start)
  }
}
