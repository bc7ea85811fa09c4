/// A decoded Matrix.yaml, version 1.
package struct Matrix: Sendable, Equatable {
  package var targets: [Target]
  package var known: [KnownEntry]
  package init(targets: [Target], known: [KnownEntry]) {
    self.targets = targets
    self.known = known
  }
}

package enum ArtifactKind: String, Sendable, Codable, CaseIterable {
  case wheel
  case nodeAddon = "node-addon"
  case wasm
  case cABI = "c-abi"
  case cxx
  case uniffi
}

/// How to get an artifact, and what its boundary promises.
package struct Target: Sendable, Equatable {
  package var id: String
  package var kind: ArtifactKind
  package var source: ArtifactSource
  /// pip requirements installed beside a wheel.
  package var requires: [String]
  /// Runtime ids; empty means every runtime found here that fits.
  package var hosts: [String]
  package var contract: Contract
  package var exercises: [Exercise]
  /// The header of a c-abi artifact that was not built here.
  package var header: String?
  /// Of a cell without an exercise.
  package var timeout: Duration
  package init(
    id: String, kind: ArtifactKind, source: ArtifactSource, requires: [String] = [], hosts: [String] = [],
    contract: Contract = Contract(), exercises: [Exercise] = [], header: String? = nil,
    timeout: Duration = .seconds(30)
  ) {
    self.id = id
    self.kind = kind
    self.source = source
    self.requires = requires
    self.hosts = hosts
    self.contract = contract
    self.exercises = exercises
    self.header = header
    self.timeout = timeout
  }
}

package enum ArtifactSource: Sendable, Equatable {
  /// Built by the target's own packager from `path` (absolute).
  case build(Build)
  /// A path or a shell pattern (absolute) that matches one file.
  case file(String)
  /// The files of these targets together: one release. Only `check` makes one.
  case set([Target])
}

package struct Build: Sendable, Equatable {
  package enum Packager: String, Sendable, Codable, CaseIterable {
    case maturin
    case setuptoolsRust = "setuptools-rust"
    case napi
    case cargo
    case wasmBindgen = "wasm-bindgen"
    case wasmPack = "wasm-pack"
    case cmake
    case command
  }
  package var packager: Packager
  package var path: String
  /// The command line of packager `command`, run by /bin/sh in `path`; it prints the artifact's path as its last line.
  package var command: String?
  package init(packager: Packager, path: String, command: String? = nil) {
    self.packager = packager
    self.path = path
    self.command = command
  }
}

/// What the boundary promises.
package struct Contract: Sendable, Equatable {
  package enum Panic: String, Sendable, Codable, CaseIterable { case unwind, abort }
  package var panic: Panic?
  package init(panic: Panic? = nil) { self.panic = panic }
}

/// A named bit of host-language code that uses the artifact.
package struct Exercise: Sendable, Hashable {
  package enum Panics: String, Sendable, Codable, CaseIterable { case contained, abort }
  package enum Blocks: Sendable, Hashable {
    case never, allowed
    case atMost(Duration)
  }
  package var name: String
  package var setup: String
  package var call: String
  package var after: String?
  package var raises: String?
  package var panics: Panics?
  package var blocks: Blocks
  package var isAsync: Bool
  /// May not be repeated; growth probes skip it.
  package var once: Bool
  /// Shell patterns of probe ids; empty means all that fit.
  package var probes: [String]
  package var timeout: Duration
  package var environment: [String: String]
  package init(
    name: String, setup: String = "", call: String, after: String? = nil, raises: String? = nil,
    panics: Panics? = nil, blocks: Blocks = .never, isAsync: Bool = false, once: Bool = false, probes: [String] = [],
    timeout: Duration = .seconds(30), environment: [String: String] = [:]
  ) {
    self.name = name
    self.setup = setup
    self.call = call
    self.after = after
    self.raises = raises
    self.panics = panics
    self.blocks = blocks
    self.isAsync = isAsync
    self.once = once
    self.probes = probes
    self.timeout = timeout
    self.environment = environment
  }
}

/// A failure that is accepted for now, with a link that says why.
package struct KnownEntry: Sendable, Equatable {
  package var cell: Glob
  package var because: String
  /// `2027-03-01`; past it, the entry is an error.
  package var until: String?
  /// The number of findings may only fall.
  package var atMost: Int?
  /// Facts of the target's artifact that are versions, each with the last version that has the failure; past one of them
  /// the entry says nothing. A fact that the file doesn't tell holds.
  package var upTo: [String: String]
  /// Line in Matrix.yaml.
  package var line: Int
  package init(
    cell: Glob, because: String, until: String? = nil, atMost: Int? = nil, upTo: [String: String] = [:], line: Int = 0
  ) {
    self.cell = cell
    self.because = because
    self.until = until
    self.atMost = atMost
    self.upTo = upTo
    self.line = line
  }
}

extension Target {
  /// Of a release, the targets that it is made of.
  package var parts: [Target] { if case .set(let parts) = source { parts } else { [] } }
}
