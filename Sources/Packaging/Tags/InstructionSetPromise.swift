import Model

/// Processors' instructions: a tag, and npm's cpu, name every x86-64, so that what needs a later level fails on some.
struct InstructionSetPromise {
  private let binaries: [Wheel.Binary]
  /// What says it: `the tag manylinux_2_17_x86_64`.
  private let promise: String
  private let demanding: [Wheel.Binary]
  /// Nothing that a host loads gets by without; where something does, it may choose by the processor.
  private let isCertain: Bool
  private let loaded: Set<String>

  /// `loaded` has the paths of what the host opens by itself: extension modules, addons; empty where that may be any file.
  init(_ binaries: [Wheel.Binary], loaded: Set<String>, promise: String) {
    (self.binaries, self.promise) = (binaries.filter { $0.elf.machine == Machine(named: "x86_64") }, promise)
    self.loaded = loaded
    demanding = self.binaries.filter { $0.elf.x86Level != nil }
    let names = Set(demanding.map(\.name))
    let first = self.binaries.filter { loaded.isEmpty || loaded.contains($0.path) }
    isCertain = first.allSatisfy { $0.elf.x86Level != nil || $0.elf.needed.contains(where: names.contains) }
  }

  var defects: [Defect] {
    demanding.map(defect) + DecodedPromise(binaries: binaries, loaded: loaded, promise: promise).defects
  }

  private func defect(_ binary: Wheel.Binary) -> Defect {
    let level = binary.elf.x86Level ?? 1
    return Defect(
      kind: "isa-above-baseline", severity: isCertain ? .error : .warning,
      message:
        "\(binary.path) says in its GNU property note that it needs x86-64-v\(level), and \(promise) names every "
        + "x86-64 processor. On an older one glibc, from 2.33 on, refuses to load it.", member: binary.path,
      facts: ["level": .number(Double(level))])
  }
}

extension Wheel.Binary {
  /// The last component of its path.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
