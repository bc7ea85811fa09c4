/// One installed version a host can run on, found here; Harnesses/Runtimes/<id>.yaml says how.
package struct Runtime: Sendable, Equatable {
  package var id: String
  package var host: HostKind
  /// `3.11`
  package var version: String
  /// Absolute path of what the host loads or runs: libpython; the C compiler for native.
  package var library: String
  /// Absolute path of the interpreter that installs packages for it.
  package var interpreter: String?
  /// Absolute path of the dynamic loader in the tree of the library, with the C library that it was built for beside it;
  /// nil where the system's does.
  package var loader: String?
  package var capabilities: [Capability]
  package var environment: [String: String]
  package init(
    id: String, host: HostKind, version: String, library: String, interpreter: String? = nil, loader: String? = nil,
    capabilities: [Capability] = [], environment: [String: String] = [:]
  ) {
    self.id = id
    self.host = host
    self.version = version
    self.library = library
    self.interpreter = interpreter
    self.loader = loader
    self.capabilities = capabilities
    self.environment = environment
  }
}

/// A runtime that is described in the repository and not installed here.
package struct MissingRuntime: Sendable, Equatable {
  package var id: String
  package var host: HostKind
  /// What was looked for, such as `/usr/lib/*/libpython3.11d.so.1.0`.
  package var sought: [String]
  /// The command that installs it.
  package var install: String
  /// Nothing here provides it, and nobody has to have it.
  package var isOptional: Bool
  package init(id: String, host: HostKind, sought: [String], install: String, isOptional: Bool = false) {
    self.id = id
    self.host = host
    self.sought = sought
    self.install = install
    self.isOptional = isOptional
  }
}
