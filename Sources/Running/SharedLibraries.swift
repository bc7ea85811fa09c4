import Foundation
import SystemPackage

/// What an artifact that is a shared library may name by `$ORIGIN`.
enum SharedLibraries {
  /// The library itself and those in its folder; absolute.
  static func beside(_ library: String) -> [String] {
    let folder = FilePath(library).removingLastComponent().string
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return [library] + names.filter { $0.hasSuffix(".so") || $0.contains(".so.") }.sorted().map { "\(folder)/\($0)" }
  }
}
