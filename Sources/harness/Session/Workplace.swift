import Building
import Foundation
import Model
import Planning
import Running
import SystemPackage

/// Where things are: the Harnesses folder, the cache, and what the catalogues in them hold.
struct Workplace: Sendable {
  var harnesses: String
  var cache: String
  var probes: [Probe]
  var runtimes: RuntimeCatalogue

  /// - Throws: `Failure` where Harnesses can't be found or a catalogue in it is malformed.
  static func find(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> Workplace {
    let harnesses = try harnessesFolder(environment)
    let cache = Builder.defaultCache(environment)
    do throws(PlanningError) {
      return Workplace(
        harnesses: harnesses, cache: cache, probes: try ProbeCatalogue.load(folder: "\(harnesses)/Probes"),
        runtimes: try RuntimeCatalogue.load(
          folder: "\(harnesses)/Runtimes", cache: cache, home: environment["HOME"] ?? "/nonexistent",
          path: environment["PATH"] ?? "/usr/bin:/bin"))
    } catch { throw Failure(message: "\(error)", exit: .broken) }
  }

  /// - Throws: `Failure` for a runtime that nothing describes, or that isn't here.
  mutating func narrow(to hosts: [String]) throws {
    guard !hosts.isEmpty else { return }
    let found = runtimes.runtimes.map(\.id)
    if let absent = hosts.first(where: { !found.contains($0) }) {
      let install = runtimes.missing.first { $0.id == absent }.map { "; this installs it: \($0.install)" } ?? ""
      throw Failure(
        message: "no runtime \(absent) was found here\(install). There are \(found.joined(separator: ", "))",
        exit: .usage)
    }
    runtimes.runtimes.removeAll { !hosts.contains($0.id) }
  }

  /// Beside or above the program itself, so that it's found from any folder; $HARNESS_HOME names it outright.
  static func harnessesFolder(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> String {
    let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let starts = [environment["HARNESS_HOME"] ?? "", program, FileManager.default.currentDirectoryPath]
    for start in starts where !start.isEmpty {
      if let found = above(start) { return found }
    }
    throw Failure(
      message:
        "the folder Harnesses is neither above the program nor above this folder; set HARNESS_HOME to where it is",
      exit: .broken)
  }

  private static func above(_ start: String) -> String? {
    var folder = FilePath(start)
    while !folder.components.isEmpty {
      let candidate = folder.appending("Harnesses")
      if FileManager.default.fileExists(atPath: candidate.appending("Probes").string) { return candidate.string }
      folder.removeLastComponent()
    }
    return nil
  }
}
