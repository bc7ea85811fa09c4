import Testing

@testable import Judging

@Suite struct FiguresTests {
  @Test(arguments: [
    (0.0, "0"), (1, "1"), (0.001, "0.001"), (0.0166, "0.0166"), (1.2345, "1.23"), (12.345, "12.3"), (-0.5, "-0.5"),
    (0.000_012_3, "1.23e-05"), (99.96, "100"), (123.4, "123"), (16_000, "16,000"), (-2, "-2"),
  ])
  func `rates have three significant digits`(_ value: Double, _ text: String) { #expect(Figures.rate(value) == text) }

  @Test(arguments: [
    (0.0, "0"), (999, "999"), (1000, "1,000"), (17_002, "17,002"), (-1_234_567, "-1,234,567"), (-0.2, "0"),
  ])
  func `counts are grouped by thousands`(_ value: Double, _ text: String) { #expect(Figures.count(value) == text) }

  @Test(arguments: [(1e300, "1e+300"), (Double.infinity, "inf"), (Double.nan, "nan")])
  func `numbers that no integer holds don't stop the judge`(_ value: Double, _ text: String) {
    #expect(Figures.count(value) == text)
    #expect(Figures.rate(value) == text)
  }

  @Test func `times have a unit`() {
    #expect(Figures.seconds(30.04) == "30 s")
    #expect(Figures.seconds(0.41) == "0.41 s")
    #expect(Figures.milliseconds(60.4) == "60 ms")
    #expect(Figures.milliseconds(1.04) == "1.04 ms")
  }

  @Test func `nouns agree with their number`() {
    #expect(Figures.counted(1, "window") == "1 window")
    #expect(Figures.counted(0, "window") == "0 windows")
  }
}
