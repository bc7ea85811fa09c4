import Foundation

/// How long a process may read a hostile file.
///
/// What hangs is told by the processor time that it takes, which a busy machine doesn't stretch: a sound file has to be read
/// on one, too. Who waits and takes none is ended by the clock.
struct ReadingTime: Sendable, Equatable {
  /// Of all threads; the kernel counts whole seconds.
  let processorSeconds: Int
  /// How many times as long as that a reader may be there: on two cores, beside ten others who want them.
  private static let share = 6

  init(processorSeconds: Int) { self.processorSeconds = processorSeconds }

  /// 5 s, and a second for each 20 MB: 150 MB/s unpack on a slow machine, and wheels unpack to 3 times their size.
  init(ofFileAt path: String) { self.init(processorSeconds: 5 + Self.size(path) / 20_000_000) }

  /// Of abidiff, 5 s and a second for each MB of both: 10 MB of zstd or brotli with all that -g gives take half a second.
  init(ofLayoutsIn paths: [String]) {
    self.init(processorSeconds: 5 + min(paths.map(Self.size).reduce(0, +), 100 << 20) / 1_000_000)
  }

  /// From its start to its end.
  var deadline: Duration { .seconds(Self.share * processorSeconds) }

  /// For the process that is to hold itself to it.
  var arguments: [String] { ["--processor-seconds", "\(processorSeconds)"] }

  /// What became of one who took too much: `it took more than 5 s of processor time`.
  var used: String { "took more than \(processorSeconds) s of processor time" }
  /// Of one who was too slow.
  var passed: String { "took longer than \(deadline.components.seconds) s" }

  private static func size(_ path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
  }
}
