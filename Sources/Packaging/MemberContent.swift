import CLibArchive
import Crypto
import Foundation

/// A member's content as it streams by: hashed, and kept as far as somebody has to parse it.
struct MemberContent {
  private var hash = SHA256()
  private var limit: Int?
  private(set) var size = 0
  private(set) var kept: [UInt8] = []
  private(set) var format = ArchiveMember.Format.other
  var isWhole = false
  /// What the archive says it will have: a hint that saves copies, and no more.
  var declaredSize = 0

  /// There is more of it than may be kept.
  var exceeds: Bool { (limit ?? 0) > 0 && size > (limit ?? 0) }

  var digest: String {
    hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  mutating func append(_ chunk: UnsafeRawBufferPointer, limit chooseLimit: (ArchiveMember.Format) -> Int) {
    guard !chunk.isEmpty else { return }
    if limit == nil {
      format = ArchiveMember.Format(magic: Array(chunk.prefix(4)))
      let most = chooseLimit(format)
      limit = most
      kept.reserveCapacity(max(0, min(declaredSize, most)))
    }
    hash.update(bufferPointer: chunk)
    size += chunk.count
    if let limit, size <= limit {
      kept.append(contentsOf: chunk)
    } else {
      kept = []
    }
  }
}

extension ArchiveMember.Format {
  /// Magic numbers: gABI chapter 4; <mach-o/loader.h> and <mach-o/fat.h>; PE format, "MS-DOS stub";
  /// WebAssembly Core Specification, 5.5.17.
  init(magic: [UInt8]) {
    switch magic {
    case [0x7f, 0x45, 0x4c, 0x46]: self = .elf
    case [0xcf, 0xfa, 0xed, 0xfe], [0xce, 0xfa, 0xed, 0xfe], [0xca, 0xfe, 0xba, 0xbe]: self = .machO
    case [0x00, 0x61, 0x73, 0x6d]: self = .wasm
    case let bytes where bytes.starts(with: [0x4d, 0x5a]): self = .windows
    default: self = .other
    }
  }
}

extension ArchiveMember {
  /// `number` names a member whose name libarchive can't hand out at all.
  init(_ entry: OpaquePointer, number: Int) {
    let name = archive_entry_pathname(entry).map { String(validatingCString: $0) ?? String(cString: $0) }
    let isUTF8 = archive_entry_pathname(entry).flatMap { String(validatingCString: $0) } != nil
    self.init(
      path: name ?? "member \(number)", isUTF8: isUTF8,
      // A hard link has the file type of what it links to.
      kind: archive_entry_hardlink(entry) == nil ? Kind(archive_entry_filetype(entry)) : .hardlink,
      mode: UInt32(archive_entry_perm(entry)), isEncrypted: archive_entry_is_data_encrypted(entry) != 0,
      size: 0, sha256: nil, format: .other)
  }
}

extension ArchiveMember.Kind {
  init(_ type: mode_t) {
    switch type & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .directory
    case S_IFLNK: self = .symlink
    default: self = .special
    }
  }
}
