import Packaging
import Testing

@Suite struct WheelTextTests {
  @Test func `headers end at the empty line, fold, and have names without case`() {
    let block = HeaderBlock(
      parsing: "Name: words\r\nsummary: two\r\n lines\r\nTag: a\r\nTag: b\r\n\r\nName: not this\r\n")
    #expect(block.first("name") == "words")
    #expect(block.first("Summary") == "two\n lines")
    #expect(block.values("tag") == ["a", "b"])
    #expect(block.strayLines.isEmpty)
  }

  @Test func `a line that is no field is kept aside`() {
    #expect(HeaderBlock(parsing: " indented\nno colon\nName: x\n").strayLines == [" indented", "no colon"])
  }

  @Test func `RECORD's cells may be quoted`() {
    let record = RecordFile(parsing: "\"a, \"\"b\"\".py\",sha256=x,3\r\nRECORD,,\n")
    #expect(record.entries.map(\.path) == ["a, \"b\".py", "RECORD"])
    #expect(record.entries.map(\.size) == ["3", ""])
    #expect(record.malformedCount == 0)
  }

  @Test func `lines that don't have three cells are counted`() {
    let record = RecordFile(parsing: "one\n\ntwo,2\n,sha256=x,3\ngood,,\n")
    #expect(record.entries.map(\.path) == ["good"])
    #expect(record.malformedCount == 3)
    #expect(record.firstMalformed == "one")
  }
}
