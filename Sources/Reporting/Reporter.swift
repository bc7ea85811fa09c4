import Model

/// Consumes the events of a run and writes one format.
///
/// A run's events arrive in order, one at a time. Throws where its file can't be written; the other reporters go on.
package protocol Reporter: Sendable {
  mutating func receive(_ event: Event) throws(ReportingError)

  /// Called about ten times a second, so that a clock on a terminal moves while a cell takes its time.
  mutating func tick()
}

extension Reporter {
  package mutating func tick() {}
}
