import Testing

@testable import Reporting

@Suite struct ProgressTests {
  private var progress: Progress {
    var progress = Progress(total: 120, done: 12, wrong: 2)
    progress.start("words-py/cpython-3.11/ownership/call-growth/tokenize")
    progress.start("words-c/native/panic/contained/parse")
    progress.start("build words-node")
    return progress
  }

  @Test(
    "the line names as many running cells as its width allows, and counts the others",
    arguments: [
      (40, "12/120  1:05  2 wrong  words-py/cpy… +2"),
      (80, "12/120  1:05  2 wrong  words-py/cpython-3.11/ownership/call-growth/tokenize +2"),
      (
        200,
        "12/120  1:05  2 wrong  words-py/cpython-3.11/ownership/call-growth/tokenize, "
          + "words-c/native/panic/contained/parse, build words-node"
      ),
    ])
  func fits(width: Int, line: String) { #expect(progress.line(width: width, elapsed: 65.9) == line) }

  @Test(arguments: 0...90) func `it never exceeds the width`(_ width: Int) {
    var progress = progress
    progress.start("語彙/cpython-3.11/ownership/call-growth/分割")
    let line = progress.line(width: width, elapsed: 36_000)
    #expect(line.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) } <= width)
  }

  @Test func `a finished cell leaves the line`() {
    var progress = Progress(total: 2)
    progress.start("a")
    progress.start("b")
    progress.finish("a")
    #expect(progress.line(width: 80, elapsed: 3_661) == "0/2  1:01:01  b")
  }
}
