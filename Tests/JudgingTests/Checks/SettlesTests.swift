import Model
import Testing

@testable import Judging

@Suite struct SettlesTests {
  private func judge(
    _ moved: [Series], raises: String? = nil, windows: Int = 16, survivors: [Observation] = []
  ) -> CellResult {
    let exercise = Exercise(name: "use", call: "f()", raises: raises)
    return Bench.judge(
      Bench.cell(Bench.settling, asks: .exercise, exercise: exercise), Bench.rounds(moved, windows: windows) + survivors
    )
  }

  private func repeated(_ value: Double, _ count: Int = 16) -> [Double] { Array(repeating: value, count: count) }

  private func judgePages(_ growth: [Double]) -> CellResult {
    let cell = Bench.cell([.settles(fact: "linear-memory-bytes", perCall: 1, hosts: [])], asks: .exercise)
    return Bench.judge(cell, Bench.rounds([Bench.series("linear-memory-bytes", growth: growth)]))
  }

  @Test func `pages of linear memory that come as slowly as before leave the question open`() {
    // Two pages in 16 windows of 1,000 calls: eight bytes a call, where every window can't have grown.
    var growth = repeated(0)
    (growth[3], growth[12]) = (65536, 65536)
    let result = judgePages(growth)
    #expect(result.verdict == .notEstablished)
    #expect(result.reason?.contains("a page is added now and then") == true)
  }

  @Test func `pages that would have come again by now have settled`() {
    var growth = repeated(0)
    (growth[3], growth[7]) = (65536, 65536)
    #expect(judgePages(growth).verdict == .passed)
  }

  @Test func `counters that stand still pass`() {
    #expect(judge([]).verdict == .passed)
  }

  @Test func `blocks and bytes of one leak are one finding`() throws {
    let result = judge([
      Bench.series("live-heap-blocks", growth: repeated(1000)),
      Bench.series("live-heap-bytes", growth: repeated(24_000)),
    ])
    #expect(result.verdict == .failed)
    let finding = try #require(result.findings.first)
    #expect(result.findings.count == 1)
    #expect(finding.message == "keeps 1 block (24 bytes) per call and has not stopped after 17,002 calls")
    #expect(finding.facts["fact"] == "live-heap-blocks")
    #expect(finding.facts["per-call"] == 1)
    #expect(finding.facts["bytes-per-call"] == 24)
    #expect(finding.facts["windows-growing"] == "16/16")
  }

  @Test func `sixteen bytes every thousandth call are found`() {
    let result = judge([
      Bench.series("live-heap-blocks", growth: repeated(1)), Bench.series("live-heap-bytes", growth: repeated(16)),
    ])
    #expect(result.verdict == .failed)
    #expect(
      result.findings.map(\.message) == [
        "keeps 1 block (16 bytes) every 1,000 calls and has not stopped after 17,002 calls"
      ])
  }

  @Test func `of a slow call that keeps a block every thousandth time, the bytes are those of the block`() {
    func series(_ fact: String, _ size: Double) -> Series {
      Bench.series(fact, windows: 100, calls: 50) { ($0 / 1000).rounded(.down) * size }
    }
    let result = judge([series("live-heap-blocks", 1), series("live-heap-bytes", 24)])
    #expect(
      result.findings.map(\.message) == [
        "keeps 1 block (24 bytes) every 1,000 calls and has not stopped after 5,052 calls"
      ])
  }

  @Test func `an object that grows in place is found by its bytes alone`() {
    let result = judge([Bench.series("live-heap-bytes", growth: repeated(8000))])
    #expect(
      result.findings.map(\.message) == ["keeps 8 bytes per call and has not stopped after 17,002 calls"])
  }

  @Test func `a thread's own block is no second leak, nor is that it was not joined`() {
    let threads = Bench.series("threads", growth: repeated(1000))
    let blocks = Bench.series("live-heap-blocks", growth: repeated(1000))
    #expect(judge([threads, blocks]).findings.map { $0.facts["fact"] } == ["threads"])
    let more = Bench.series("live-heap-blocks", growth: repeated(2000))
    #expect(judge([threads, more]).findings.map { $0.facts["fact"] } == ["live-heap-blocks", "threads"])
  }

  @Test func `descriptors and threads are findings of their own`() {
    let result = judge([
      Bench.series("open-descriptors", growth: repeated(1000)), Bench.series("threads", growth: repeated(2)),
    ])
    #expect(
      result.findings.map(\.message) == [
        "keeps 1 open descriptor per call and has not stopped after 17,002 calls",
        "keeps 1 thread every 500 calls and has not stopped after 17,002 calls",
      ])
  }

  @Test func `an exercise that raises keeps them per failing call`() {
    let result = judge([Bench.series("threads", growth: repeated(1000))], raises: "ValueError")
    #expect(
      result.findings.map(\.message) == ["keeps 1 thread per failing call and has not stopped after 17,002 calls"])
  }

  @Test func `a vector that is never emptied is found by the steps it grows in`() throws {
    let result = judge([Bench.series("live-heap-bytes", windows: 32) { DoublingsTests.vector($0) }])
    #expect(result.verdict == .failed)
    // From 1,024 to 65,536 elements of 8 bytes over 32,000 calls.
    #expect(
      result.findings.map(\.message) == [
        "keeps 16.1 bytes per call on average, in ever larger steps as of a table that is never emptied, and has not "
          + "stopped after 33,002 calls"
      ])
  }

  @Test func `growth in a handful of calls is a warning that says so`() throws {
    let result = judge([Bench.series("live-heap-blocks", growth: repeated(3, 6), calls: 1)], windows: 6)
    #expect(result.verdict == .warned)
    #expect(
      try #require(result.findings.first).message
        == "keeps 3 blocks (0 bytes) per call and has not stopped after 9 calls; "
        + "in so few, a cache of 128 entries looks the same: make the call shorter")
  }

  @Test func `128 calls are no handful`() {
    let growing = { (start: Double) in Bench.series("threads", growth: repeated(1), calls: 1, from: start) }
    #expect(judge([growing(112)]).verdict == .failed)
    #expect(judge([growing(111)]).verdict == .warned)
  }

  @Test func `what has not settled is not established, told once for blocks and bytes`() {
    let late = repeated(0, 8) + repeated(10, 8)
    let result = judge([
      Bench.series("live-heap-blocks", growth: late), Bench.series("live-heap-bytes", growth: late.map { $0 * 1000 }),
    ])
    #expect(result.verdict == .notEstablished)
    #expect(
      result.reason
        == "live-heap-blocks had not settled after 17,002 calls: each of the last 8 windows grew; an exercise "
        + "with a shorter call gets more of them")
  }

  @Test func `fewer than five windows establish nothing`() {
    let result = judge([Bench.series("threads", growth: [1, 1, 1, 1])])
    #expect(result.verdict == .notEstablished)
    #expect(result.reason == "only 4 windows of threads could be read; at least 5 are needed")
  }

  @Test(arguments: ["live-heap-blocks", "live-heap-bytes", "mapped-bytes", "open-descriptors", "threads"])
  func `a counter that was not read establishes nothing`(fact: String) {
    let observations = Bench.rounds().filter { if case .series(let series) = $0 { series.fact != fact } else { true } }
    let result = Bench.judge(Bench.cell(Bench.settling, asks: .exercise), observations)
    #expect(result.verdict == .notEstablished)
    #expect(result.reason == "no reading of \(fact)")
  }

  @Test func `a finding stands although another counter was not read`() {
    let observations = Bench.rounds([Bench.series("live-heap-blocks", growth: repeated(1000))])
      .filter { if case .series(let series) = $0 { series.fact != "threads" } else { true } }
    #expect(Bench.judge(Bench.cell(Bench.settling, asks: .exercise), observations).verdict == .failed)
  }

  @Test func `total references are asked of runtimes that count them only`() {
    let expects = Bench.settling + [.settles(fact: "total-references", perCall: 0.02)]
    let verdict = { (expects: [Model.Expectation], capabilities: [Capability]) in
      Bench.judge(Bench.cell(expects, asks: .exercise, capabilities: capabilities), Bench.rounds()).verdict
    }
    #expect(verdict(expects, []) == .passed)
    #expect(verdict(expects, [.totalReferences]) == .notEstablished)
    #expect(verdict([.settles(fact: "total-references", perCall: 0.02)], []) == .notEstablished)
  }

  @Test func `a fact that other hosts have is not asked of this one`() {
    let verdict = { (hosts: [HostKind]) in
      Bench.judge(
        Bench.cell(Bench.settling + [.settles(fact: "v8-heap-bytes", perCall: 1, hosts: hosts)], asks: .exercise),
        Bench.rounds()
      ).verdict
    }
    #expect(verdict([.node]) == .passed)
    #expect(verdict([.node, .python]) == .notEstablished)
    #expect(verdict([]) == .notEstablished)
  }

  @Test func `the stacks of what stayed are told, most blocks first, without the host's frames`() throws {
    let stack = { (symbol: String, blocks: Double) in
      Observation.survivors(
        Survivors(
          blocks: blocks, bytes: blocks * 24, calls: 200,
          frames: [
            Frame(module: "/a/words.so", offset: 16, symbol: symbol, line: "src/lib.rs:40"),
            Frame(module: "/usr/lib/libpython3.11.so.1.0", offset: 32, symbol: "PyEval_EvalCode"),
            Frame(module: "/b/python-host", offset: 64),
          ]))
    }
    let result = judge(
      [Bench.series("live-heap-blocks", growth: repeated(1000))],
      survivors: [stack("few", 30), stack("most", 200), stack("stray", 39)])
    #expect(
      try #require(result.findings.first).where == [
        "200 blocks, 4,800 bytes in 200 calls, allocated by", "  words.so  most  (src/lib.rs:40)",
        "  libpython3.11.so.1.0  PyEval_EvalCode",
      ])
  }
}
