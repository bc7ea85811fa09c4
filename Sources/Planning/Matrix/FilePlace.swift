#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Paths as text; nothing here asks whether a file is there.
enum FilePlace {
  /// An absolute path without `.` and `..`; the folder is absolute.
  static func resolve(_ path: String, against folder: String) -> String {
    var parts: [Substring] = []
    for part in (path.hasPrefix("/") ? path : "\(folder)/\(path)").split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The absolute path of the folder that a file is in.
  static func folder(of path: String) -> String { resolve("..", against: absolute(path)) }

  static func absolute(_ path: String) -> String { resolve(path, against: workingFolder()) }

  private static func workingFolder() -> String {
    guard let buffer = getcwd(nil, 0) else { return "/" }
    defer { free(buffer) }
    return String(cString: buffer)
  }
}
