#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A path or a shell pattern that names one file, expanded by glob(3).
struct ArtifactPattern: Sendable {
  let target: String
  let pattern: String

  func file() throws(BuildingError) -> String {
    let found = matches()
    guard let first = found.first else { throw .noMatch(target: target, pattern: pattern) }
    guard found.count == 1 else { throw .severalMatches(target: target, pattern: pattern, found: found) }
    return first
  }

  /// A name with brackets in it may also be meant as it stands.
  private func matches() -> [String] {
    if access(pattern, F_OK) == 0 { return [pattern] }
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { index in found.gl_pathv[index].map { String(cString: $0) } }
  }
}
