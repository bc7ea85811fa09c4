import Model

/// `package/panic-strategy`: does a panic do what the boundary promises?
struct PanicStrategyQuestion: PackageQuestion {
  static let probe = "package/panic-strategy"
  private let promised: Contract.Panic?

  init(_ circumstances: Circumstances) { promised = circumstances.contract.panic }

  func answer(_ wheel: Wheel) -> [Observation] {
    wheel.figures + answer(wheel.natives, ofHost: "the interpreter")
  }

  func answer(_ package: NodePackage) -> [Observation] {
    let modules = package.modules.map { BareModule(name: $0.path, wasm: $0.wasm) }
    if package.natives.isEmpty { return package.figures + answer(modules) }
    return package.figures + answer(package.natives, ofHost: "Node") + bounded(modules.flatMap(defects))
  }

  func answer(_ library: SharedObject) -> [Observation] {
    library.figures + answer([NativeBinary(path: library.name, image: library.elf)], ofHost: "its caller")
  }

  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation] {
    object.figures + answer([NativeBinary(path: addon.path, image: addon.image)], ofHost: "Node")
  }

  func answer(_ addon: ForeignBinary) -> [Observation] { addon.figures + answer(addon.natives, ofHost: "Node") }

  func answer(_ module: BareModule) -> [Observation] { module.figures + answer([module]) }

  private func answer(_ binaries: [NativeBinary], ofHost host: String) -> [Observation] {
    // A program's panics end nobody's process but its own.
    let binaries = binaries.filter { $0.image.type != .program }
    let rust = binaries.filter { $0.image.panicStrategy != nil }
    if promised != nil || rust.isEmpty, let unclear = binaries.lazy.compactMap(unclear).first {
      return [.unmeasured(unclear)]
    }
    guard !rust.isEmpty else {
      let isStripped = !binaries.isEmpty && binaries.allSatisfy { !$0.image.tellsSymbols }
      return isStripped
        ? [.unmeasured("the section headers are stripped, and with them what tells how it panics")]
        : [.skip("nothing in it tells of Rust that could panic in a host: no compiler's note and no path")]
    }
    let strategies = Set(rust.compactMap(\.image.panicStrategy?.rawValue)).sorted()
    return [.fact("panic-strategy", .array(strategies.map(Value.string)))]
      + bounded(once(rust.compactMap { defect($0, host) }))
  }

  /// Why nothing is told of a file with Rust in it.
  private func unclear(_ binary: NativeBinary) -> String? {
    let path = binary.path.printable
    if binary.image.throwsUnclearly {
      return "\(path) has Rust and C++ in it, and which of them throws is not to be told"
    }
    guard binary.image.hidesPanics else { return nil }
    let compiler = binary.image.toolchain.first { $0.hasPrefix("rustc ") }
    return "\(path) is built by \(compiler ?? "rustc"), and the texts that would tell what a panic does are not in it: "
      + "they are stripped (panic = \"immediate-abort\"), or nothing in it panics"
  }

  private func defect(_ binary: NativeBinary, _ host: String) -> Defect? {
    guard let found = binary.image.panicStrategy else { return nil }
    if let promised {
      return promised == found ? nil : mismatch(binary.path, promised: promised, found: found.rawValue)
    }
    guard found == .abort, let catcher = binary.image.panicCatcher else { return nil }
    return Defect(
      kind: "panics-abort", severity: .warning,
      message:
        "A panic in \(binary.path) aborts the process of \(host): it is built with panic = \"abort\", so that \(catcher) "
        + "can't turn it into an error. Leave it at unwind, or promise it: contract: { panic: abort }.",
      member: binary.path)
  }

  private func mismatch(_ path: String, promised: Contract.Panic, found: String) -> Defect {
    Defect(
      kind: "panic-strategy-mismatch",
      message:
        "The contract promises that a panic in \(path) \(promised == .unwind ? "unwinds" : "aborts"); it is built so "
        + "that it \(found == "unwind" ? "unwinds" : "\(found)s").", member: path,
      facts: ["promised": .string(promised.rawValue), "found": .string(found)])
  }

  private func answer(_ modules: [BareModule]) -> [Observation] {
    guard promised != nil || modules.contains(where: \.wasm.isOfRust) else {
      return [.skip("there is no Rust in it that could panic, as far as its producers section tells")]
    }
    let strategies = Set(modules.map { $0.wasm.canUnwind ? "unwind" : "trap" }).sorted()
    return [.fact("panic-strategy", .array(strategies.map(Value.string)))] + bounded(modules.flatMap(defects))
  }

  /// A trap is wasm's abort, and the host sees it as an error: only where more is promised is it a finding.
  private func defects(_ module: BareModule) -> [Defect] {
    let wasm = module.wasm
    switch promised {
    case .unwind where !wasm.canUnwind: return [mismatch(module.name, promised: .unwind, found: "trap")]
    case .abort where wasm.canUnwind && wasm.isOfRust && !wasm.isOfCPlusPlus:
      return [mismatch(module.name, promised: .abort, found: "unwind")]
    default: return []
    }
  }
}
