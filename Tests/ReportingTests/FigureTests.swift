import Model
import Testing

@testable import Reporting

@Suite struct FigureTests {
  @Test(arguments: [(0.004, "0.00 s"), (0.41, "0.41 s"), (12.34, "12.3 s"), (125, "2 min 5 s")])
  func `seconds are rounded to what matters`(_ seconds: Double, _ text: String) {
    #expect(Figure.seconds(seconds) == text)
  }

  @Test(arguments: [(1, "1"), (0.123456, "0.1235"), (1234.5678, "1235"), (-2, "-2"), (Double.nan, "nan")])
  func `numbers keep four figures`(_ number: Double, _ text: String) { #expect(Figure.number(number) == text) }

  @Test func `values of any shape fit a line`() {
    let deep: Value = .array([.array([.array([.array([1])])])])
    #expect(deep.text == "[[[[…]]]]")
    #expect(Value.object(["b": true, "a": .null]).text == "{a: none, b: yes}")
    #expect(Value.array((1...10).map { .number(Double($0)) }).text == "[1, 2, 3, 4, 5, 6, 7, 8, … 2 more]")
  }
}
