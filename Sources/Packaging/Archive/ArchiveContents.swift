import Model

/// What reading an archive came to: its members in their order, each with what was made of its content.
struct ArchiveContents<Parsed: Sendable>: Sendable {
  /// Bytes of the archive.
  var size = 0
  var members: [(member: ArchiveMember, parsed: Parsed?)] = []
  var damage: [Defect] = []
}

/// What is done with the members of an archive. Both run on any thread, a member's after each other.
struct MemberHandling<Parsed: Sendable>: Sendable {
  var wish: @Sendable (_ member: ArchiveMember, _ format: ArchiveMember.Format) -> MemberWish
  /// Called for each regular file that was read to its end.
  var parse: @Sendable (_ member: ArchiveMember, _ content: KeptContent) -> Parsed?
}

/// What both kinds of archives are held against while they are read.
struct ArchiveDamage: Sendable {
  static func unpackable(_ member: String?, number: Int, _ reason: String, kind: String = "damaged-archive") -> Defect {
    Defect(
      kind: kind,
      message: "\(member ?? "The archive after member \(number)") can't be unpacked: \(reason).", member: member)
  }

  static func tooMany(_ what: String) -> Defect {
    Defect(kind: "too-many-members", message: "The archive has \(what); the rest was not examined.")
  }

  /// What nobody can unpack is not read on: parsing such names is what takes libarchive and Foundation long.
  static func tooLong(_ path: String, number: Int, _ limits: ArchiveLimits) -> Defect {
    Defect(
      kind: "name-too-long",
      message: "The name of member \(number) has \(path.utf8.count) bytes, and Linux opens paths of up to "
        + "\(limits.name); reading stopped there. It begins with \(path.prefix(40)).", member: String(path.prefix(40)))
  }

  static func bomb(_ member: String, archive size: Int, unpacked: Int, _ limits: ArchiveLimits) -> Defect {
    Defect(
      kind: "compression-bomb",
      message: "The archive's \(size) bytes unpack to more than \(limits.unpackedBytes(forArchiveOf: size)) "
        + "(\(limits.ratio) to 1); reading stopped in \(member).",
      member: member, facts: ["archive-bytes": .number(Double(size)), "unpacked-bytes": .number(Double(unpacked))])
  }

  /// Where there are more binaries than are read.
  static func unreadBinaries(_ members: [ArchiveMember], _ limits: ArchiveLimits) -> [Defect] {
    let count = members.count { $0.format.isNative && $0.kind == .file }
    guard count > limits.binaries else { return [] }
    return [
      Defect(
        kind: "not-examined", severity: .warning,
        message:
          "There are \(count) native binaries, and \(limits.binaries) were read; the others were not examined, only their "
          + "hashes were checked.")
    ]
  }

  static func unexamined(_ member: String, _ reason: String) -> Defect {
    Defect(
      kind: "not-examined", severity: .warning,
      message: "\(member) was not examined, only its hash was checked: \(reason).", member: member)
  }
}
