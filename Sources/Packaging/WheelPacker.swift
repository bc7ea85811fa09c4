import CLibArchive
import Crypto
import Foundation
import Model

/// Packs a control into `folder` and returns the artifact; `compile` turns C into a shared object's bytes.
///
/// Packaging starts no processes, so the compiler is the caller's. Errors: `notPacked`, and what `compile` throws.
package func packControl(
  _ recipe: WheelRecipe, into folder: String, compile: (_ source: String) throws -> [UInt8]
) throws -> (artifact: Artifact, kind: ArtifactKind) {
  let path = "\(folder)/\(recipe.file.replacing("{machine}", with: Machine.hereName))"
  let isWheel = path.hasSuffix(".whl")
  var bytes = try WheelPacker(recipe: recipe, fileName: path.split(separator: "/").last.map(String.init) ?? path)
    .pack(asWheel: isWheel, compile: compile)
  bytes = Array(bytes.prefix(Int(Double(bytes.count) * recipe.keep)))
  do { try Data(bytes).write(to: URL(fileURLWithPath: path)) } catch {
    throw PackagingError.notPacked(path: path, reason: error.localizedDescription)
  }
  let digest = SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  return (Artifact(path: path, sha256: digest), isWheel ? .wheel : .cABI)
}

private struct WheelPacker {
  let recipe: WheelRecipe
  let fileName: String

  struct Packed {
    var path: String
    /// The name's bytes where they aren't UTF-8; RECORD then has them repaired, in `path`.
    var rawPath: [UInt8]?
    var bytes: [UInt8]
    var symlink: String?
    var isRepeated = false
  }

  func pack(asWheel: Bool, compile: (String) throws -> [UInt8]) throws -> [UInt8] {
    if let raw = recipe.raw { return Array(raw.utf8) }
    let payload = try recipe.members.map { try packed($0, compile) }
    guard asWheel else { return payload.first?.bytes ?? [] }
    var members = payload + information
    if recipe.record != .none, !recipe.omit.contains("RECORD") { members.append(record(of: members)) }
    return try ZipWriter(isEncrypted: recipe.encrypted, name: fileName).write(members)
  }

  private func packed(_ member: WheelRecipe.Member, _ compile: (String) throws -> [UInt8]) throws -> Packed {
    let path = member.path.replacing("{machine}", with: Machine.hereName)
    var result = Packed(path: path, rawPath: member.rawPath, bytes: [], isRepeated: member.twice)
    switch member.content {
    case .text(let text): result.bytes = Array(text.utf8)
    case .bytes(let bytes): result.bytes = bytes
    case .compiled(let source): result.bytes = try compile(source)
    case .zeros(let count): result.bytes = [UInt8](repeating: 0, count: count)
    case .symlink(let target): result.symlink = target
    }
    // e_machine is the half word at offset 18: gABI chapter 4, "ELF Header".
    if let machine = member.machine, result.bytes.count > 19 {
      result.bytes[18] = UInt8(machine & 0xff)
      result.bytes[19] = UInt8(machine >> 8 & 0xff)
    }
    return result
  }

  private var nameParts: [String] { fileName.dropLast(4).split(separator: "-").map(String.init) }
  private var folder: String { nameParts.prefix(2).joined(separator: "-") + ".dist-info" }

  private var information: [Packed] {
    let name = nameParts.first ?? "unnamed"
    let version = nameParts.dropFirst().first ?? "0"
    let metadata = recipe.metadata ?? "Metadata-Version: 2.1\nName: \(name)\nVersion: \(version)\n"
    let tags = WheelTag.expand(nameParts.suffix(3).joined(separator: "-")) ?? []
    let isPure = tags.allSatisfy { $0.platform == "any" }
    let wheel =
      recipe.wheel ?? "Wheel-Version: 1.0\nGenerator: harness\nRoot-Is-Purelib: \(isPure)\n"
      + tags.map { "Tag: \($0)\n" }.joined()
    let machine = Machine.hereName
    return [("METADATA", metadata), ("WHEEL", wheel.replacing("{machine}", with: machine))]
      .filter { !recipe.omit.contains($0.0) }
      .map { Packed(path: "\(folder)/\($0.0)", bytes: Array($0.1.utf8)) }
  }

  private func record(of members: [Packed]) -> Packed {
    var lines = members.enumerated().map { line($0.element, isFirst: $0.offset == 0) }
    if recipe.record == .unlisted { lines.removeFirst() }
    if recipe.record == .extra { lines.append("absent.py,sha256=,0") }
    if recipe.record == .malformed { lines.append("a line of one cell") }
    lines.append("\(folder)/RECORD,,")
    return Packed(path: "\(folder)/RECORD", bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  private func line(_ member: Packed, isFirst: Bool) -> String {
    var bytes = member.bytes
    let size = bytes.count
    if isFirst, recipe.record == .wrongHash { bytes.append(0) }
    let digest = URLSafeBase64.encode(Array(SHA256.hash(data: bytes)))
    let path = "\"\(member.path.replacing("\"", with: "\"\""))\""
    switch (isFirst, recipe.record) {
    case (true, .wrongSize): return "\(path),sha256=\(digest),\(size + 1)"
    case (true, .noHash): return "\(path),,\(size)"
    case (true, .weakHash): return "\(path),md5=\(digest.prefix(22)),\(size)"
    default: return "\(path),sha256=\(digest),\(size)"
    }
  }
}

/// libarchive's zip writer, into memory.
private struct ZipWriter {
  /// AE_IFREG and AE_IFLNK of archive_entry.h, whose casts Swift doesn't import.
  private static let regular: UInt32 = 0o100000
  private static let link: UInt32 = 0o120000

  let isEncrypted: Bool
  let name: String

  func write(_ members: [WheelPacker.Packed]) throws(PackagingError) -> [UInt8] {
    guard let archive = archive_write_new() else { throw .notPacked(path: name, reason: "out of memory") }
    defer { archive_write_free(archive) }
    // Deflate adds 5 bytes to each 16 KiB block that it can't shrink; each name is written twice, with its headers.
    let most = members.reduce(1 << 16) { $0 + 2 * ($1.bytes.count * 1001 / 1000 + 2 * $1.path.utf8.count + 1024) }
    var buffer = [UInt8](repeating: 0, count: most)
    var used = 0
    archive_write_set_format_zip(archive)
    if isEncrypted {
      archive_write_set_options(archive, "zip:encryption=traditional")
      archive_write_set_passphrase(archive, "secret")
    }
    // The buffer's address has to hold until the archive is closed, not for one call only.
    try buffer.withUnsafeMutableBufferPointer { (memory) throws(PackagingError) in
      try check(archive, archive_write_open_memory(archive, memory.baseAddress, memory.count, &used))
      for member in members {
        try add(member, to: archive)
        if member.isRepeated { try add(member, to: archive) }
      }
      try check(archive, archive_write_close(archive))
    }
    return Array(buffer.prefix(used))
  }

  private func add(_ member: WheelPacker.Packed, to archive: OpaquePointer) throws(PackagingError) {
    let entry = archive_entry_new()
    defer { archive_entry_free(entry) }
    archive_entry_copy_pathname(entry, (member.rawPath ?? Array(member.path.utf8)).map { CChar(bitPattern: $0) } + [0])
    archive_entry_set_perm(entry, 0o644)
    archive_entry_set_filetype(entry, member.symlink == nil ? ZipWriter.regular : ZipWriter.link)
    if let target = member.symlink {
      archive_entry_copy_symlink(entry, target)
    } else {
      archive_entry_set_size(entry, Int64(member.bytes.count))
    }
    try check(archive, archive_write_header(archive, entry))
    if !member.bytes.isEmpty { archive_write_data(archive, member.bytes, member.bytes.count) }
  }

  private func check(_ archive: OpaquePointer, _ status: Int32) throws(PackagingError) {
    guard status < ARCHIVE_WARN else { return }
    throw .notPacked(path: name, reason: archive_error_string(archive).map { String(cString: $0) } ?? "no reason given")
  }
}
