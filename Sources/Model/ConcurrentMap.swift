import Synchronization

extension Array where Element: Sendable {
  /// The results in the elements' order, made on all cores; returns when all are made.
  package func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    let taken = Mutex(0)
    onAllCores(atMost: count) {
      while true {
        let index = taken.withLock { next in
          defer { next += 1 }
          return next
        }
        guard index < count else { return }
        let result = transform(self[index])
        results.withLock { $0[index] = result }
      }
    }
    return results.withLock { $0.compactMap { $0 } }
  }
}
