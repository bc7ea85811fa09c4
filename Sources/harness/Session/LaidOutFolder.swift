import Foundation
import Packaging

/// What a process that read a hostile file has left in its folder: nothing in it is believed before it was looked at.
struct LaidOutFolder {
  let path: String
  let artifact: String
  /// Files and folders: those of an archive at its limit, each in a folder of its own.
  private static let mostEntries = 400_000

  /// Folders and plain files that have this one name; neither is ever a link, a device, or run as another user.
  ///
  /// Errors: `notLaidOut`.
  func check() throws(PackagingError) {
    var folders = [Array(path.utf8CString)]
    var count = 0
    while let folder = folders.popLast() {
      for entry in try entries(of: folder, atMost: Self.mostEntries - count) {
        count += 1
        var status = stat()
        guard lstat(entry, &status) == 0 else { throw refused("an entry can't be looked at") }
        if status.st_mode & S_IFMT == S_IFDIR {
          folders.append(entry)
        } else if status.st_mode & S_IFMT != S_IFREG || status.st_nlink != 1 || status.st_mode & 0o7000 != 0 {
          throw refused(
            "\(String(decoding: entry.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)) is no plain file")
        }
      }
    }
  }

  /// Paths, as bytes: a name need not be UTF-8.
  private func entries(of folder: [CChar], atMost most: Int) throws(PackagingError) -> [[CChar]] {
    guard let listing = opendir(folder) else { throw refused("a folder can't be listed") }
    defer { closedir(listing) }
    var paths: [[CChar]] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name.0) {
        Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
      }
      if name == [0x2e, 0] || name == [0x2e, 0x2e, 0] { continue }
      guard paths.count < most else { throw refused("there are more than \(Self.mostEntries) files and folders in it") }
      paths.append(folder.dropLast() + [0x2f] + name)
    }
    return paths
  }

  /// Writes a new file; whatever bears its name is neither followed nor opened.
  ///
  /// Errors: `notLaidOut` where there is one already.
  func write(_ text: String, to name: String) throws(PackagingError) {
    let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw refused("\(name) can't be written: \(String(cString: strerror(errno)))") }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do { try file.write(contentsOf: Data(text.utf8)) } catch { throw refused("\(name) can't be written: \(error)") }
  }

  private func refused(_ reason: String) -> PackagingError {
    .notLaidOut(path: artifact, reason: "the process that unpacks it left what it must not: \(reason)")
  }
}
