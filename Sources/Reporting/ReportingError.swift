/// What can go wrong between the events and the files.
package enum ReportingError: Error, Sendable, Equatable {
  case cannotCreateFolder(path: String, reason: String)
  case cannotEncode(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
}

extension ReportingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotCreateFolder(let path, let reason):
      "expected to create the output folder \(path), but: \(reason); give a folder that can be written with --output"
    case .cannotEncode(let path, let reason):
      "expected results that can be written to \(path), but: \(reason); this is a fault of harness, please report it"
    case .cannotWrite(let path, let reason):
      "expected to write \(path), but: \(reason); make room there or give another folder with --output"
    }
  }
}
