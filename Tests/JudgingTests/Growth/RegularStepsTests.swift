import Testing

@testable import Judging

/// Readings after windows of 60 calls of a slow call, of which a thousand don't fit into one.
@Suite struct RegularStepsTests {
  private func steps(_ value: (Double) -> Double) -> RegularSteps? {
    RegularSteps(Round(Bench.series("x", windows: 90, calls: 60, value)))
  }

  @Test func `a block every thousandth call keeps time`() throws {
    let steps = try #require(steps { ($0 / 1000).rounded(.down) })
    #expect(steps.count == 5)
    #expect(abs(steps.period - 1000) < 30)
    #expect(abs(steps.perCall - 0.001) < 0.00003)
  }

  @Test func `it goes on, after four times`() {
    let series = Bench.series("x", windows: 90, calls: 60) { ($0 / 1000).rounded(.down) }
    guard case .goesOn(let perCall, false) = Trend(series).course(allowed: 0.0005) else {
      Issue.record("\(Trend(series).course(allowed: 0.0005))")
      return
    }
    #expect(abs(perCall - 0.001) < 0.00003)
  }

  @Test func `three times are few`() {
    let series = Bench.series("x", windows: 60, calls: 60) { ($0 / 1000).rounded(.down) }
    if case .goesOn = Trend(series).course(allowed: 0.0005) { Issue.record("of three steps nothing goes on") }
  }

  @Test func `what comes out of time keeps none`() {
    let at = [300.0, 900, 2500, 3000, 5200]
    #expect(steps { calls in Double(at.count { $0 <= calls }) } == nil)
  }

  @Test func `steps that differ are none`() {
    #expect(steps { ($0 / 1000).rounded(.down) * ($0 / 1000).rounded(.down) } == nil)
  }

  @Test func `one fall is enough`() {
    #expect(steps { $0 > 4500 ? 3 : ($0 / 1000).rounded(.down) } == nil)
  }

  @Test func `what has stopped keeps no time any more`() {
    #expect(steps { min(3, ($0 / 800).rounded(.down)) } == nil)
  }
}
