/// Structured concurrency with a bound.
enum Bounded {
  /// What `body` makes of each item, in the items' order; at most `limit` at a time, those that want to be alone after all
  /// others, one by one. Items not started when the task is cancelled are left out.
  static func map<Item: Sendable, Output: Sendable>(
    _ items: [Item], limit: Int, alone: @Sendable (Item) -> Bool, _ body: @escaping @Sendable (Item) async -> Output
  ) async -> [Output] {
    let together = items.indices.filter { !alone(items[$0]) }
    let single = items.indices.filter { alone(items[$0]) }
    var outputs = await share(together, of: items, limit: limit, body)
    for index in single where !Task.isCancelled { outputs[index] = await body(items[index]) }
    return outputs.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func share<Item: Sendable, Output: Sendable>(
    _ indices: [Int], of items: [Item], limit: Int, _ body: @escaping @Sendable (Item) async -> Output
  ) async -> [Int: Output] {
    await withTaskGroup(of: (Int, Output).self) { group in
      var outputs: [Int: Output] = [:]
      var waiting = indices[...]
      func start() {
        guard !Task.isCancelled, let index = waiting.popFirst() else { return }
        let item = items[index]
        group.addTask { (index, await body(item)) }
      }
      for _ in 0..<max(1, limit) { start() }
      for await (index, output) in group {
        outputs[index] = output
        start()
      }
      return outputs
    }
  }
}
