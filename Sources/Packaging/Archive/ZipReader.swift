import Foundation
import Model
import Synchronization

/// Reads a zip archive: the directory first, then its members, several at a time, the largest first; what comes back is in the
/// directory's order all the same.
struct ZipReader<Parsed: Sendable>: Sendable {
  let path: String
  let limits: ArchiveLimits
  let handling: MemberHandling<Parsed>

  /// Under so many unpacked bytes a second thread takes longer to start than it saves.
  private static var worthThreads: Int { 4 << 20 }

  /// Errors: `unreadable`, `notAZip`, `truncatedZip`.
  static func read(
    _ path: String, limits: ArchiveLimits, handling: MemberHandling<Parsed>
  ) throws(PackagingError) -> ArchiveContents<Parsed> {
    try ZipReader(path: path, limits: limits, handling: handling).read()
  }

  private func read() throws(PackagingError) -> ArchiveContents<Parsed> {
    let directory = try ZipDirectory(path: path)
    var contents = ArchiveContents<Parsed>(size: fileSize)
    let entries = entries(of: directory, &contents.damage)
    let readable = entries.indices.filter { entries[$0].isWorthReading }
      .sorted { entries[$0].declaredSize > entries[$1].declaredSize }
    let work = ZipWork<Parsed>(
      order: readable, archiveSize: contents.size, most: limits.unpackedBytes(forArchiveOf: contents.size))
    run(work, entries, directory)
    let outcome = work.outcome
    for (index, entry) in entries.enumerated() {
      let result = outcome.results[index]
      contents.damage += result?.damage ?? []
      contents.members.append((result?.member ?? entry.member, result?.parsed))
    }
    if let bomb = outcome.bomb {
      contents.damage.append(
        ArchiveDamage.bomb(bomb, archive: contents.size, unpacked: outcome.unpacked, limits))
    }
    return contents
  }

  private var fileSize: Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  private func entries(of directory: borrowing ZipDirectory, _ damage: inout [Defect]) -> [ZipEntry] {
    var entries: [ZipEntry] = []
    var nameBytes = 0
    for index in 0..<min(directory.count, limits.members) {
      guard let entry = directory.entry(index) else { continue }
      guard entry.member.path.utf8.count <= limits.name else {
        damage.append(ArchiveDamage.tooLong(entry.member.path, number: index + 1, limits))
        return entries
      }
      nameBytes += entry.member.path.utf8.count
      guard nameBytes <= limits.names else {
        damage.append(ArchiveDamage.tooMany("names of more than \(limits.names) bytes"))
        return entries
      }
      entries.append(entry)
    }
    if directory.count > limits.members { damage.append(ArchiveDamage.tooMany("more than \(limits.members) members")) }
    return entries
  }

  private func run(_ work: ZipWork<Parsed>, _ entries: [ZipEntry], _ directory: borrowing ZipDirectory) {
    let bytes = entries.reduce(0) { $0.addingReportingOverflow($1.declaredSize).partialValue }
    let threads = min(ProcessInfo.processInfo.activeProcessorCount, 4, work.order.count)
    guard threads > 1, bytes >= Self.worthThreads else { return drain(work, entries, directory) }
    onAllCores(atMost: threads) {
      // libzip keeps a place in the file: each thread opens it for itself.
      guard let own = try? ZipDirectory(path: path), own.count >= entries.count else { return }
      drain(work, entries, own)
    }
    // What a thread that could not open the file has left.
    drain(work, entries, directory)
  }

  private func drain(_ work: ZipWork<Parsed>, _ entries: [ZipEntry], _ directory: borrowing ZipDirectory) {
    guard let unpacker = ZipUnpacker() else { return }
    while let index = work.next() {
      work.put(index, read(entries[index], directory, unpacker, work))
    }
  }

  private func read(
    _ entry: ZipEntry, _ directory: borrowing ZipDirectory, _ unpacker: borrowing ZipUnpacker, _ work: ZipWork<Parsed>
  ) -> ZipWork<Parsed>.Result {
    let (path, wish) = (entry.member.path, handling.wish)
    let sink = ContentSink(declaredSize: entry.declaredSize) { wish(entry.member, $0) }
    let outcome = unpacker.unpack(entry, of: directory) { bytes in
      guard work.spend(bytes.count, on: path) else { return false }
      sink.append(bytes)
      return true
    }
    let content = sink.finish()
    var result = ZipWork<Parsed>.Result(member: entry.member)
    (result.member.size, result.member.format) = (content.size, content.format)
    if case .damaged(let reason) = outcome {
      result.damage.append(ArchiveDamage.unpackable(path, number: entry.index, reason))
    }
    guard case .whole = outcome else { return result }
    result.member.sha256 = content.digest
    if let obstacle = content.obstacle {
      result.damage.append(ArchiveDamage.unexamined(path, obstacle))
    } else {
      result.parsed = handling.parse(result.member, content.kept)
    }
    return result
  }
}

/// The members that are to be read, and what came of those that were.
final class ZipWork<Parsed: Sendable>: Sendable {
  struct Result: Sendable {
    var member: ArchiveMember
    var parsed: Parsed?
    var damage: [Defect] = []
  }

  struct Outcome: Sendable {
    var results: [Int: Result] = [:]
    var unpacked = 0
    /// The member at which there was more than there may be.
    var bomb: String?
    fileprivate var taken = 0
  }

  let order: [Int]
  private let most: Int
  private let state = Mutex(Outcome())

  init(order: [Int], archiveSize: Int, most: Int) { (self.order, self.most) = (order, most) }

  var outcome: Outcome { state.withLock { $0 } }

  /// The next member to read; nil at the end, and after a bomb.
  func next() -> Int? {
    state.withLock { state in
      guard state.taken < order.count, state.bomb == nil else { return nil }
      defer { state.taken += 1 }
      return order[state.taken]
    }
  }

  func put(_ index: Int, _ result: Result) { state.withLock { $0.results[index] = result } }

  /// False where the archive has unpacked to more than it may.
  func spend(_ bytes: Int, on member: String) -> Bool {
    state.withLock { state in
      state.unpacked += bytes
      guard state.unpacked <= most else {
        state.bomb = state.bomb ?? member
        return false
      }
      return state.bomb == nil
    }
  }
}
