import Model
import Testing

@testable import Judging

@Suite struct RoundTests {
  @Test func `rates are per call, whatever the windows' lengths`() {
    let round = Round(calls: [10, 20, 60], values: [0, 10, 50])
    #expect(round.windows.map(\.rate) == [1, 1])
    #expect(round.calls == 60)
    #expect(round.meanPerCall == 1)
  }

  @Test func `readings without calls between them, or without a value, are left out`() {
    #expect(Round(calls: [10, 10, 20, 15, 30], values: [1, 9, 2, 7, 3]).windows.map(\.growth) == [1, 1])
    #expect(Round(calls: [10, 20, 30], values: [1]).windows.isEmpty)
    #expect(Round(calls: [], values: []).perCall == 0)
  }

  @Test func `one step and one collection do not count among the many`() {
    let growth: [Double] = [1, 1, 1, 1_048_577, 1, 1, -5000, 1]
    #expect(Round(Bench.series("x", growth: growth, calls: 1)).perCall == 1)
  }

  @Test func `what happens in two windows of three happens in each pair`() {
    let round = Round(Bench.series("x", growth: [1, 0, 1, 1, 0, 1, 1, 0, 1, 1]))
    #expect(round.growing == 7)
    #expect(round.paired.windows.map(\.growth) == [1, 2, 1, 1, 2])
  }

  @Test func `of an odd number of windows the last are paired`() {
    #expect(Round(Bench.series("x", growth: [100, 1, 2, 3, 4])).paired.windows.map(\.growth) == [3, 7])
  }

  @Test func `parts cover all windows, and there are none where there are too few`() {
    let round = Round(Bench.series("x", growth: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
    #expect(round.parts(4).map { $0.windows.map(\.growth) } == [[1, 2], [3, 4, 5], [6, 7], [8, 9, 10]])
    #expect(round.parts(11).isEmpty)
  }

  @Test func `a rate of 1 ÷ calls slows down over growth's second round, a steady one does not`() {
    let second = { (value: (Double) -> Double) in Round(Bench.series("x", windows: 32, value)).last(16) }
    #expect(second { 10_000 * Double.logarithm($0) }.isSlowing)
    #expect(!second { 0.001 * $0 }.isSlowing)
  }

  @Test func `a leak every 700th call does not read as slowing, though a window has one or two`() {
    #expect(!Round(Bench.series("x") { ($0 / 700).rounded(.down) }).isSlowing)
  }
}

extension Double {
  /// Natural, by summing 1/n: without Foundation.
  static func logarithm(_ value: Double) -> Double {
    (1...Int(value)).reduce(0) { $0 + 1 / Double($1) }
  }
}
