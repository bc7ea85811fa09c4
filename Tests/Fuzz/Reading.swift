import Foundation
import Model
import Packaging

/// Has one file read as `check` and as `inspect` do it.
struct Reading {
  let circumstances: Circumstances

  init(_ file: FuzzedFile, in folder: String = "one") {
    circumstances = Circumstances(
      artifact: file.written(folder), kind: file.kind, tables: Tables(folder: Scratch.tables), isOfRelease: true)
  }

  func run() {
    let reading = readPackage(circumstances)
    precondition(reading.answers.values.allSatisfy { $0.last == .step(.done) }, "a question has no end")
    Self.encode(reading)
    Self.encode(inspection)
  }

  var inspection: Inspection { inspectPackage(circumstances) }

  /// What can't be told to the process that asked is the harness's failure.
  private static func encode(_ answer: some Encodable) {
    do { _ = try JSONEncoder().encode(answer) } catch { fatalError("the answer can't be told: \(error)") }
  }
}
