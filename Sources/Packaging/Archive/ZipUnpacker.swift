import CInflate
import CZip
import Foundation

/// Unpacks members of one open archive, one after the other, a chunk at a time.
struct ZipUnpacker: ~Copyable {
  private static let chunk = 1 << 18
  private static let piece = 1 << 16

  private let inflater: OpaquePointer
  private let input: UnsafeMutablePointer<UInt8>

  /// Nil where there is no memory for it.
  init?() {
    guard let inflater = harness_inflater_create() else { return nil }
    self.inflater = inflater
    input = .allocate(capacity: Self.piece)
  }

  deinit {
    harness_inflater_destroy(inflater)
    input.deallocate()
  }

  enum Outcome: Sendable {
    case whole
    case damaged(String)
    /// `take` wanted no more.
    case refused
  }

  /// Hands the member's content to `take`, which returns false where it wants no more.
  func unpack(_ entry: ZipEntry, of directory: borrowing ZipDirectory, take: ([UInt8]) -> Bool) -> Outcome {
    let flags = zip_flags_t(entry.isDeflated ? ZIP_FL_COMPRESSED : 0)
    guard let file = zip_fopen_index(directory.archive, zip_uint64_t(entry.index), flags) else {
      return .damaged(String(cString: zip_strerror(directory.archive)))
    }
    defer { zip_fclose(file) }
    return entry.isDeflated ? inflate(entry, file, take) : copy(file, take)
  }

  /// The whole of a small member; nil where it is damaged, or has more than `most` bytes or than is left of `budget`.
  func content(
    of entry: ZipEntry, in directory: borrowing ZipDirectory, atMost most: Int, from budget: inout Int
  ) -> [UInt8]? {
    var content: [UInt8] = []
    let most = min(most, budget)
    let outcome = unpack(entry, of: directory) { bytes in
      content += bytes
      return content.count <= most
    }
    budget -= min(budget, content.count)
    if case .whole = outcome { return content }
    return nil
  }

  /// Stored ones, and those in ways that only libzip knows; it checks their CRC itself.
  private func copy(_ file: OpaquePointer, _ take: ([UInt8]) -> Bool) -> Outcome {
    while true {
      var count: zip_int64_t = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, used in
        count = zip_fread(file, buffer.baseAddress, zip_uint64_t(buffer.count))
        used = Int(max(0, count))
      }
      if count < 0 { return .damaged(Self.words(zip_file_strerror(file))) }
      if count == 0 { return .whole }
      guard take(bytes) else { return .refused }
    }
  }

  private func inflate(_ entry: ZipEntry, _ file: OpaquePointer, _ take: ([UInt8]) -> Bool) -> Outcome {
    harness_inflater_start(inflater)
    var stream = DeflateStream()
    var size = 0
    while true {
      let bytes = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, used in
        while used < buffer.count, stream.state == .goesOn { used += step(file, &stream, &buffer, from: used) }
      }
      size += bytes.count
      if !bytes.isEmpty, !take(bytes) { return .refused }
      switch stream.state {
      case .goesOn: continue
      case .damaged(let reason): return .damaged(reason)
      case .ended: return whole(entry, size)
      }
    }
  }

  private struct DeflateStream {
    enum State: Equatable { case goesOn, ended, damaged(String) }
    var state = State.goesOn
    var used = 0
    var available = 0
    /// There is no more input; what has gone in may still come out.
    var isDrained = false
  }

  /// The number of bytes that came out.
  private func step(
    _ file: OpaquePointer, _ stream: inout DeflateStream, _ buffer: inout UnsafeMutableBufferPointer<UInt8>, from: Int
  ) -> Int {
    if stream.used == stream.available, !stream.isDrained { refill(file, &stream) }
    guard stream.state == .goesOn, let output = buffer.baseAddress else { return 0 }
    var consumed = 0
    var produced = 0
    let result = harness_inflate(
      inflater, input + stream.used, stream.available - stream.used, &consumed, output + from, buffer.count - from,
      &produced)
    stream.used += consumed
    if result == harness_inflate_end { stream.state = .ended }
    if result == harness_inflate_damaged { stream.state = .damaged("its compressed data are damaged") }
    if result == harness_inflate_more, stream.isDrained, produced == 0 {
      stream.state = .damaged("its compressed data end before their end")
    }
    return produced
  }

  private func refill(_ file: OpaquePointer, _ stream: inout DeflateStream) {
    let count = zip_fread(file, input, zip_uint64_t(Self.piece))
    stream.used = 0
    stream.available = Int(max(0, count))
    if count < 0 { stream.state = .damaged(Self.words(zip_file_strerror(file))) }
    if count == 0 { stream.isDrained = true }
  }

  private func whole(_ entry: ZipEntry, _ size: Int) -> Outcome {
    if size != entry.declaredSize {
      return .damaged("it has \(size) bytes, and the archive's directory says \(entry.declaredSize)")
    }
    let checksum = harness_inflater_crc(inflater)
    return checksum == entry.checksum ? .whole : .damaged("its CRC-32 is not the one in the archive's directory")
  }

  private static func words(_ text: UnsafePointer<CChar>?) -> String {
    text.map { String(cString: $0) } ?? "no reason given"
  }
}
