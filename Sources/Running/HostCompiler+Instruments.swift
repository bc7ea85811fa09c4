import Foundation
import Model
import SystemPackage

extension HostCompiler {
  /// The counting allocator, for LD_PRELOAD. Its copy of the unwinder stays to itself.
  package func heapInstrument() async throws(RunningError) -> FilePath {
    let parts = ["heap", "owners", "recording", "holdings", "threads", "descriptors"]
    return try await allocator("heap", sources: parts.map { "Instruments/Heap/\($0).c" })
  }

  /// The allocator with guard pages and a quarantine, for LD_PRELOAD.
  package func guardInstrument() async throws(RunningError) -> FilePath {
    let parts = ["guard", "slots", "ledger", "freed", "events", "refusal"]
    return try await allocator("guard", sources: parts.map { "Instruments/Guard/\($0).c" })
  }

  /// What a probe needs in front of libc's allocator.
  func instruments(_ probe: Probe) async throws(RunningError) -> [FilePath] {
    if probe.needs.contains(.guardInstrument) { return [try await guardInstrument()] }
    return probe.needs.contains(.heapInstrument) ? [try await heapInstrument()] : []
  }

  private func allocator(_ name: String, sources: [String]) async throws(RunningError) -> FilePath {
    let shared = ["entry_points", "backtrace", "code_ranges"].map { "Instruments/Allocation/\($0).c" }
    return try await sharedObject(
      name, sources: sources + shared,
      flags: Compilation.strict + ["-fno-builtin", "-static-libgcc", "-Wl,--exclude-libs,ALL"],
      libraries: ["-ldl", "-lpthread"])
  }
}

extension FilePath {
  var isReadable: Bool { access(string, R_OK) == 0 }
}
