import Foundation
import Model
import Testing

@testable import Packaging

/// Where abi3audit and auditwheel have an opinion, ours is the same; skipped where no package index is in reach.
@Suite struct PeerAgreementTests {
  @Test(arguments: PublishedWheels.pins)
  func `no package question has an error on a wheel that millions install`(pin: String) throws {
    let artifact = Artifact(path: try Self.wheel(pin), sha256: "")
    let answers = readPackage(Circumstances(artifact: artifact, kind: .wheel, tables: Fixture.tables)).answers
    for (probe, observations) in answers {
      for case .defect(let defect) in observations where defect.severity == .error {
        Issue.record("\(probe) \(defect.kind): \(defect.message)")
      }
    }
  }

  /// The oldest policy that we have nothing against is the one that auditwheel names.
  @Test(arguments: PublishedWheels.pins)
  func `the oldest tag that a wheel keeps is auditwheel's`(pin: String) throws {
    let path = try Self.wheel(pin)
    #expect(try Self.oldestTag(try readWheel(at: path)) == (try Self.auditwheel(path)).overallTag)
  }

  /// abi3audit asks any extension module, as if it were for Python 3.2, so that there is something to agree on.
  @Test(arguments: PublishedWheels.pins)
  func `the symbols outside the stable ABI are abi3audit's`(pin: String) throws {
    let path = try Self.wheel(pin)
    let theirs = try Self.abi3audit(path)
    let ours = Self.symbols(try readWheel(at: path), try Fixture.tables.stableABI(), theirs)
    #expect(ours.keys.sorted() == theirs.keys.sorted())
    for (file, symbols) in theirs { #expect(ours[file] == symbols, "\(file)") }
  }

  @Test(arguments: [
    ("newer-glibc", "glibc-newer-than-tag"), ("newer-libstdcxx", "symbol-version-newer-than-tag"),
    ("private-glibc", "private-glibc-symbol"), ("forbidden-symbol", "forbidden-symbol"),
  ])
  func `auditwheel refuses the tag of a control that we refuse`(control: String, kind: String) throws {
    try Self.packed(control) { path, defects in
      #expect(defects == [kind])
      let overall = try Self.auditwheel(path).overallTag
      #expect(!path.contains(overall), "\(overall)")
      #expect(try Self.oldestTag(try readWheel(at: path)) == overall)
    }
  }

  @Test(arguments: ["abi3-not-stable", "abi3-newer", "sound-abi3"])
  func `abi3audit finds in a control what we find`(control: String) throws {
    try Self.packed(control) { path, _ in
      let theirs = try Self.abi3audit(path)
      #expect(Self.symbols(try readWheel(at: path), try Fixture.tables.stableABI(), theirs) == theirs)
    }
  }
}

/// What is wrong with a module as a part of the stable ABI.
private struct Symbols: Equatable {
  var notStable: Set<String> = []
  var newer: Set<String> = []
}

extension PeerAgreementTests {
  private static func wheel(_ pin: String) throws -> String {
    guard let path = PublishedWheels.path(pin) else {
      try Test.cancel("pip can't download \(pin): no package index is in reach")
    }
    return path
  }

  private static func peer(_ words: String...) throws -> Data {
    guard let folder = Peers.folder else {
      try Test.cancel("pip can't install the peers: no package index is in reach")
    }
    // abi3audit ends with 1 where it finds something.
    let command = ["sh", "-c", "\"$@\" || [ $? -eq 1 ]", "sh", "\(folder)/\(words[0])"]
    return Data(try Fixture.output(command + words.dropFirst()).utf8)
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }

  private struct Audit: Decodable { var overallTag: String }

  private static func auditwheel(_ path: String) throws -> Audit {
    try decoder.decode(Audit.self, from: try peer("auditwheel", "show", "--json", path))
  }

  /// Every policy in place of the wheel's own tags, oldest first.
  private static func oldestTag(_ wheel: Wheel) throws -> String {
    struct Table: Decodable {
      struct Row: Decodable { var name: String }
      var glibc: [Row]
    }
    let table: Table = try Fixture.tables.load("manylinux")
    let policies = try Fixture.tables.platformPolicies()
    for tag in table.glibc.map({ "\($0.name)_\(Machine.hereName)" }) where policies.policy(for: tag) != nil {
      var tagged = wheel
      tagged.file?.tags = [WheelTag(python: "py3", abi: "none", platform: tag)]
      let system = try #require(OldestSystem(tagged, policies))
      if tagged.binaries.allSatisfy({ SystemPromise(binary: $0, system: system).defects.isEmpty }) { return tag }
    }
    return "linux_\(Machine.hereName)"
  }

  /// By file name, less what abi3audit counts and a loader doesn't ask Python for: definitions of the wheel's own, and weak
  /// imports.
  private static func abi3audit(_ path: String) throws -> [String: Symbols] {
    struct Report: Decodable {
      struct Spec: Decodable { var wheel: [File] }
      struct File: Decodable {
        var name: String
        var result: Result
      }
      struct Result: Decodable {
        var nonAbi3Symbols: [String]
        var futureAbi3Objects: [String: String]
      }
      var specs: [String: Spec]
    }
    let report = try decoder.decode(
      Report.self, from: try peer("abi3audit", "--report", "--assume-minimum-abi3", "3.2", path))
    let binaries = try readWheel(at: path).binaries
    let defined = Set(binaries.flatMap(\.elf.symbols).filter(\.isDefined).map(\.name))
    var found: [String: Symbols] = [:]
    for file in report.specs.values.flatMap(\.wheel) {
      let own = binaries.filter { $0.path.hasSuffix("/\(file.name)") || $0.path == file.name }
      let weak = Set(own.flatMap(\.elf.symbols).filter { $0.isWeak && !$0.isDefined }.map(\.name))
      let all = found[file.name] ?? Symbols()
      found[file.name] = Symbols(
        notStable: all.notStable.union(file.result.nonAbi3Symbols).subtracting(defined).subtracting(weak),
        newer: all.newer.union(file.result.futureAbi3Objects.keys).subtracting(weak))
    }
    return found
  }

  private static func symbols(_ wheel: Wheel, _ table: StableABI, _ theirs: [String: Symbols]) -> [String: Symbols] {
    let tagged = wheel.tags.filter(\.isStable).compactMap(\.pythonVersion).min()
    var found: [String: Symbols] = [:]
    for binary in wheel.binaries {
      let name = binary.path.split(separator: "/").last.map(String.init) ?? ""
      guard theirs[name] != nil else { continue }
      let defined = Set(wheel.binaries.flatMap(\.elf.symbols).filter { $0.isDefined && $0.isPython }.map(\.name))
      let promise = StablePromise(
        path: name, image: binary.elf, promise: "", oldest: tagged ?? DottedVersion(3, 2), table: table, own: defined,
        severity: .error)
      var symbols = found[name] ?? Symbols()
      for defect in promise.defects {
        let names = Set(defect.facts["symbols"]?.array?.compactMap(\.string) ?? [])
        if defect.kind == "abi3-symbol-not-stable" {
          symbols.notStable.formUnion(names)
        } else {
          symbols.newer.formUnion(names)
        }
      }
      found[name] = symbols
    }
    return found
  }

  private static func packed(_ name: String, _ body: (String, [String]) throws -> Void) throws {
    let file = "\(Control.folder(of: "tag-truth"))/controls/\(name).yaml"
    let recipe = try ControlRecipe(json: try String(contentsOfFile: file, encoding: .utf8), name: file)
    try Fixture.withFolder { folder in
      let (artifact, kind) = try packControl(recipe, into: folder, compile: Fixture.compile)
      try body(artifact.path, Fixture.defects(of: "package/tag-truth", artifact, kind).map(\.kind))
    }
  }
}
