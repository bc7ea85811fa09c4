/// How a host that missed its deadline is brought down: signals with the time each is given, always ending in SIGKILL.
///
/// The supervisor carries it out, so that it holds when the harness is busy or gone.
package struct Teardown: Sendable, Equatable {
  package struct Step: Sendable, Equatable {
    /// Without SIG: `USR1`, `INT`, `TERM`, `QUIT`.
    package var signal: String
    package var wait: Duration
    package init(signal: String, wait: Duration) {
      self.signal = signal
      self.wait = wait
    }
  }
  package var steps: [Step]
  package init(steps: [Step]) { self.steps = steps }

  /// USR1 has every host write the stacks of its threads, for which a busy machine may need long; the supervisor goes on
  /// when no more come. Then it may leave by itself.
  package static let standard = Teardown(steps: [
    Step(signal: "USR1", wait: .seconds(3)), Step(signal: "TERM", wait: .milliseconds(200)),
  ])

  var argument: String { steps.map { "\($0.signal):\($0.wait.milliseconds)" }.joined(separator: ",") }
}

/// What a host may take.
package struct Limits: Sendable, Hashable {
  package var cell: Duration
  /// From the first step that takes the runtime or the artifact down.
  package var exit: Duration = .seconds(5)
  /// Bytes; nil for no limit.
  package var addressSpace: Int?
  /// Bytes of private writable memory; reserved address space is not in it. Nil for no limit.
  package var data: Int?
  package var fileSize: Int? = 4 << 30
  package init(cell: Duration) { self.cell = cell }
}

extension Duration {
  var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
