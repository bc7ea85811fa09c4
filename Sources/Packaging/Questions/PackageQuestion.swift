import Model

/// A package probe: what it has to say of each kind of artifact. One that doesn't apply is a skip with the reason.
protocol PackageQuestion: Sendable {
  /// `package/archive-sound`
  static var probe: String { get }
  init(_ circumstances: Circumstances)
  func answer(_ wheel: Wheel) -> [Observation]
  func answer(_ package: NodePackage) -> [Observation]
  func answer(_ library: SharedObject) -> [Observation]
  func answer(_ addon: Addon, _ object: SharedObject) -> [Observation]
  func answer(_ addon: ForeignBinary) -> [Observation]
  func answer(_ module: BareModule) -> [Observation]
  /// For an artifact that could not be read at all.
  func answer(_ error: PackagingError) -> [Observation]
}

/// What an artifact is held against, beside itself.
package struct Circumstances: Sendable {
  package var artifact: Artifact
  package var kind: ArtifactKind
  /// What Matrix.yaml says that the boundary promises.
  package var contract: Contract
  /// The data that binaries are held against.
  package var tables: Tables
  /// It is asked about together with the other files of its release: what it offers is read for them.
  package var isOfRelease: Bool
  package init(
    artifact: Artifact, kind: ArtifactKind, contract: Contract = Contract(), tables: Tables, isOfRelease: Bool = false
  ) {
    (self.artifact, self.kind, self.contract, self.tables) = (artifact, kind, contract, tables)
    self.isOfRelease = isOfRelease
  }
}

let packageQuestions: [any PackageQuestion.Type] = [
  ArchiveSoundQuestion.self, TagTruthQuestion.self, EntryPointQuestion.self, LinkageQuestion.self,
  ExportsMinimalQuestion.self, PanicStrategyQuestion.self, ProvenanceQuestion.self,
  SurfaceAgreesQuestion.self,
]

extension PackageQuestion {
  /// What is no archive at all has no tags and no entry to be wrong about: only archive-sound makes a finding of it.
  func answer(_ error: PackagingError) -> [Observation] { [.unmeasured(error.description)] }

  func answer(_ content: PackageContent) -> [Observation] {
    switch content {
    case .wheel(let wheel): answer(wheel)
    case .package(let package): answer(package)
    case .library(let library): answer(library)
    case .addon(let addon, let object): answer(addon, object)
    case .foreign(let addon): answer(addon)
    case .module(let module): answer(module)
    }
  }
}

/// Files whose symbols can't be told.
func untold(_ paths: [String]) -> [Observation] {
  guard let first = paths.first else { return [] }
  let more = paths.count > 1 ? " and \(paths.count - 1) more" : ""
  return [.unmeasured("\(first.printable)\(more): what tells its symbols is stripped")]
}

/// A table that can't be read is no word about the artifact.
func told(_ defects: () throws(PackagingError) -> [Defect]) -> [Observation] {
  do throws(PackagingError) { return bounded(try defects()) } catch { return [.unmeasured(error.description)] }
}

/// The first 20 defects of each kind, and how many more there are: a damaged wheel may have 200,000.
func bounded(_ defects: [Defect]) -> [Observation] {
  let most = 20
  var counts: [String: Int] = [:]
  var kept: [Defect] = []
  for defect in defects {
    counts[defect.kind, default: 0] += 1
    if counts[defect.kind, default: 0] <= most { kept.append(defect) }
  }
  for (kind, count) in counts.sorted(by: { $0.key < $1.key }) where count > most {
    let severity = kept.first { $0.kind == kind }?.severity ?? .error
    kept.append(Defect(kind: kind, severity: severity, message: "There are \(count - most) more of the kind \(kind)."))
  }
  return kept.map { .defect($0.printable) }
}

extension Defect {
  fileprivate var printable: Defect {
    var defect = self
    defect.message = message.printable
    defect.member = member?.printable
    return defect
  }
}

extension ForeignBinary {
  var figures: [Observation] {
    [
      .fact("machine", .string(machines)),
      .fact("needed", .array(Set(images.flatMap(\.needed)).sorted().map { .string($0.printable) })),
    ]
  }
}

extension Wheel {
  var figures: [Observation] {
    [
      .fact("members", .number(Double(members.count))),
      .fact("binaries", .number(Double(binaries.count + foreign.count))),
    ]
  }
}

extension NodePackage {
  var figures: [Observation] {
    [
      .fact("members", .number(Double(members.count))),
      .fact("binaries", .number(Double(binaries.count + foreign.count))),
      .fact("modules", .number(Double(modules.count))),
    ]
  }
}
