import Foundation
import Subprocess

/// What /proc says of processes that a run may have left behind.
enum Processes {
  /// Neither running nor waiting to be reaped.
  static func isGone(_ process: Int) -> Bool { !FileManager.default.fileExists(atPath: "/proc/\(process)") }

  /// Command lines of the processes that have this text in their command line or environment.
  static func mentioning(_ text: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }.compactMap { process in
      let words = read("/proc/\(process)/cmdline")
      return words.contains(text) || read("/proc/\(process)/environ").contains(text) ? "\(process) \(words)" : nil
    }
  }

  /// Peak resident size in KiB, read until the process has ended.
  static func peak(of process: ProcessIdentifier) async throws -> Int {
    var peak = 0
    while let now = field("VmHWM", of: process) {
      peak = max(peak, now)
      try await Task.sleep(for: .milliseconds(20))
    }
    return peak
  }

  /// Nil once the process is a zombie or gone.
  private static func field(_ name: String, of process: ProcessIdentifier) -> Int? {
    read("/proc/\(process.value)/status").split(separator: "\n").first { $0.hasPrefix("\(name):") }
      .flatMap { Int($0.filter(\.isNumber)) }
  }

  private static func read(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}

/// Asks until it holds; false where it didn't within `limit`, which is generous since it only ends a broken test.
func eventually(within limit: Duration = .seconds(30), _ holds: () throws -> Bool) async throws -> Bool {
  let deadline = ContinuousClock.now + limit
  while try !holds() {
    guard ContinuousClock.now < deadline else { return false }
    try await Task.sleep(for: .milliseconds(20))
  }
  return true
}
