import Model
import Testing

@testable import Judging

@Suite struct GuardedTests {
  private static let cell = Bench.cell([.guarded])
  private static let found = Frame(module: "/site/words.so", offset: 0x1234, symbol: "words_free", line: "words.c:7")

  private static func guarded(
    blocks: Double = 500, own: Double = 20, mapped: Double = 0, allocators: [Value] = []
  ) -> [Observation] {
    [
      .fact("guarded-blocks", .number(blocks)), .fact("artifact-blocks", .number(own)),
      .fact("artifact-mapped-bytes", .number(mapped)), .fact("own-allocators", .array(allocators)),
    ]
  }

  @Test func aRunInWhichNothingWasFoundPasses() {
    #expect(Bench.judge(Self.cell, Bench.run(more: Self.guarded())).verdict == .passed)
  }

  @Test func aProbeThatDidNotGetToItsEndEstablishesNothing() {
    #expect(Bench.judge(Self.cell, Bench.run()).verdict == .notEstablished)
  }

  @Test func anAllocatorOfTheArtifactsOwnIsNoPass() {
    let result = Bench.judge(Self.cell, Bench.run(more: Self.guarded(allocators: ["jemalloc"])))
    #expect(result.verdict == .notEstablished)
    #expect(result.reason?.contains("jemalloc") == true)
  }

  @Test func codeThatMapsItsMemoryAndAsksForNoBlockIsNoPass() {
    #expect(Bench.judge(Self.cell, Bench.run(more: Self.guarded(own: 0, mapped: 8e6))).verdict == .notEstablished)
    #expect(Bench.judge(Self.cell, Bench.run(more: Self.guarded(own: 63, mapped: 3e7))).verdict == .passed)
  }

  @Test func `no block at all is no pass on Python, which always asks for some`() {
    #expect(Bench.judge(Self.cell, Bench.run(more: Self.guarded(blocks: 0, own: 0))).verdict == .notEstablished)
    var cell = Self.cell
    cell.runtime?.host = .native
    #expect(Bench.judge(cell, Bench.run(more: Self.guarded(blocks: 0, own: 0))).verdict == .passed)
  }

  @Test func `a call that raises is asked as well, but not where what it returns is`() {
    let raised = Observation.raised(Raised(type: "ValueError", bases: [], message: "no", during: .call, traceback: []))
    var cell = Self.cell
    let seen = Bench.run(more: [raised] + Self.guarded())
    cell.probe.asks = .singleCall
    #expect(Bench.judge(cell, seen).verdict == .passed)
    cell.probe.asks = .succeedingExercise
    #expect(Bench.judge(cell, seen).verdict == .notEstablished)
  }

  @Test func aDoubleFreeThatTheProcessLivesThroughIsAnError() {
    let misuse = Misuse(
      kind: .doubleFree, size: 40, offset: 0, at: [Self.found],
      allocated: [Frame(module: "/site/words.so", offset: 1, symbol: "words_new")])
    let result = Bench.judge(Self.cell, Bench.run(more: [.misuse(misuse), .misuse(misuse)] + Self.guarded()))
    #expect(result.verdict == .failed)
    #expect(result.findings.map(\.message) == ["frees a block of 40 bytes a second time"])
    #expect(result.findings[0].facts["fact"] == "double-free")
    #expect(result.findings[0].facts["times"] == 2)
    #expect(
      result.findings[0].where == [
        "freed again by", "  words.so  words_free  (words.c:7)", "allocated by", "  words.so  words_new",
      ])
  }

  @Test func aFaultInTheGuardsPagesIsToldOnce() {
    let misuse = Misuse(kind: .useAfterFree, size: 40, offset: 8, access: .read, at: [Self.found])
    let result = Bench.judge(
      Self.cell, Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGSEGV"), [.misuse(misuse)]))
    #expect(result.findings.map(\.message) == ["reads a block of 40 bytes after it was freed, at offset 8"])
    #expect(result.findings[0].facts["step"] == "call")
  }

  @Test func aDeathOfAnotherKindIsToldBesideWhatWasFoundBefore() {
    let misuse = Misuse(kind: .overrun, size: 45, offset: 45, access: .write, afterwards: true, at: [Self.found])
    let result = Bench.judge(
      Self.cell, Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGABRT"), [.misuse(misuse)]))
    #expect(result.findings.count == 2)
    #expect(result.findings[0].message == "writes beyond the end of a block of 45 bytes, 1 byte past it")
    #expect(result.findings[1].facts["fact"] == "exit")
  }

  @Test func aCallThatIsTooSlowUnderTheGuardIsNoFinding() {
    var cell = Self.cell
    cell.probe.needs = [.guardInstrument]
    let late = Bench.died(in: .call, Bench.exit(code: nil, signal: "SIGKILL", deadline: "cell", seconds: 30))
    #expect(Bench.judge(cell, late).verdict == .notEstablished)
    #expect(Bench.judge(Self.cell, late).verdict == .failed)
  }

  @Test func oneAllocatorBehindTwoNamesIsAWarning() {
    let misuse = Misuse(kind: .mismatchedFree, size: 40, toDelete: true, at: [Self.found])
    let result = Bench.judge(Self.cell, Bench.run(more: [.misuse(misuse)] + Self.guarded()))
    #expect(result.verdict == .warned)
    #expect(result.findings[0].message.hasPrefix("gives a block of 40 bytes from malloc to operator delete"))
  }

  @Test func whatWasTakenFromAnOwnerIsNamed() {
    let misuse = Misuse(kind: .useAfterFree, size: 64, offset: 0, access: .read, at: [Self.found])
    let result = Bench.judge(
      Self.cell,
      Bench.died(
        in: .after, Bench.exit(code: nil, signal: "SIGSEGV"),
        [.fact("taken", "an iterator of the result (words.Text)"), .misuse(misuse)]))
    #expect(result.findings[0].message.hasSuffix("using an iterator of the result (words.Text) whose owner is gone"))
  }
}
