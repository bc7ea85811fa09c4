import Model
import SystemPackage

extension HostCompiler {
  /// What the hosts of probe.c have in common.
  static let verbSources =
    ["verbs", "raised"].map { "Hosts/Verbs/\($0).c" }
    + ["wire", "modules", "stacks"].map { "Hosts/Wire/\($0).c" }
    + ["growth", "process", "survivors"].map { "Instruments/Growth/\($0).c" }
    + ["heartbeat", "hold", "sampler"].map { "Instruments/Heartbeat/\($0).c" }

  /// The probe's probe.c as a shared object; `host` is named where there is none.
  func probe(_ probe: Probe, host: String) async throws(RunningError) -> FilePath {
    let script = FilePath(probe.folder).appending("probe.c")
    guard script.isReadable else { throw .probeHasNoScript(probe: probe.id, host: host, path: script.string) }
    return try await sharedObject(
      "probe", sources: [script.string],
      flags: Compilation.strict + ["-I\(harnesses.appending("Hosts/Verbs").string)"])
  }
}
