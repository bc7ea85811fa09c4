import Model

/// Which probes the exercises ask for, each pattern matched once for the whole matrix.
struct ProbeWishes {
  private let probes: [String: Set<String>]
  private let onRequest: Set<String>

  /// What the command line names in full is asked for by it, of every exercise.
  init(matrix: Matrix, probes: [Probe], selection: Selection = Selection()) {
    var matched: [String: Set<String>] = [:]
    for pattern in matrix.targets.lazy.flatMap(\.exercises).flatMap(\.probes) where matched[pattern] == nil {
      let glob = Glob(pattern)
      matched[pattern] = Set(probes.lazy.map(\.id).filter(glob.matches))
    }
    self.probes = matched
    onRequest = Set(probes.lazy.filter { $0.onRequest && !selection.names($0.id) }.map(\.id))
  }

  /// No pattern at all asks for every probe but those on request, which have to be named in full.
  func wants(_ probe: String, by patterns: [String]) -> Bool {
    if onRequest.contains(probe) { return patterns.contains(probe) }
    return wantsOrdinary(probe, by: patterns)
  }

  private func wantsOrdinary(_ probe: String, by patterns: [String]) -> Bool {
    patterns.isEmpty || patterns.contains { probes[$0]?.contains(probe) ?? false }
  }
}
