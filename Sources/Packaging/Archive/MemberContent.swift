import CLibArchive
import Crypto
import Foundation

/// What somebody wants of a member, given its path and its first bytes.
enum MemberWish: Sendable {
  case nothing
  /// In memory, where it has at most so many bytes.
  case bytes(atMost: Int)
  /// The same; a longer one is let go, and nobody misses it.
  case glance(atMost: Int)
  /// In a scratch file.
  case file(atMost: Int)
  /// In the file that it is unpacked to, which is empty.
  case placed(MemberFile, atMost: Int)

  fileprivate var limit: Int {
    switch self {
    case .nothing: 0
    case .bytes(let most), .glance(let most), .file(let most), .placed(_, let most): most
    }
  }
}

/// What was kept of a member that was read to its end.
enum KeptContent: Sendable {
  case nothing
  case bytes([UInt8])
  case file(MemberFile)
}

/// A member's content as it streams by: hashed, and kept as far as somebody has to parse it.
struct MemberContent {
  typealias Wish = @Sendable (ArchiveMember.Format) -> MemberWish

  private let choose: Wish
  private var hash = SHA256()
  private var wish: MemberWish?
  private(set) var size = 0
  private(set) var format = ArchiveMember.Format.other
  private(set) var kept = KeptContent.nothing
  /// Why it was not kept, though somebody wants it.
  private(set) var obstacle: String?
  /// What the archive says it will have: a hint that saves copies, and no more.
  private let declaredSize: Int

  init(declaredSize: Int = 0, wish: @escaping Wish) { (self.declaredSize, choose) = (declaredSize, wish) }

  var digest: String { hash.finalize().hexadecimal }

  mutating func append(_ chunk: UnsafeRawBufferPointer) {
    guard !chunk.isEmpty else { return }
    if wish == nil { start(chunk) }
    hash.update(bufferPointer: chunk)
    size += chunk.count
    keep(chunk)
  }

  /// Says that there is no more of it; an empty one has to be kept as such.
  mutating func end() {
    if wish == nil { start(UnsafeRawBufferPointer(start: nil, count: 0)) }
  }

  private mutating func start(_ chunk: UnsafeRawBufferPointer) {
    format = ArchiveMember.Format(magic: Array(chunk.prefix(8)))
    let wish = choose(format)
    self.wish = wish
    switch wish {
    case .nothing: break
    case .bytes(let most), .glance(let most):
      var bytes: [UInt8] = []
      bytes.reserveCapacity(max(0, min(declaredSize, most)))
      kept = .bytes(bytes)
    case .file:
      do throws(PackagingError) { kept = .file(try MemberFile()) } catch { abandon(error.description) }
    case .placed(let file, _): kept = .file(file)
    }
  }

  private mutating func keep(_ chunk: UnsafeRawBufferPointer) {
    guard size <= wish?.limit ?? 0 else {
      if case .nothing = kept { return }
      return abandon("it has more than the \(wish?.limit ?? 0) bytes that are read of such a file")
    }
    switch kept {
    case .nothing: break
    case .bytes(var bytes):
      // Emptied first, so that the array is not copied.
      kept = .nothing
      bytes.append(contentsOf: chunk)
      kept = .bytes(bytes)
    case .file(let file): if !file.write(chunk) { abandon("there is no room for it on the disk") }
    }
  }

  private mutating func abandon(_ reason: String) {
    kept = .nothing
    if case .glance = wish { return }
    obstacle = obstacle ?? reason
  }
}

extension ArchiveMember.Format {
  /// Code for a processor.
  var isNative: Bool { self == .elf || self == .machO || self == .windows }

  /// Magic numbers: gABI chapter 4; <mach-o/loader.h> and <mach-o/fat.h>; PE format, "MS-DOS stub";
  /// WebAssembly Core Specification, 5.5.17.
  init(magic: [UInt8]) {
    switch Array(magic.prefix(4)) {
    case [0x7f, 0x45, 0x4c, 0x46]: self = .elf
    case [0xcf, 0xfa, 0xed, 0xfe], [0xce, 0xfa, 0xed, 0xfe]: self = .machO
    // A class of Java's begins so, too, and has its version, 45 or more, where the number of slices is.
    case [0xca, 0xfe, 0xba, 0xbe], [0xca, 0xfe, 0xba, 0xbf]:
      self = magic.count > 7 && magic[4..<7].allSatisfy { $0 == 0 } && magic[7] < 43 ? .machO : .other
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
