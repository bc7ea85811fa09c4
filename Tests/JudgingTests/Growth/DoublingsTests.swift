import Model
import Testing

@testable import Judging

@Suite struct DoublingsTests {
  private func doublings(windows: Int, _ value: (Double) -> Double) -> Doublings {
    Doublings(Round(Bench.series("live-heap-bytes", windows: windows, value)))
  }

  /// Bytes of a vector of 8-byte elements that got one a call and doubles when it is full.
  static func vector(_ calls: Double, at most: Double = .infinity) -> Double {
    var capacity = 4.0
    while capacity < min(calls, most) { capacity *= 2 }
    return capacity * 8
  }

  /// CPython's list, Objects/listobject.c: an eighth more than is needed, and six.
  static func list(_ calls: Double, at most: Double = .infinity) -> Double {
    var capacity = 0.0
    while capacity < min(calls, most) { capacity = ((capacity + 1) * 1.125 + 6).rounded(.down) }
    return capacity * 8
  }

  @Test func `spans end at the last reading, and the calls at least double in each`() {
    // 17,002 ← 8,002 ← 3,002 ← 1,002
    #expect(doublings(windows: 16) { $0 }.rates == [1, 1, 1])
    // 33,002 ← 16,002 ← 8,001 has no reading, so 7,002 ← 3,002 ← 1,002
    #expect(doublings(windows: 32) { $0 }.rates == [1, 1, 1, 1])
  }

  @Test(arguments: [16, 32, 48]) func `a vector and a list that are never emptied go on`(windows: Int) {
    #expect(doublings(windows: windows) { Self.vector($0) }.goOn(perCall: 0.5))
    #expect(doublings(windows: windows) { Self.list($0) }.goOn(perCall: 0.5))
  }

  @Test func `those that stop at 10,000 elements do not, once there was time to see it`() {
    #expect(!doublings(windows: 32) { Self.vector($0, at: 10_000) }.goOn(perCall: 0.5))
    #expect(!doublings(windows: 32) { Self.list($0, at: 10_000) }.goOn(perCall: 0.5))
  }

  @Test func `what grew in every window and then no more has stopped`() {
    #expect(doublings(windows: 16) { min($0, 10_000) }.hasStopped)
    #expect(!doublings(windows: 16) { $0 }.hasStopped)
    #expect(doublings(windows: 16) { _ in 1 }.hasStopped)
  }

  @Test func `a rate of 1 ÷ calls does not go on`() {
    #expect(!doublings(windows: 32) { 100_000 * Double.logarithm($0) }.goOn(perCall: 0.5))
  }

  @Test func `what is let go, is`() {
    #expect(!doublings(windows: 32) { 0.4 * $0 }.goOn(perCall: 0.5))
  }

  @Test func `few calls are no three doublings`() {
    #expect(!Doublings(Round(Bench.series("x", growth: [1, 1, 1, 1, 1, 1], calls: 1))).goOn(perCall: 0))
    #expect(Doublings(Round(calls: [], values: [])).rates.isEmpty)
  }
}
