import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The few things done with folders, with errors of this stage.
enum Folder {
  static func create(_ path: String) throws(BuildingError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }

  /// No error where there is nothing to remove.
  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  static func exists(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  static func isFile(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
  }

  /// Absolute paths of the entries with this suffix, sorted; none where the folder isn't there.
  static func entries(of path: String, suffix: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(suffix) }.sorted().map { path + "/" + $0 }
  }

  /// The path without links, as cargo tells it; nil where there is no such folder.
  static func canonical(_ path: String) -> String? {
    exists(path) ? resolved(path) : nil
  }

  /// The path of a file without links; nil where there is none.
  static func resolved(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  static func parent(_ path: String) -> String {
    path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
  }

  static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  static func write(_ text: String, to path: String) throws(BuildingError) {
    do {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }

  /// A link, in place of what is there.
  static func link(_ path: String, to target: String) throws(BuildingError) {
    remove(path)
    do {
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }

  static func copy(_ path: String, to place: String) throws(BuildingError) {
    do {
      try FileManager.default.copyItem(atPath: path, toPath: place)
    } catch {
      throw .unwritable(path: place, reason: "\(error)")
    }
  }
}
