import Foundation
import Model
import Subprocess
import SystemPackage

extension Runtime {
  /// What a host on this runtime reads: its files, and the folder of the cache that holds it with its neighbours; of a program
  /// that is elsewhere, the libraries that the loader finds for it.
  func reads(cache: FilePath) async -> [String] {
    let files = ([library, interpreter ?? "", loader ?? ""] + environment.values.sorted()).filter { $0.hasPrefix("/") }
    let kept = files.compactMap { Runtime.part(of: cache.string, with: $0) }
    let elsewhere = Runtime.isElsewhere(library, cache.string) ? await RuntimeLibraries.shared.of(library) : []
    return files.filter { !Runtime.isFolderOfAll($0, cache.string) } + kept + elsewhere
  }

  /// `<cache>/packages` for a file somewhere below it.
  private static func part(of cache: String, with file: String) -> String? {
    guard file.hasPrefix("\(cache)/"), let part = file.dropFirst(cache.count + 1).split(separator: "/").first else {
      return nil
    }
    return "\(cache)/\(part)"
  }

  /// A variable may name `/` or the cache as a whole, which are not the runtime's.
  private static func isFolderOfAll(_ file: String, _ cache: String) -> Bool {
    file == "/" || cache == file || cache.hasPrefix("\(file)/")
  }

  /// A library has no loader that could be asked.
  private static func isElsewhere(_ library: String, _ cache: String) -> Bool {
    !library.contains(".so") && !["/usr/", "/bin/", "/lib/", "/lib64/", "\(cache)/"].contains { library.hasPrefix($0) }
  }
}

/// The shared libraries of programs outside the system's folders, asked of the loader once each.
private actor RuntimeLibraries {
  static let shared = RuntimeLibraries()
  private var known: [String: [String]] = [:]

  func of(_ program: String) async -> [String] {
    if let libraries = known[program] { return libraries }
    let libraries = await RuntimeLibraries.traced(program)
    known[program] = libraries
    return libraries
  }

  /// As `ldd` does it: the loader prints `name => path (address)` and starts nothing.
  private static func traced(_ program: String) async -> [String] {
    let result = try? await Subprocess.run(
      .path(FilePath(program)), environment: .custom(["LD_TRACE_LOADED_OBJECTS": "1"]), input: .none,
      output: .string(limit: 1 << 20), error: .discarded)
    let lines = (result?.standardOutput ?? "").split(separator: "\n")
    return lines.compactMap { line in line.split(separator: " ").first { $0.hasPrefix("/") }.map(String.init) }
  }
}
