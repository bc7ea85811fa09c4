import Model

/// The one value that the orchestrator tells about a run; passes each event to every reporter, in order.
package actor Reporters {
  private var reporters: [any Reporter]
  /// What couldn't be written; where there is any, the run is broken (exit 3).
  package private(set) var failures: [ReportingError] = []

  package init(_ reporters: [any Reporter]) { self.reporters = reporters }

  package func receive(_ event: Event) {
    for index in reporters.indices {
      do throws(ReportingError) {
        try reporters[index].receive(event)
      } catch {
        if !failures.contains(error) { failures.append(error) }
      }
    }
  }

  package func tick() {
    for index in reporters.indices { reporters[index].tick() }
  }

  /// Ticks until its task is cancelled; run it beside the cells.
  package nonisolated func keepTicking() async {
    while !Task.isCancelled {
      // Sleep throws at cancellation only, which the loop's condition sees.
      try? await Task.sleep(for: .milliseconds(100))
      await tick()
    }
  }
}
