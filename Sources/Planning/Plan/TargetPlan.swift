import Model

/// The cells of one target.
struct TargetPlan {
  let target: Target
  let probes: [Probe]
  let runtimes: [Runtime]
  let missing: [MissingRuntime]
  let wishes: ProbeWishes
  /// Another target of the matrix is the release that this one is of.
  var isInSet = false

  /// A runtime that the target runs on, found here or only declared.
  private enum Place {
    case found(Runtime)
    case missing(MissingRuntime)

    var id: String {
      switch self {
      case .found(let runtime): runtime.id
      case .missing(let runtime): runtime.id
      }
    }
    var host: HostKind {
      switch self {
      case .found(let runtime): runtime.host
      case .missing(let runtime): runtime.host
      }
    }
  }

  func cells() -> [Cell] {
    if case .set = target.source { return probes.filter { $0.asks == .packageSet }.map { fileCell($0) } }
    // What holds two files against each other is no question of one: `compare` asks it.
    let asked = probes.filter { $0.asks == .package && !$0.onRequest }
    return asked.map { fileCell($0) } + alone + places().flatMap(cells)
  }

  private func fileCell(_ probe: Probe, unrun: Cell.Unrun? = nil) -> Cell {
    Cell(id: id(nil, probe, nil), target: target, runtime: nil, probe: probe, exercise: nil, unrun: unrun)
  }

  /// A question about a release, of a target that is no part of a set.
  private var alone: [Cell] {
    guard !isInSet else { return [] }
    let reason = "it is asked of all files of a release together: `harness check FILE FILE…`"
    return probes.filter { $0.asks == .packageSet }
      .map { fileCell($0, unrun: Cell.Unrun(verdict: .skipped, reason: reason)) }
  }

  private func places() -> [Place] {
    let hosts = target.loadingHosts
    guard !target.hosts.isEmpty else {
      return runtimes.filter { hosts.contains($0.host) }.map(Place.found)
    }
    return target.hosts.compactMap { id in
      runtimes.first { $0.id == id && hosts.contains($0.host) }.map(Place.found)
        ?? missing.first { $0.id == id && hosts.contains($0.host) }.map(Place.missing)
    }
  }

  private func cells(on place: Place) -> [Cell] {
    var cells: [Cell] = []
    for probe in probes where !probe.asks.isOfFiles && probe.hosts.contains(place.host) {
      if probe.asks == .artifact { cells.append(cell(on: place, probe: probe, exercise: nil)) }
      for exercise in target.exercises
      where fits(probe, exercise) && place.host.answers(probe, exercise)
        && wishes.wants(probe.id, by: exercise.probes)
      {
        cells.append(cell(on: place, probe: probe, exercise: exercise))
      }
    }
    return cells
  }

  /// An exercise that ends its process can't be repeated, whether or not it says `once`.
  private func fits(_ probe: Probe, _ exercise: Exercise) -> Bool {
    let repeats = !exercise.once && exercise.panics != .abort
    switch probe.asks {
    case .package, .packageSet, .artifact: return false
    case .exercise: return repeats
    case .failingExercise: return repeats && exercise.raises != nil
    case .panickingExercise: return repeats && exercise.panics == .contained
    case .callingBackExercise: return repeats && exercise.makesFunction
    case .asyncExercise: return repeats && exercise.isAsync
    case .succeedingExercise: return repeats && exercise.raises == nil
    case .singleCall: return true
    case .recoveringExercise: return exercise.after != nil
    }
  }

  private func cell(on place: Place, probe: Probe, exercise: Exercise?) -> Cell {
    var cell = Cell(
      id: id(place.id, probe, exercise), target: target, runtime: nil, probe: probe, exercise: exercise)
    switch place {
    case .found(let runtime):
      cell.runtime = runtime
      cell.unrun = TargetPlan.lack(of: runtime, for: probe)
    case .missing(let runtime):
      cell.unrun = Cell.Unrun(
        verdict: .skipped, reason: "\(runtime.id) isn't installed here; this installs it: \(runtime.install)")
    }
    return cell
  }

  private static func lack(of runtime: Runtime, for probe: Probe) -> Cell.Unrun? {
    if let reason = inapplicable(probe, to: runtime) { return Cell.Unrun(verdict: .skipped, reason: reason) }
    let lacking = probe.needs.filter { !runtime.capabilities.contains($0) }.map(\.rawValue)
    guard !lacking.isEmpty else { return nil }
    return Cell.Unrun(
      verdict: .notEstablished,
      reason: "needs \(lacking.joined(separator: " and ")), which \(runtime.id) doesn't offer")
  }

  /// What can't be wrong there, since it isn't there.
  private static func inapplicable(_ probe: Probe, to runtime: Runtime) -> String? {
    guard runtime.host == .python else { return nil }
    let isFreeThreaded = runtime.capabilities.contains(.freeThreaded)
    if probe.needs.contains(.freeThreaded), !isFreeThreaded {
      return "a Python with a global lock never runs two threads at once"
    }
    if probe.needs.contains(.heartbeat), isFreeThreaded {
      return "a free-threaded Python has no global lock that a call could keep"
    }
    return nil
  }

  private func id(_ runtime: String?, _ probe: Probe, _ exercise: Exercise?) -> CellID {
    CellID(target: target.id, runtime: runtime, probe: probe.id, exercise: exercise?.name)
  }
}

extension Exercise {
  /// In Python or JavaScript, by the words that make one.
  fileprivate var makesFunction: Bool {
    ["lambda", "def ", "=>", "function"].contains { setup.contains($0) || call.contains($0) }
  }
}

extension HostKind {
  /// A host without a lock or a loop is kept by every call for as long as it runs: only a declared budget can be broken.
  fileprivate func answers(_ probe: Probe, _ exercise: Exercise) -> Bool {
    let measuresHolding = probe.expects.contains { if case .lets = $0 { true } else { false } }
    guard measuresHolding, self == .native || self == .wasm else { return true }
    return if case .atMost = exercise.blocks { true } else { false }
  }
}
