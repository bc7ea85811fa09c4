/// The last line of a terminal, redrawn in place at most ten times a second.
struct ProgressLine: Sendable {
  private static let interval = 0.1
  private let output: any TextOutput
  private let width: @Sendable () -> Int
  private let elapsed: @Sendable () -> Double
  private var drawn = ""
  private var drawnAt = -Double.infinity

  init(output: any TextOutput, width: @escaping @Sendable () -> Int, elapsed: @escaping @Sendable () -> Double) {
    self.output = output
    self.width = width
    self.elapsed = elapsed
  }

  mutating func draw(_ progress: Progress) {
    let now = elapsed()
    guard now - drawnAt >= Self.interval else { return }
    // One column stays free: some terminals wrap as soon as the last one is written.
    let line = progress.line(width: width() - 1, elapsed: now)
    drawnAt = now
    guard line != drawn else { return }
    output.write("\r\u{1B}[2K\(line)")
    drawn = line
  }

  /// Takes the line away, so that other text can stand in its place; the next draw is not held back.
  mutating func erase() {
    guard !drawn.isEmpty else { return }
    output.write("\r\u{1B}[2K")
    drawn = ""
    drawnAt = -Double.infinity
  }
}
