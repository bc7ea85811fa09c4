import Foundation
import SystemPackage

extension HostCompiler {
  /// The counting allocator, for LD_PRELOAD. Its copy of the unwinder stays to itself.
  package func heapInstrument() async throws(RunningError) -> FilePath {
    try await sharedObject(
      "heap",
      sources: ["heap", "owners", "recording", "holdings", "threads", "descriptors"].map {
        "Instruments/Heap/\($0).c"
      },
      flags: Compilation.strict + ["-fno-builtin", "-static-libgcc", "-Wl,--exclude-libs,ALL"])
  }
}

extension FilePath {
  var isReadable: Bool { access(string, R_OK) == 0 }
}
