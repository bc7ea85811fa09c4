import Model

/// Which probes the exercises ask for, each pattern matched once for the whole matrix.
struct ProbeWishes {
  private let probes: [String: Set<String>]

  init(matrix: Matrix, probes: [Probe]) {
    var matched: [String: Set<String>] = [:]
    for pattern in matrix.targets.lazy.flatMap(\.exercises).flatMap(\.probes) where matched[pattern] == nil {
      let glob = Glob(pattern)
      matched[pattern] = Set(probes.lazy.map(\.id).filter(glob.matches))
    }
    self.probes = matched
  }

  /// No pattern at all asks for every probe.
  func wants(_ probe: String, by patterns: [String]) -> Bool {
    patterns.isEmpty || patterns.contains { probes[$0]?.contains(probe) ?? false }
  }
}
