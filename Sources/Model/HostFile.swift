/// Files of the harness itself that stand in the stacks of a host: frames in them are the same for every artifact.
package enum HostFile {
  /// Names without folders, as Running compiles them.
  package static let names: Set<String> = [
    "python-host", "python-host.so", "native-host", "wasmtime-host", "wasmkit-host", "node-host", "node-agent.so",
    "exercise.so", "probe.so", "heap.so", "guard.so",
  ]
}
