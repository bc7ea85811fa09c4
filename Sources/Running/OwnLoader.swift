import SystemPackage

/// A dynamic loader with the C library that a runtime was built for, where the system's is older.
///
/// The host is linked to start through it, and not by a command line that names it: /proc/self/exe is the host, as
/// artifacts and symbolizers expect.
package struct OwnLoader: Sendable {
  private let path: String
  private var folder: String { FilePath(path).removingLastComponent().string }
  private static let variable = "LD_LIBRARY_PATH"

  package init(_ path: String) { self.path = path }

  var linkerArguments: [String] { ["-Wl,--dynamic-linker=\(path)"] }

  /// The loader reads the variable when the process starts; the host takes the folder out again, since the system's
  /// programs, started by the artifact, would mix two C libraries.
  var hostArguments: [String] { ["--own-libraries", folder] }

  func add(to environment: inout [String: String]) {
    environment[Self.variable] = [folder, environment[Self.variable]].compactMap(\.self).joined(separator: ":")
  }
}
