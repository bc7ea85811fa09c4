import Foundation
import Model
import Packaging

/// Two releases that are held against each other.
struct Releases {
  let old: FuzzedFile
  let new: FuzzedFile

  init?(_ kind: FuzzedKind, _ input: [UInt8]) {
    guard let chosen = input.first else { return nil }
    let rest = Array(input.dropFirst())
    let files =
      kind == .texts
      ? Self.halves(ofTexts: rest).map { Self.file(ofText: $0, chosen) }
      : Self.halves(ofBinaries: rest).map { Place.all[Int(chosen) % Place.all.count].file($0) }
    guard files.count == 2, let old = files[0], let new = files[1] else { return nil }
    (self.old, self.new) = (old, new)
  }

  /// What may be two releases' texts.
  static let languages: [FuzzedKind] = [.stub, .declarations, .header, .metadata, .manifest]

  private static func file(ofText text: [UInt8], _ chosen: UInt8) -> FuzzedFile? {
    switch languages[Int(chosen) % languages.count] {
    case .stub: .wheel(stub: text)
    case .header: .library(header: text)
    case .metadata: .wheel(headers: text)
    case let kind: .package(texts: text, kind)
    }
  }

  private static func halves(ofTexts input: [UInt8]) -> [[UInt8]] {
    // One alone is held against itself with its last byte gone.
    let texts = FuzzedFile.texts(input, 2)
    return texts.count == 2 ? texts : [input, input.dropLast()]
  }

  private static func halves(ofBinaries input: [UInt8]) -> [[UInt8]] {
    guard input.count > 4 else { return [] }
    let length = input[..<4].reversed().reduce(0) { $0 << 8 | Int($1) }
    return [Array(input.dropFirst(4).prefix(length)), Array(input.dropFirst(4).dropFirst(length))]
  }

  func compare() {
    let inspections = (Reading(old, in: "old").inspection, Reading(new, in: "new").inspection)
    let comparison = Packaging.compare(inspections.0, inspections.1)
    do { _ = try JSONEncoder().encode(comparison) } catch { fatalError("the comparison can't be told: \(error)") }
  }

  /// abidiff's report on two libraries that are otherwise as they were.
  static func judge(report input: [UInt8]) {
    let texts = FuzzedFile.texts(input, 2).map { String(decoding: $0, as: UTF8.self) }
    let library = Artifact(path: "/libwords.so", sha256: "")
    let inspection = Inspection(artifact: library, form: .library)
    var comparison = Packaging.compare(inspection, inspection)
    let headers = texts.count > 1 ? PublicHeaders(name: "words.h", text: texts[1]) : nil
    LayoutComparison(LayoutReport(texts[0]), headers: headers).extend(&comparison)
  }
}
