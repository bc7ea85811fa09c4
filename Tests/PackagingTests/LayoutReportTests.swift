import Packaging
import Testing

/// abidiff's report by its size: its lines are the file's to multiply.
@Suite struct LayoutReportTests {
  private func report(types: Int) -> String {
    "Changed leaf types summary: \(types) leaf types changed\n"
      + (0..<types).map {
        """
        'struct words\($0) at words.h:1:1' changed:
          type size changed from 4 to 8 (in bytes)
          1 data member insertion:
            'int kind', at offset 4 (in bytes) at words.h:1:1

        """
      }.joined()
  }

  @Test func `a report of 1,900 types is understood whole`() {
    let report = LayoutReport(report(types: 1_900))
    #expect(report.types.count == 1_900 && !report.isIncomplete)
  }

  @Test func `one of more than 8,000 lines is understood in part, and says so`() {
    let report = LayoutReport(report(types: 3_000))
    #expect(report.types.count < 2_001 && report.isIncomplete)
  }
}
