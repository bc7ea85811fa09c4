import Model

/// Whose blocks stayed, where the runtime itself takes and keeps memory as it runs.
///
/// V8 allocates for compiled code, feedback and the pages of its heap whenever it likes: up to 24 blocks in 200 calls of
/// plain JavaScript were seen. What its heap holds is a counter of its own; of native blocks, those count whose stack passes
/// through something other than the runtime.
struct HeapOrigin {
  let evidence: Evidence

  /// A leak of less than this share of what stayed is told by the runtime's counters, or by none.
  private static let leastShare = 0.2
  /// Blocks that the second pass has to have seen of the growth, or it was too short to say anything.
  private static let fewestBlocks = 3.0

  /// Whether growth of `perCall` blocks a call is the runtime's own, by the stacks of the second pass.
  func isRuntimesOwn(perCall: Double) -> Bool {
    guard evidence.cell.runtime?.host == .node, let calls = evidence.survivors.first?.calls else { return false }
    guard perCall * calls >= HeapOrigin.fewestBlocks else { return false }
    let others = evidence.survivors.filter(passesThroughOthers).reduce(0) { $0 + $1.blocks }
    return others < perCall * calls * HeapOrigin.leastShare
  }

  private func passesThroughOthers(_ survivors: Survivors) -> Bool {
    survivors.frames.contains { !isRuntime($0) }
  }

  private func isRuntime(_ frame: Frame) -> Bool {
    let file = frame.module.fileName
    return frame.isHost || file == evidence.cell.runtime?.library.fileName
      || HeapOrigin.libraries.contains { file.hasPrefix($0) }
  }

  /// What a Node is linked with.
  private static let libraries = [
    "libc.so", "libstdc++.so", "libgcc_s.so", "libm.so", "libpthread.so", "libnode.so", "libuv.so", "ld-linux",
  ]
}
