import Foundation
import Model
import SystemPackage

/// What the bootstrap of a scripting host is told, as JSON.
enum JobFile {
  static func write(_ job: some Encodable, to file: String) throws(RunningError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes  // Python has no `\/`
    do {
      let text = try encoder.encode(job)
      // Foundation's own write waits for the disk (fsync), longer than the host needs to start.
      let descriptor = try FileDescriptor.open(
        FilePath(file), .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: [.ownerReadWrite])
      try descriptor.closeAfter { _ = try descriptor.writeAll(text) }
    } catch {
      throw .cacheUnwritable(path: file, reason: "\(error)")
    }
  }
}

/// An exercise in a job; what it leaves out is null there.
struct JobExercise: Encodable, Hashable {
  var name: String
  var setup: String
  var call: String
  var after: String?
  var raises: String?
  var panics: String?
  var isAsync: Bool
  var once: Bool
  private enum CodingKeys: String, CodingKey {
    case name, setup, call, after, raises, panics, isAsync = "async", once
  }

  /// A probe of the artifact itself has an exercise that does nothing.
  init(_ exercise: Exercise?) {
    name = exercise?.name ?? "artifact"
    setup = exercise?.setup ?? ""
    call = exercise?.call ?? ""
    after = exercise?.after
    raises = exercise?.raises
    panics = exercise?.panics?.rawValue
    isAsync = exercise?.isAsync ?? false
    once = exercise?.once ?? false
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(setup, forKey: .setup)
    try container.encode(call, forKey: .call)
    try container.encode(after, forKey: .after)
    try container.encode(raises, forKey: .raises)
    try container.encode(panics, forKey: .panics)
    try container.encode(isAsync, forKey: .isAsync)
    try container.encode(once, forKey: .once)
  }
}
