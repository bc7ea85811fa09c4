import Model

/// `package/provenance`: of what, where and by what was it made, and is something known to be wrong with that?
struct ProvenanceQuestion: PackageQuestion {
  static let probe = "package/provenance"
  private let tables: Tables

  init(_ circumstances: Circumstances) { tables = circumstances.tables }

  func answer(_ wheel: Wheel) -> [Observation] {
    wheel.figures + answer(Making(.wheel(wheel)))
  }

  func answer(_ package: NodePackage) -> [Observation] {
    package.figures + answer(Making(.package(package)))
  }

  func answer(_ library: SharedObject) -> [Observation] { library.figures + answer(Making(.library(library))) }
  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation] { answer(object) }
  func answer(_ addon: ForeignBinary) -> [Observation] { addon.figures + answer(Making(.foreign(addon))) }
  func answer(_ module: BareModule) -> [Observation] { module.figures + answer(Making(.module(module))) }

  private func answer(_ making: Making) -> [Observation] {
    do throws(PackagingError) {
      let tables = try ProvenanceTables(tables)
      return facts(making, tables) + bounded(MakingDefects(making: making, bugs: tables.bugs).all)
    } catch { return [.unmeasured(error.description)] }
  }

  private func facts(_ making: Making, _ tables: ProvenanceTables) -> [Observation] {
    let told = making.provenance(tables)
    let tests = making.notes.secrets.filter(\.isTests)
    return [
      .fact("toolchain", words(told.toolchain)), .fact("build-paths", words(told.buildPaths)),
      .fact("frameworks", .object(told.frameworks.mapValues { .string($0) })), .fact("sboms", words(told.sboms)),
      .fact("components", .number(Double(told.components.count))),
      .fact("debug-bytes", .number(Double(making.parts.reduce(0) { $0 + $1.debugBytes }))),
      .fact("secrets-of-tests", words(tests.map { "\($0.member), \($0.place): \($0.kind.rawValue)" })),
    ]
  }

  private func words(_ texts: [String]) -> Value { .array(texts.prefix(100).map { .string($0.printable) }) }
}
