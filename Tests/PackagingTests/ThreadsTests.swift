import Foundation
import Model
import Synchronization
import Testing

/// The threads that readers of hostile files work on.
@Suite struct ThreadsTests {
  @Test func `results come in the elements' order, each made once`() {
    let made = Mutex(0)
    let results = Array(0..<10_000).concurrentMap { number in
      made.withLock { $0 += 1 }
      return number * 2
    }
    #expect(results == (0..<10_000).map { $0 * 2 })
    #expect(made.withLock { $0 } == 10_000)
    #expect([Int]().concurrentMap { $0 }.isEmpty && [7].concurrentMap { $0 } == [7])
  }

  @Test func `no more run than were asked for`() {
    let runs = Mutex(0)
    onAllCores(atMost: 1) { runs.withLock { $0 += 1 } }
    #expect(runs.withLock { $0 } == 1)
  }

  @Test func `jobs are done in order, all of them before the end`() {
    let done = Mutex<[Int]>([])
    let thread = SerialThread(waiting: 2)
    for number in 0..<1000 { thread.perform { done.withLock { $0.append(number) } } }
    thread.finish()
    #expect(done.withLock { $0 } == Array(0..<1000))
  }

  /// libdispatch opens files that readers may not open, and ends the process where it can't.
  @Test func `nothing of a reader's is put on libdispatch's queues`() throws {
    for folder in ["Packaging", "Model"] {
      let root = "\(Fixture.repository)/Sources/\(folder)"
      for file in try FileManager.default.subpathsOfDirectory(atPath: root) where file.hasSuffix(".swift") {
        let text = try String(contentsOfFile: "\(root)/\(file)", encoding: .utf8)
        #expect(!text.contains("DispatchQueue") && !text.contains("Task {"), "\(file)")
      }
    }
  }
}
