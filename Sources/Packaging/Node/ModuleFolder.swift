import Foundation

/// The folder that a package is written into; nothing is written through a link or outside it.
struct ModuleFolder: Sendable {
  let artifact: String
  let folder: String
  private let limits: ArchiveLimits
  /// An archive names folders in passing, many with one short name, and a file as often as it likes.
  private let entries: MemberBudget

  init(artifact: String, folder: String, limits: ArchiveLimits) {
    (self.artifact, self.folder, self.limits) = (artifact, folder, limits)
    entries = MemberBudget(limits.installedEntries)
  }

  func make() throws(PackagingError) {
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw .notLaidOut(path: artifact, reason: "\(folder) can't be made: \(error.localizedDescription)")
    }
  }

  /// Runs `body`, which fills the folder; where it fails, no half a package is left behind.
  func fill(_ body: () throws(PackagingError) -> Void) throws(PackagingError) {
    do throws(PackagingError) { try body() } catch {
      try? FileManager.default.removeItem(atPath: folder)
      throw error
    }
  }

  /// An empty file at a path below the folder; a later one of the same name replaces it, as in a tar archive.
  ///
  /// `mode` is less the process's umask: one who may change modes may do so to whatever he can read.
  func create(_ path: String, mode: mode_t) throws(PackagingError) -> MemberFile {
    let parts = path.pathComponents()
    guard parts.count <= limits.depth else {
      throw .notLaidOut(path: artifact, reason: "\(path.printable) is more than \(limits.depth) folders deep")
    }
    try spend()
    if parts.count > 1 { try makeFolder(parts.dropLast(), path) }
    let file = "\(folder)/\(path)"
    unlink(file)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure(path) }
    return MemberFile(owning: descriptor)
  }

  func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(PackagingError) {
    let file = try create(path, mode: mode)
    guard bytes.withUnsafeBytes({ file.write($0) }) else { throw failure(path) }
  }

  /// Copies a regular file a piece at a time.
  func copy(_ source: String, to path: String, mode: mode_t) throws(PackagingError) {
    let descriptor = try openRegularFile(source)
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size <= limits.installed else { throw .tooLarge(path: source, size: size, most: limits.installed) }
    let file = try create(path, mode: mode)
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    var copied = 0
    // What is added to it meanwhile is let go.
    while copied < size {
      let count = pread(descriptor, &piece, min(piece.count, size - copied), off_t(copied))
      guard count >= 0 else { throw .unreadable(path: source, reason: String(cString: strerror(errno))) }
      guard count > 0 else { return }
      guard piece.withUnsafeBytes({ file.write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }) else {
        throw failure(path)
      }
      copied += count
    }
  }

  /// The folder of these names, and those on the way to it. `path` is the file that it is for.
  private func makeFolder(_ names: ArraySlice<Substring>, _ path: String) throws(PackagingError) {
    let place = "\(folder)/\(names.joined(separator: "/"))"
    var result = mkdir(place, 0o777)
    if result != 0, errno == ENOENT, names.count > 1 {
      try makeFolder(names.dropLast(), path)
      result = mkdir(place, 0o777)
    }
    guard result == 0 || errno == EEXIST else { throw failure(path) }
    if result == 0 { try spend() }
  }

  private func spend() throws(PackagingError) {
    guard entries.spend(1) else {
      throw .notLaidOut(path: artifact, reason: "it has more than \(limits.installedEntries) files and folders")
    }
  }

  private func failure(_ path: String) -> PackagingError {
    .notLaidOut(path: artifact, reason: "\(path.printable) can't be written: \(String(cString: strerror(errno)))")
  }
}
