import Foundation
import Model
import SystemPackage

/// What the first line of a control says: `# exercise: {"raises": "ValueError", "after": true}`, `//` in C; all optional.
struct ControlOptions: Decodable, Sendable {
  var raises: String?
  var panics: String?
  var setup: Bool?
  var after: Bool?
  var once: Bool?
  /// Seconds.
  var timeout: Double?
  /// Milliseconds that the call may block its host.
  var blocks: Double?
  var async: Bool?
  /// Python only: what the call is given, as source text.
  var argument: String?
  /// Whether the call takes a function to call back.
  var callback: Bool?
  /// False where the defect can't be seen on a free-threaded runtime.
  var freeThreaded: Bool?

  private enum CodingKeys: String, CodingKey {
    case raises, panics, setup, after, once, timeout, blocks, async, argument, callback, freeThreaded = "free-threaded"
  }

  /// The exercise of a control; `setup` and `after` are its code for them, taken where the line says that there is one.
  func exercise(_ name: String?, setup: String, always: String = "", call: String, after: String) -> Exercise {
    Exercise(
      name: name ?? "control", setup: always + (self.setup == true ? setup : ""), call: call,
      after: self.after == true ? after : nil, raises: raises, panics: panics.flatMap(Exercise.Panics.init),
      blocks: blocks.map { .atMost(.milliseconds($0)) } ?? .never, isAsync: async ?? false, once: once ?? false,
      timeout: .seconds(timeout ?? 30))
  }

  /// `comment` starts the line: `#`, `//`.
  init(firstLineOf source: String, comment: String, file: FilePath) throws(RunningError) {
    let line = source.prefix { $0 != "\n" }
    let marker = "\(comment) exercise:"
    guard line.hasPrefix(marker) else {
      throw .controlOptionsMalformed(path: file.string, reason: "it is `\(line)`")
    }
    do {
      self = try JSONDecoder().decode(Self.self, from: Data(line.dropFirst(marker.count).utf8))
    } catch {
      throw .controlOptionsMalformed(path: file.string, reason: "\(error)")
    }
  }
}
