import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

// Readers of hostile files may open nothing of /proc, where libdispatch looks once a second which of its workers run: where work
// waits then, it ends the process ("registered worker exited without unregistering", src/event/workqueue.c). So their threads are
// made here.

/// Runs `work` on this thread and on as many others as there are cores beside it, at most `most` in all; returns when all have
/// returned. Where no more threads can be had, there are fewer.
package func onAllCores(atMost most: Int, _ work: @Sendable () -> Void) {
  let cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  withoutActuallyEscaping(work) { work in
    let others = (1..<max(2, min(cores, most))).compactMap { _ in most > 1 ? startThread(work) : nil }
    work()
    for thread in others { pthread_join(thread, nil) }
  }
}

/// A thread that does one job after the other, in the order in which they came.
package final class SerialThread: Sendable {
  private let line: Line
  private let thread: pthread_t?

  /// At most `waiting` jobs wait: whoever has one more waits, too.
  package init(waiting: Int) {
    let line = Line(waiting: waiting)
    self.line = line
    thread = startThread { while let job = line.take() { job() } }
  }

  /// Has it done, here and now where there is no thread.
  package func perform(_ job: @escaping @Sendable () -> Void) {
    if thread == nil { job() } else { line.put(job) }
  }

  /// Ends the thread when all jobs are done, and waits for that. Called once, after the last job.
  package func finish() {
    guard let thread else { return }
    line.put(nil)
    pthread_join(thread, nil)
  }

  /// Jobs that wait; nil is the end.
  private final class Line: Sendable {
    private let jobs = Mutex<[(@Sendable () -> Void)?]>([])
    private let filled = DispatchSemaphore(value: 0)
    private let room: DispatchSemaphore

    init(waiting: Int) { room = DispatchSemaphore(value: waiting) }

    func put(_ job: (@Sendable () -> Void)?) {
      room.wait()
      jobs.withLock { $0.append(job) }
      filled.signal()
    }

    func take() -> (@Sendable () -> Void)? {
      filled.wait()
      defer { room.signal() }
      return jobs.withLock { $0.removeFirst() }
    }
  }
}

/// Nil where the system has no thread left to give.
private func startThread(_ work: @escaping @Sendable () -> Void) -> pthread_t? {
  let start = Unmanaged.passRetained(ThreadStart(work))
  var thread = pthread_t()
  let failure = pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue().work()
      return nil
    }, start.toOpaque())
  guard failure == 0 else {
    start.release()
    return nil
  }
  return thread
}

private final class ThreadStart: Sendable {
  let work: @Sendable () -> Void
  init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}
