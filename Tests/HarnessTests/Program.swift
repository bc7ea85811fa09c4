import Foundation
import SystemPackage

/// The `harness` that SwiftPM built beside this test bundle, and the repository that it came from.
enum Program {
  static let repository = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
  static let harnesses = repository.appending("Harnesses")

  /// Beside the running bundle; a debugger may run it from elsewhere, then the debug build is meant.
  static let path: FilePath = {
    let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let beside = FilePath(bundle).removingLastComponent().appending("harness")
    let isThere = FileManager.default.isExecutableFile(atPath: beside.string)
    return isThere ? beside : repository.appending(".build/debug/harness")
  }()

  /// The cache that runs share, so that hosts are compiled once.
  static let cache: String = {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") { return "\(folder)/harness" }
    return "\(environment["HOME"] ?? "/tmp")/.cache/harness"
  }()
}
