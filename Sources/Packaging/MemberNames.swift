import Model

/// Names of members that unpack to somewhere else, or onto each other.
struct MemberNames {
  let members: [ArchiveMember]
  /// Case clashes do no harm on Linux.
  let isForLinuxOnly: Bool

  var defects: [Defect] { members.compactMap(nameDefect) + duplicates + caseClashes }

  private func nameDefect(_ member: ArchiveMember) -> Defect? {
    let path = member.path
    let backslash = UInt8(ascii: "\\")
    if !member.isUTF8 {
      return defect("non-utf8-name", "The name \(path) is not UTF-8, and reads differently on each system.", member)
    }
    if path.isAbsolutePath || path.utf8.first == backslash || Self.hasDrive(path) {
      return defect("absolute-name", "\(path) is an absolute name; it unpacks outside the installation folder.", member)
    }
    if path.pathComponents({ $0 == 0x2f || $0 == backslash }).contains("..") {
      return defect("path-traversal", "\(path) climbs with '..'; it unpacks outside the installation folder.", member)
    }
    if path.utf8.contains(backslash) {
      return defect(
        "backslash-in-name", "\(path) has a backslash, which is a folder on Windows and a letter elsewhere.", member)
    }
    return nil
  }

  private static func hasDrive(_ path: String) -> Bool {
    let start = Array(path.utf8.prefix(2))
    return start.count == 2 && start[1] == UInt8(ascii: ":") && isASCIIAlphanumeric(start[0])
  }

  private func defect(_ kind: String, _ message: String, _ member: ArchiveMember) -> Defect {
    Defect(kind: kind, message: message, member: member.path)
  }

  /// Compared by bytes: Swift's strings take two Unicode forms of one text for equal, file systems mostly don't.
  private var duplicates: [Defect] {
    var counts: [[UInt8]: Int] = [:]
    for member in members { counts[Array(member.path.utf8), default: 0] += 1 }
    return counts.filter { $0.value > 1 }.map { path, count in
      let path = String(decoding: path, as: UTF8.self)
      return Defect(
        kind: "duplicate-member",
        message: "\(path) is in the archive \(count) times; which one is installed depends on the installer.",
        member: path, facts: ["count": .number(Double(count))])
    }.sorted { $0.message < $1.message }
  }

  private var caseClashes: [Defect] {
    // Sets only of names that come twice: there may be 200,000 members.
    var first: [String: Int] = [:]
    var spellings: [String: Set<[UInt8]>] = [:]
    for (index, member) in members.enumerated() {
      let name = member.path.lowercased()
      guard let other = first.updateValue(index, forKey: name) else { continue }
      spellings[name, default: [Array(members[other].path.utf8)]].insert(Array(member.path.utf8))
    }
    return spellings.values.filter { $0.count > 1 }.map { clash in
      let names = clash.map { String(decoding: $0, as: UTF8.self) }.sorted()
      return Defect(
        kind: "case-clash", severity: isForLinuxOnly ? .warning : .error,
        message: "\(names.joined(separator: " and ")) are one file where case doesn't count (macOS, Windows).",
        member: names.first)
    }.sorted { $0.message < $1.message }
  }
}
