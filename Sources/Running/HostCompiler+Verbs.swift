import Model
import SystemPackage

extension HostCompiler {
  /// What every host says, and what it tells of stacks.
  static let wireSources = ["wire", "modules", "frames", "stacks"].map { "Hosts/Wire/\($0).c" }

  /// What a host needs that asks under the guard instrument.
  static let guardingSources = ["guarding", "own_allocators"].map { "Instruments/Guard/\($0).c" }

  /// What the hosts of probe.c have in common.
  static let verbSources =
    ["verbs", "raised"].map { "Hosts/Verbs/\($0).c" }
    + wireSources
    + ["growth", "process", "survivors"].map { "Instruments/Growth/\($0).c" }
    + ["heartbeat", "hold", "sampler"].map { "Instruments/Heartbeat/\($0).c" } + ["Instruments/Timing/timing.c"]

  /// The probe's probe.c as a shared object; `host` is named where there is none.
  func probe(_ probe: Probe, host: String) async throws(RunningError) -> FilePath {
    let script = FilePath(probe.folder).appending("probe.c")
    guard script.isReadable else { throw .probeHasNoScript(probe: probe.id, host: host, path: script.string) }
    return try await sharedObject(
      "probe", sources: [script.string],
      flags: Compilation.strict + ["-I\(harnesses.appending("Hosts/Verbs").string)"])
  }
}
