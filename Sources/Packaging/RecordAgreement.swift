import Model

/// RECORD against the members: every file listed, with its hash and size, and nothing listed that isn't there.
struct RecordAgreement {
  let wheel: Wheel
  private let folder: String
  private let members: [[UInt8]: ArchiveMember]

  init(wheel: Wheel) {
    self.wheel = wheel
    folder = wheel.distInfos.first ?? ""
    let files = wheel.members.filter { $0.kind != .directory }
    members = Dictionary(files.map { (Array($0.path.utf8), $0) }, uniquingKeysWith: { _, last in last })
  }

  var defects: [Defect] {
    guard let record = wheel.record else { return [] }
    return malformed(record) + repeated(record) + record.entries.compactMap(entryDefect) + unlisted(record)
  }

  private func malformed(_ record: RecordFile) -> [Defect] {
    guard let first = record.firstMalformed else { return [] }
    return [
      Defect(
        kind: "malformed-record",
        message: "RECORD has \(record.malformedCount) lines that aren't path, hash and size; the first is "
          + "'\(first)'.", member: "\(folder)/RECORD")
    ]
  }

  private func repeated(_ record: RecordFile) -> [Defect] {
    var seen: Set<[UInt8]> = []
    return record.entries.filter { !seen.insert(Array($0.path.utf8)).inserted }.map {
      Defect(
        kind: "record-duplicate", severity: .warning, message: "RECORD lists \($0.path) more than once.",
        member: $0.path)
    }
  }

  /// RECORD can't hold its own hash, and signatures are made after it: "The .dist-info directory", PEP 427.
  private func isExempt(_ path: String) -> Bool {
    ["RECORD", "RECORD.jws", "RECORD.p7s"].contains { path == "\(folder)/\($0)" }
  }

  private func entryDefect(_ entry: RecordFile.Entry) -> Defect? {
    guard let member = members[Array(entry.path.utf8)] else {
      return Defect(
        kind: "record-missing-member", message: "RECORD lists \(entry.path), which is not in the wheel.",
        member: entry.path)
    }
    if isExempt(entry.path) || member.sha256 == nil { return nil }
    return sizeDefect(entry, member) ?? hashDefect(entry, member)
  }

  private func sizeDefect(_ entry: RecordFile.Entry, _ member: ArchiveMember) -> Defect? {
    guard !entry.size.isEmpty, Int(entry.size) != member.size else { return nil }
    return Defect(
      kind: "record-size-mismatch",
      message: "RECORD says \(entry.path) has \(entry.size.prefix(40)) bytes; it has \(member.size).",
      member: entry.path)
  }

  private func hashDefect(_ entry: RecordFile.Entry, _ member: ArchiveMember) -> Defect? {
    let parts = entry.hash.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      return Defect(
        kind: "record-no-hash", message: "RECORD has no hash for \(entry.path); every file but RECORD needs one.",
        member: entry.path)
    }
    switch parts[0] {
    case "sha256": return parts[1] == base64(member) ? nil : mismatch(entry, member)
    case "sha384", "sha512":
      return Defect(
        kind: "record-hash-unchecked", severity: .warning,
        message: "RECORD gives \(entry.path) by \(parts[0]), which is not checked here; only its size was.",
        member: entry.path)
    default:
      return Defect(
        kind: "record-weak-hash",
        message: "RECORD gives \(entry.path) by \(parts[0].prefix(20)); sha256 or better is required.",
        member: entry.path)
    }
  }

  private func mismatch(_ entry: RecordFile.Entry, _ member: ArchiveMember) -> Defect {
    Defect(
      kind: "record-hash-mismatch",
      message: "\(entry.path) has \(member.size) bytes of sha256 \(base64(member)); RECORD says "
        + "\(entry.hash.dropFirst(7).prefix(60)).", member: entry.path)
  }

  private func base64(_ member: ArchiveMember) -> String { URLSafeBase64.encode(hexadecimal: member.sha256 ?? "") }

  private func unlisted(_ record: RecordFile) -> [Defect] {
    let listed = Set(record.entries.map { Array($0.path.utf8) })
    return members.filter { !listed.contains($0.key) && !isExempt($0.value.path) }.map { _, member in
      Defect(
        kind: "record-unlisted-member",
        message: "\(member.path) (\(member.size) bytes) is in the wheel and not in RECORD, so no uninstall removes it.",
        member: member.path)
    }.sorted { $0.message < $1.message }
  }
}
