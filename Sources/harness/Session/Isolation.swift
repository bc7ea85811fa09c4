import Foundation
import Model
import Running

/// Whether the artifacts' code is kept from the machine, and whose wish it was.
enum Isolation: Sendable {
  /// None was asked for: the artifacts are one's own.
  case none
  /// Given up, with --no-sandbox.
  case refused
  case bubblewrap(Sandbox)

  var sandbox: Sandbox? { if case .bubblewrap(let sandbox) = self { sandbox } else { nil } }

  /// As results.json and the console have it.
  var words: String {
    switch self {
    case .none: "none"
    case .refused: "none (--no-sandbox)"
    case .bubblewrap: "bubblewrap"
    }
  }

  /// - Throws: `Failure`, bad usage, where there can be no sandbox: nothing has run, and the command is to be another one.
  static func bubblewrap(readable: [String] = []) async throws -> Isolation {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    do throws(RunningError) {
      return .bubblewrap(try await Sandbox.working(path: path, readable: readable))
    } catch { throw Failure(message: error.description, exit: .usage) }
  }
}
