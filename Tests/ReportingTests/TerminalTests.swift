import Foundation
import Testing

@testable import Reporting

@Suite struct TerminalTests {
  @Test func `a terminal tells its width`() throws {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    defer { close(terminal) }
    var size = winsize(ws_row: 24, ws_col: 132, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
    #expect(Terminal(terminal).isTerminal)
    #expect(Terminal(terminal).width == 132)
  }

  @Test func `what is no terminal is taken to be 80 columns wide`() throws {
    let null = open("/dev/null", O_WRONLY)
    defer { close(null) }
    #expect(!Terminal(null).isTerminal)
    #expect(Terminal(null).width == 80)
  }

  @Test func `text longer than a pipe's buffer arrives whole, even where the pipe doesn't wait`() throws {
    let pipe = Pipe()
    let writer = pipe.fileHandleForWriting
    try #require(fcntl(writer.fileDescriptor, F_SETFL, O_NONBLOCK) == 0)
    let text = String(repeating: "größe\n", count: 50_000)
    // A thread, not a task: both sides block, and a machine with one core has one for tasks.
    Thread.detachNewThread {
      DescriptorOutput(writer.fileDescriptor).write(text)
      try? writer.close()
    }
    #expect(try pipe.fileHandleForReading.readToEnd() == Data(text.utf8))
  }

  @Test func `a descriptor that takes nothing is given up`() {
    let null = open("/dev/null", O_RDONLY)
    defer { close(null) }
    DescriptorOutput(null).write("dropped")
    DescriptorOutput(-1).write("dropped")
  }
}
