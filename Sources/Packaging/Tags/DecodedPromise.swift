import Model

/// The same promise, held against the code that runs whenever a host loads the binaries.
///
/// No specification of a tag speaks of levels yet (pypa/auditwheel#535), so it is a warning; that the process dies of
/// SIGILL is none the less sure: pypa/manylinux#1725.
struct DecodedPromise {
  let binaries: [Wheel.Binary]
  /// Paths of what the host opens by itself.
  let loaded: Set<String>
  let promise: String

  /// At most one, of the highest level: all of a package is mostly built with the same options.
  var defects: [Defect] {
    let needed = neededNames
    let demanding = binaries.filter { binary in
      binary.elf.demandsUnsaid && !isChosen(binary)
        && (loaded.isEmpty ? binaries.count == 1 : loaded.contains(binary.path) || needed.contains(binary.name))
    }
    guard let worst = demanding.max(by: { Self.level($0) < Self.level($1) }),
      let demand = worst.elf.processorDemand
    else { return [] }
    let others = demanding.map(\.path).filter { $0 != worst.path }
    return [
      Defect(
        kind: "isa-above-baseline", severity: .warning,
        message:
          "\(worst.path) runs \(demand) whenever it is loaded, and \(promise) names every x86-64 processor. On one "
          + "without, and in a virtual machine that hides it, the process dies of SIGILL.\(Self.list(others))",
        member: worst.path,
        facts: ["level": .number(Double(demand.level)), "instruction": .string(demand.instruction)])
    ]
  }

  private static func level(_ binary: Wheel.Binary) -> Int { binary.elf.processorDemand?.level ?? 1 }

  private static func list(_ others: [String]) -> String {
    guard let first = others.first else { return "" }
    let more = others.count == 1 ? "" : " and \(others.count - 1) more"
    return " So does \(first)\(more)."
  }

  /// The libraries that come with what the host opens.
  private var neededNames: Set<String> {
    let byName = Dictionary(binaries.map { ($0.name, $0.elf.needed) }) { first, _ in first }
    var found: Set<String> = []
    var waiting = binaries.filter { loaded.contains($0.path) }.flatMap(\.elf.needed)
    while let name = waiting.popLast() {
      if found.insert(name).inserted { waiting += byName[name] ?? [] }
    }
    return found
  }

  /// Words in the names of files of which one is chosen by the processor: `_kernels_avx2.so`.
  private static let levels = ["avx", "sse", "ssse", "fma", "bmi", "v2", "v3", "v4", "haswell", "skylake", "znver"]

  /// Its name says which processors it is for.
  private func isChosen(_ binary: Wheel.Binary) -> Bool {
    let stem = binary.name.prefix { $0 != "." }.lowercased()
    let words = stem.split { !$0.isLetter && !$0.isNumber }
    return words.contains { word in Self.levels.contains { word.hasPrefix($0) } }
  }
}

extension ELFFile {
  /// Of the x86-64 psABI, by its property note or by the code that loading it runs; nil where neither tells one.
  var neededLevel: Int? { [x86Level, processorDemand?.level].compactMap(\.self).max() }

  /// More than its property note says.
  var demandsUnsaid: Bool { processorDemand.map { $0.level > x86Level ?? 1 } ?? false }
}

extension ProcessorDemand: CustomStringConvertible {
  /// `vmovdqu (x86-64-v3, at 0x5123 in PyInit_words)`
  package var description: String {
    let place =
      switch start {
      case .constructor: "of a constructor"
      case .function(let name): "of \(name)"
      case .slot: "of what its module's definition has Python call"
      }
    return "\(instruction) (x86-64-v\(level), at 0x\(String(address, radix: 16)), a part \(place))"
  }
}
