import Model

/// Reads a wheel in one pass, running and extracting nothing.
///
/// Errors: `unreadable`, `notAZip`, `truncatedZip`; what is wrong inside a readable zip is in `damage`, or for the probes.
package func readWheel(at path: String, limits: ArchiveLimits = ArchiveLimits()) throws(PackagingError) -> Wheel {
  var reader = ArchiveReader(path: path, format: .zip, limits: limits)
  var contents = WheelContents(limits: limits)
  try reader.read(
    keep: { path, format in
      if format == .elf { return limits.binary }
      return WheelContents.isInformation(path) ? limits.text : 0
    },
    visit: { contents.take($0, content: $1) })
  let fileName = path.split(separator: "/").last.map(String.init) ?? path
  return contents.wheel(fileName: fileName, size: reader.size, damage: reader.damage)
}

/// What is gathered while the members go by.
private struct WheelContents {
  let limits: ArchiveLimits
  private var members: [ArchiveMember] = []
  private var textBytes = 0
  private var symbolCount = 0
  private var texts: [String: String] = [:]
  private var binaries: [Wheel.Binary] = []
  private var damage: [Defect] = []

  init(limits: ArchiveLimits) { self.limits = limits }

  static func isInformation(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0].hasSuffix(".dist-info") && ["METADATA", "WHEEL", "RECORD"].contains(parts[1])
  }

  mutating func take(_ member: ArchiveMember, content: [UInt8]?) {
    members.append(member)
    if Self.isInformation(member.path), let content { takeText(member, content) }
    if member.format == .elf, let content { takeBinary(member, content) }
  }

  private mutating func takeBinary(_ member: ArchiveMember, _ content: [UInt8]) {
    do throws(PackagingError) {
      let elf = try readELF(bytes: content)
      symbolCount += elf.symbols.count
      guard symbolCount <= limits.symbols else {
        return skip(member, "the wheel has more than \(limits.symbols) symbols")
      }
      binaries.append(Wheel.Binary(path: member.path, elf: elf))
    } catch {
      damage.append(
        Defect(
          kind: "unreadable-binary", message: "\(member.path) starts as an ELF file and can't be read. \(error)",
          member: member.path))
    }
  }

  private mutating func skip(_ member: ArchiveMember, _ reason: String) {
    damage.append(
      Defect(
        kind: "not-examined", severity: .warning, message: "\(member.path) was not examined: \(reason).",
        member: member.path))
  }

  private mutating func takeText(_ member: ArchiveMember, _ content: [UInt8]) {
    textBytes += content.count
    guard textBytes <= limits.text else { return skip(member, "there are \(textBytes) bytes of such files") }
    if String(validating: content, as: UTF8.self) == nil {
      damage.append(
        Defect(kind: "non-utf8-text", message: "\(member.path) is not UTF-8, as it has to be.", member: member.path))
    }
    texts[member.path] = String(decoding: content, as: UTF8.self)
  }

  func wheel(fileName: String, size: Int, damage archiveDamage: [Defect]) -> Wheel {
    let folders = Set(members.compactMap { $0.path.split(separator: "/").first }).filter { $0.hasSuffix(".dist-info") }
    let distInfos = folders.map(String.init).sorted()
    func text(_ name: String) -> String? { distInfos.first.flatMap { texts["\($0)/\(name)"] } }
    return Wheel(
      fileName: fileName, file: WheelFile(name: fileName), size: size, members: members, distInfos: distInfos,
      metadata: text("METADATA").map(HeaderBlock.init(parsing:)), wheel: text("WHEEL").map(HeaderBlock.init(parsing:)),
      record: text("RECORD").map(RecordFile.init(parsing:)), binaries: binaries, damage: archiveDamage + damage)
  }
}
