import Foundation
import Model

/// What the figures of a run were measured on.
enum Machine {
  static func facts() -> [String: Value] {
    let process = ProcessInfo.processInfo
    return [
      "cores": .number(Double(process.activeProcessorCount)),
      "memory-bytes": .number(Double(process.physicalMemory)),
      "system": .string(process.operatingSystemVersionString),
      "kernel": .string(line("/proc/sys/kernel/osrelease")), "load": .string(line("/proc/loadavg")),
    ]
  }

  private static func line(_ path: String) -> String {
    ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// A clock that starts when it's made.
struct Stopwatch: Sendable {
  private let start = ContinuousClock.now

  var seconds: Double {
    let elapsed = ContinuousClock.now - start
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }
}
