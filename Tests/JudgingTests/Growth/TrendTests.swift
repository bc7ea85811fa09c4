import Model
import Testing

@testable import Judging

@Suite struct TrendTests {
  private enum Seen { case settled, unsettled, goesOn }

  private func course(_ growth: [Double], calls: Double = 1000, allowed: Double = 0.0005) -> Seen {
    course(Bench.series("x", growth: growth, calls: calls), allowed: allowed)
  }

  private func course(_ series: Series, allowed: Double = 0.0005) -> Seen {
    switch Trend(series).course(allowed: allowed) {
    case .settled: .settled
    case .unsettled: .unsettled
    case .goesOn: .goesOn
    }
  }

  private func repeated(_ value: Double, _ count: Int) -> [Double] { Array(repeating: value, count: count) }

  @Test func `one block a call, and one in every thousand, go on`() {
    #expect(course(repeated(1000, 16)) == .goesOn)
    #expect(course(repeated(1, 16)) == .goesOn)
  }

  @Test(arguments: [300.0, 700, 1100, 1500])
  func `a block every so many calls goes on, also where not every window has one`(every: Double) {
    #expect(course(Bench.series("x") { ($0 / every).rounded(.down) }) == .goesOn)
  }

  @Test func `a block every 5,000 calls is let go`() {
    #expect(course(Bench.series("x") { ($0 / 5000).rounded(.down) }) == .settled)
  }

  @Test func `nothing, one step and a fall are settled`() {
    #expect(course(repeated(0, 16)) == .settled)
    #expect(course(repeated(0, 8) + [5000] + repeated(0, 7)) == .settled)
    #expect(course(repeated(-3, 16)) == .settled)
  }

  @Test(arguments: [1, 4, 7, 9, 10])
  func `a bounded cache that is full by the tenth window is settled`(full: Int) {
    #expect(course(repeated(1000, full) + repeated(0, 16 - full)) == .settled)
  }

  @Test func `a bounded cache that fills in the last quarter has not settled`() {
    #expect(course(repeated(1000, 14) + repeated(0, 2)) == .unsettled)
  }

  @Test func `of an escalated series only the last round counts`() {
    #expect(course(repeated(1000, 16) + repeated(0, 16)) == .settled)
    #expect(course(repeated(2000, 9) + repeated(1000, 23)) == .goesOn)
  }

  @Test func `a single step does not hide a leak, nor does one collection`() {
    #expect(course(repeated(16, 5) + [1_048_592] + repeated(16, 10)) == .goesOn)
    #expect(course(repeated(16, 5) + [-40] + repeated(16, 10)) == .goesOn)
  }

  @Test func `noise is settled`() {
    let level: [Double] = [3, 0, 2, 1, 4, 0, 3, 1, 2, 0, 4, 1, 0, 3, 1, 2, 0]
    #expect(course(zip(level, level.dropFirst()).map { $1 - $0 }) == .settled)
  }

  @Test func `a leak under noise has not settled`() {
    let noise: [Double] = [3, 0, 2, 1, 4, 0, 3, 1, 2, 0, 4, 1, 0, 3, 1, 2, 0]
    #expect(course(zip(noise, noise.dropFirst()).map { $1 - $0 + 1 }) == .unsettled)
  }

  /// Every order of a counter that is either 0 or 1 at each reading.
  @Test func `six windows of one call: a counter that flickers by one never grows`() {
    for pattern in 0..<128 {
      let values = (0..<7).map { Double((pattern >> $0) & 1) }
      let series = Series(fact: "threads", calls: (0..<7).map { Double($0 + 3) }, values: values)
      #expect(course(series) == .settled, "\(values)")
    }
  }

  @Test func `sixteen windows: a counter that flickers by one never grows`() {
    for pattern in stride(from: 0, to: 1 << 17, by: 13) {
      let values = (0..<17).map { Double((pattern >> $0) & 1) }
      let series = Series(fact: "threads", calls: (0..<17).map { Double($0 + 1) * 1000 }, values: values)
      #expect(course(series) == .settled, "\(values)")
    }
  }

  @Test func `six windows of one call: growth in each goes on, in half of them it has not settled`() {
    #expect(course(repeated(1, 6), calls: 1) == .goesOn)
    #expect(course([0, 1, 0, 1, 0, 1], calls: 1) == .unsettled)
    #expect(course([1, 0, 0, 0, 0, 0], calls: 1) == .settled)
  }

  @Test func `growth that slows down like 1 ÷ calls has not settled, in the first round or the second`() {
    for windows in [16, 32] {
      #expect(course(Bench.series("x", windows: windows) { 10_000 * Double.logarithm($0) }) == .unsettled)
    }
  }

  @Test func `what fell at first, or stood still, and then grows has not settled`() {
    #expect(course(repeated(-20, 8) + repeated(10, 8)) == .unsettled)
    #expect(course(repeated(0, 8) + repeated(10, 8)) == .unsettled)
  }

  @Test func `what fell in the first round and grows in the second goes on`() {
    #expect(course(repeated(-20, 16) + repeated(10, 16)) == .goesOn)
  }

  @Test func `a vector that is never emptied has not settled after 17,002 calls, and goes on after 33,002`() {
    let vector = { (windows: Int) in Bench.series("x", windows: windows) { DoublingsTests.vector($0) } }
    #expect(course(vector(16), allowed: 0.5) == .unsettled)
    #expect(course(vector(32), allowed: 0.5) == .goesOn)
    #expect(course(Bench.series("x", windows: 32) { DoublingsTests.list($0) }, allowed: 0.5) == .goesOn)
  }

  @Test func `a cache of 10,000 entries, its table and an allocator that retains are settled after 33,002 calls`() {
    let settled: [(Double) -> Double] = [
      { min($0, 10_000) * 56 }, { DoublingsTests.vector($0, at: 10_000) }, { DoublingsTests.list($0, at: 10_000) },
      { $0 < 9000 ? 1_048_576 : 4_194_304 }, { min($0, 10_000) * 56 + DoublingsTests.vector($0, at: 10_000) },
    ]
    for value in settled { #expect(course(Bench.series("x", windows: 32, value), allowed: 0.5) == .settled) }
  }

  @Test func `the figure is that of the leak, not of the step beside it`() {
    let series = Bench.series("x", growth: repeated(16_000, 5) + [1_064_576] + repeated(16_000, 10))
    #expect(Trend(series).course(allowed: 0.5) == .goesOn(perCall: 16, inSteps: false))
  }

  @Test func `too few readings are settled, which Settles does not ask about`() {
    #expect(course([]) == .settled)
    #expect(course([1, 1]) == .settled)
  }
}
