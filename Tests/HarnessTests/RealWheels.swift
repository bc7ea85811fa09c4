import Foundation
import Subprocess
import SystemPackage

/// Wheels of other people, fetched by name with pip, once, into the cache.
enum RealWheels {
  private static let folder = "\(Program.cache)/test-wheels"

  /// The wheel's path; nil where it is not there and can't be had.
  static func path(_ name: String, _ version: String) async -> String? {
    if let there = stored(name, version) { return there }
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    _ = try? await Subprocess.run(
      .path("/usr/bin/python3.11"),
      arguments: [
        "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check",
        "--timeout", "10", "--retries", "1", "--dest", folder, "\(name)==\(version)",
      ], output: .discarded)
    return stored(name, version)
  }

  static func isThere(_ name: String, _ versions: [String]) async -> Bool {
    for version in versions where await path(name, version) == nil { return false }
    return true
  }

  private static func stored(_ name: String, _ version: String) -> String? {
    let prefix = "\(name.replacing("-", with: "_"))-\(version)-"
    return (try? FileManager.default.contentsOfDirectory(atPath: folder))?
      .first { $0.hasPrefix(prefix) && $0.hasSuffix(".whl") }.map { "\(folder)/\($0)" }
  }
}
