import Foundation
import Model
import Packaging

/// What a reader's process says of a file: JSON of a reading or of an inspection.
struct Answer {
  let data: Data

  init(_ input: [UInt8]) { data = Data(input) }

  func take() {
    let decoder = JSONDecoder()
    if let reading = try? decoder.decode(PackageReading.self, from: data) {
      _ = PackageSet.answer([reading, reading])
    } else if let inspection = try? decoder.decode(Inspection.self, from: data) {
      _ = compare(inspection, inspection)
      _ = compare(inspection, Inspection(artifact: inspection.artifact, form: inspection.form))
    }
  }
}
