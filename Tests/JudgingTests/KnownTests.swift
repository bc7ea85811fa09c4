import Model
import Testing

@testable import Judging

@Suite struct KnownTests {
  private func result(_ verdict: Verdict, findings: Int = 0) -> CellResult {
    let finding = Finding(rule: "ownership/call-growth", severity: .error, message: "keeps 1 block")
    return CellResult(
      id: CellID(target: "words", runtime: "cpython", probe: "ownership/call-growth", exercise: "use"),
      verdict: verdict,
      findings: Array(repeating: finding, count: findings), repeat: "")
  }
  private func entry(_ pattern: String = "words/*/ownership/*/use", atMost: Int? = nil) -> KnownEntry {
    KnownEntry(cell: Glob(pattern), because: "https://a/1", atMost: atMost, line: 31)
  }

  @Test(arguments: [Verdict.failed, .warned]) func `a finding that is known reads so, and is kept`(verdict: Verdict) {
    let known = Known.apply([entry()], to: result(verdict, findings: 1))
    #expect(known.verdict == .known)
    #expect(known.reason == "https://a/1")
    #expect(known.findings.count == 1)
  }

  @Test func `one that has gone is unexpected, and its line is to be removed`() {
    let gone = Known.apply([entry()], to: result(.passed))
    #expect(gone.verdict == .unexpectedPass)
    #expect(gone.reason == "known to fail (https://a/1), and passed: remove line 31 of `known:`")
  }

  @Test(arguments: [
    ("0.28.2", Verdict.known), ("0.29.0", .known), ("0.29.1", .failed), ("0.30", .failed), ("1.0.0", .failed),
  ])
  func `an entry says nothing past the last version that has the failure`(version: String, verdict: Verdict) {
    var entry = entry()
    entry.upTo = ["framework-pyo3": "0.29.0"]
    let facts: [String: Value] = ["framework-pyo3": .string(version)]
    #expect(Known.apply([entry], to: result(.failed, findings: 1), facts: facts).verdict == verdict)
    let passed: Verdict = verdict == .known ? .unexpectedPass : .passed
    #expect(Known.apply([entry], to: result(.passed), facts: facts).verdict == passed)
    #expect(Known.apply([entry], to: result(.failed, findings: 1)).verdict == .known, "a fact that isn't told holds")
  }

  @Test func `the ratchet holds, gives way downwards, and stops upwards`() {
    #expect(Known.apply([entry(atMost: 2)], to: result(.failed, findings: 2)).reason == "https://a/1")
    let fewer = Known.apply([entry(atMost: 2)], to: result(.failed, findings: 1))
    #expect(fewer.verdict == .known)
    #expect(fewer.reason == "https://a/1 (only 1 left: set `at-most: 1` in line 31)")
    let more = Known.apply([entry(atMost: 2)], to: result(.failed, findings: 3))
    #expect(more.verdict == .failed)
    #expect(more.reason == "3 findings where at most 2 may be: https://a/1")
  }

  @Test(arguments: [Verdict.skipped, .notEstablished, .broken]) func `what was not established is not known`(
    verdict: Verdict
  ) {
    #expect(Known.apply([entry()], to: result(verdict)) == result(verdict))
  }

  @Test func `an entry for other cells leaves a result as it is`() {
    #expect(Known.apply([entry("other/*")], to: result(.failed, findings: 1)) == result(.failed, findings: 1))
    #expect(Known.apply([], to: result(.passed)) == result(.passed))
  }
}
