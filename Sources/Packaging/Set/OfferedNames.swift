import Model

/// Names of native modules that some wheels of a release offer and others don't, where neither Python's version nor the machine is
/// the reason.
struct OfferedNames {
  /// Those whose binaries were read: of PE and Mach-O nothing is known, so that they lack nothing.
  private let wheels: [ReleasePart]

  init(wheels: [ReleasePart]) { self.wheels = wheels.filter { !$0.names.isEmpty } }

  /// One for all names that the same wheels lack.
  var defects: [Defect] {
    var having: [String: Set<Int>] = [:]
    for (index, wheel) in wheels.enumerated() { for name in wheel.names { having[name, default: []].insert(index) } }
    let partial = having.filter { $0.value.count < wheels.count && isUnexplained($0.key, $0.value) }
    return Dictionary(grouping: partial.keys.sorted()) { having[$0] ?? [] }
      .sorted { $0.value[0] < $1.value[0] }.map { defect($0.value, $0.key) }
  }

  private func isUnexplained(_ name: String, _ having: Set<Int>) -> Bool {
    let has = having.map { wheels[$0] }
    let lacks = wheels.indices.filter { !having.contains($0) }.map { wheels[$0] }
    // Where nothing of the module was found, it is not there, which is told of the module, or its tables were not read.
    let module = Self.module(name, of: has[0])
    guard lacks.allSatisfy({ $0.names.contains { $0.hasPrefix(module) } }) else { return false }
    // `#if PY_VERSION_HEX`: each Python has its own wheel.
    if isEachForOne, Self.share(has, lacks, \.pythons) == false { return false }
    // Code for one machine is nobody's concern where its module is nobody's.
    return Self.share(has, lacks, \.platforms) || !name.contains("._") && !name.hasPrefix("_")
  }

  /// No wheel for several Pythons, and none for a free-threaded one, which has what the limited API or its thread safety allow.
  private var isEachForOne: Bool {
    wheels.allSatisfy { wheel in wheel.pythons.allSatisfy { !$0.hasSuffix("abi3") && !$0.hasSuffix("t") } }
  }

  private static func share(_ left: [ReleasePart], _ right: [ReleasePart], _ words: (ReleasePart) -> [String]) -> Bool {
    !Set(left.flatMap(words)).isDisjoint(with: right.flatMap(words))
  }

  /// `rpds.rpds.` of `rpds.rpds.HashTrieMap.insert`: the longest of the wheel's modules that it is in.
  private static func module(_ name: String, of wheel: ReleasePart) -> String {
    let modules = wheel.modules.map { "\($0)." }.filter(name.hasPrefix)
    return modules.max { $0.count < $1.count } ?? "\(name.prefix { $0 != "." })."
  }

  private func defect(_ names: [String], _ having: Set<Int>) -> Defect {
    let lacks = wheels.indices.filter { !having.contains($0) }.map { wheels[$0] }
    let what = names.count == 1 ? "\(names[0]) is" : "\(names[0]) and \(names.count - 1) more names are"
    return Defect(
      kind: "surface-differs", severity: .warning,
      message:
        "\(what) in \(having.count) of the \(wheels.count) wheels whose binaries were read and not in "
        + "\(PackageSet.named(lacks)); code that uses \(names.count == 1 ? "it" : "them") fails there.",
      member: lacks.first?.file, facts: ["names": .array(names.prefix(50).map { .string($0) })])
  }
}
