import Model

/// `package/archive-sound` for wheels: is the file the archive that installers and audits take it for?
///
/// Rules: PyPA "Binary distribution format" (PEP 427), "Recording installed projects" (PEP 376), and what unpacking on
/// another system does with names.
struct ArchiveSound {
  let wheel: Wheel

  var defects: [Defect] {
    wheel.damage + MemberNames(members: wheel.members, isForLinuxOnly: isForLinuxOnly).defects + memberKinds
      + missingFiles
      + (wheel.metadata == nil ? [] : MetadataAgreement(wheel: wheel).defects) + MetadataFields(wheel: wheel).defects
      + WheelHeaders(wheel: wheel).defects + (isWhole ? RecordAgreement(wheel: wheel).defects : [])
  }

  /// Members that were never read can't be held against RECORD.
  private var isWhole: Bool {
    !wheel.damage.contains {
      ["damaged-archive", "compression-bomb", "too-many-members", "name-too-long"].contains($0.kind)
    }
  }

  private var isForLinuxOnly: Bool {
    !wheel.tags.isEmpty && wheel.tags.allSatisfy { PlatformTag($0.platform).architecture != nil }
  }

  private var memberKinds: [Defect] { wheel.members.compactMap(kindDefect) }

  private func kindDefect(_ member: ArchiveMember) -> Defect? {
    if member.kind == .symlink {
      return Defect(
        kind: "symlink-member", message: "\(member.path) is a symbolic link; a wheel holds regular files only.",
        member: member.path)
    }
    if member.kind == .special {
      return Defect(
        kind: "special-member",
        message: "\(member.path) is a device, pipe or socket; a wheel holds regular files only.",
        member: member.path)
    }
    guard member.isEncrypted else { return nil }
    return Defect(
      kind: "encrypted-member", message: "\(member.path) is encrypted, and no installer has its password.",
      member: member.path)
  }

  private var missingFiles: [Defect] {
    guard isWhole else { return [] }
    guard let folder = wheel.distInfos.first else {
      return [
        Defect(
          kind: "missing-dist-info",
          message: "The wheel's \(wheel.members.count) members include no .dist-info folder, so nothing can install it."
        )
      ]
    }
    if wheel.distInfos.count > 1 {
      return [
        Defect(
          kind: "several-dist-infos",
          message:
            "The wheel has \(wheel.distInfos.count) .dist-info folders (\(wheel.distInfos.joined(separator: ", "))), "
            + "not one.")
      ]
    }
    let present = Set(wheel.members.map(\.path))
    return ["METADATA", "WHEEL", "RECORD"].filter { !present.contains("\(folder)/\($0)") }.map { name in
      Defect(
        kind: "missing-\(name.lowercased())", message: "\(folder)/\(name) is missing; every wheel has one.",
        member: "\(folder)/\(name)")
    }
  }
}
