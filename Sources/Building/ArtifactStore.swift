import FoundationEssentials
import Model

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The artifacts that were built before, by content key: `<cache>/artifacts/<key>/`.
struct ArtifactStore: Sendable {
  let folder: String

  static let recordName = "artifact.json"
  /// A day.
  static let abandonedSeconds = 86_400.0

  private struct Record: Codable {
    /// A file's name, or a folder's.
    var file: String
    var sha256: String
    var header: String?
  }

  init(cache: String) { folder = cache + "/artifacts" }

  /// Nil where there is none, or where it is no longer what was stored.
  func artifact(_ key: ContentKey) -> Artifact? {
    let place = folder + "/" + key.text
    guard let text = try? String(contentsOfFile: place + "/" + ArtifactStore.recordName, encoding: .utf8),
      let record = try? JSONDecoder().decode(Record.self, from: Data(text.utf8)),
      let sha256 = try? ArtifactDigest.sha256(place + "/" + record.file), sha256 == record.sha256
    else { return nil }
    let header = record.header.map { place + "/" + $0 }
    if let header, !Folder.isFile(header) { return nil }
    return Artifact(path: place + "/" + record.file, sha256: sha256, header: header)
  }

  /// An empty folder beside the stored ones, so that storing is one rename.
  func draft() throws(BuildingError) -> String {
    try Folder.create(folder)
    removeAbandoned()
    var template = Array((folder + "/.draft.XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .unwritable(path: folder, reason: String(cString: strerror(errno)))
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// What a killed run left; a build that is still going on is younger.
  private func removeAbandoned() {
    let oldest = Date(timeIntervalSinceNow: -ArtifactStore.abandonedSeconds)
    for draft in Folder.entries(of: folder, suffix: "") where Folder.name(draft).hasPrefix(".draft.") {
      let attributes = try? FileManager.default.attributesOfItem(atPath: draft)
      if let changed = attributes?[.modificationDate] as? Date, changed < oldest { Folder.remove(draft) }
    }
  }

  /// Copies what was made and puts it in place whole; where another process was first, its copy stays.
  func store(_ product: Product, as key: ContentKey) throws(BuildingError) -> Artifact {
    let draft = try draft()
    defer { Folder.remove(draft) }
    let record = Record(
      file: Folder.name(product.artifact), sha256: try ArtifactDigest.sha256(product.artifact),
      header: product.header.map(Folder.name))
    try Folder.copy(product.artifact, to: draft + "/" + record.file)
    if let header = product.header { try Folder.copy(header, to: draft + "/" + Folder.name(header)) }
    try write(record, to: draft + "/" + ArtifactStore.recordName)
    return try place(draft, as: key)
  }

  private func place(_ draft: String, as key: ContentKey) throws(BuildingError) -> Artifact {
    let place = folder + "/" + key.text
    if artifact(key) == nil { Folder.remove(place) }
    if rename(draft, place) != 0, artifact(key) == nil {
      throw .unwritable(path: place, reason: String(cString: strerror(errno)))
    }
    guard let artifact = artifact(key) else {
      throw .unreadable(path: place, reason: "it was changed while it was stored")
    }
    return artifact
  }

  private func write(_ record: Record, to path: String) throws(BuildingError) {
    do {
      try JSONEncoder().encode(record).write(to: URL(filePath: path))
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }
}
