import Foundation

/// Reads a file of macOS or Windows in memory: one image for each slice; none of what only begins like such a file.
///
/// Errors: `malformedBinary`, where a table, a section or a name lies outside the bytes. `texts` are sought in all of them.
package func readForeign(
  bytes: [UInt8], _ format: ArchiveMember.Format, seeking texts: [String] = []
) throws(PackagingError) -> [ForeignImage] {
  try bytes.withUnsafeBufferPointer { (bytes) throws(PackagingError) -> [ForeignImage] in
    try ForeignReader(bytes: UnsafeRawBufferPointer(bytes), format: format).images(seeking: texts)
  }
}

/// Reads one that was unpacked, mapped; the same errors.
func readForeign(
  _ file: MemberFile, _ format: ArchiveMember.Format, seeking texts: [String] = []
) throws(PackagingError) -> [ForeignImage] {
  try mapped(file.descriptor) { (bytes) throws(PackagingError) in
    try ForeignReader(bytes: bytes, format: format).images(seeking: texts)
  }
}

/// Reads one on disk, whichever of the two it is; nil where it is neither. Errors: those, and `unreadable`.
func readForeign(at path: String) throws(PackagingError) -> ForeignBinary? {
  let descriptor = try openRegularFile(path)
  defer { close(descriptor) }
  let format = ArchiveMember.Format(magic: readStart(descriptor, count: 8))
  guard format == .machO || format == .windows else { return nil }
  let images = try mapped(descriptor) { (bytes) throws(PackagingError) in
    try ForeignReader(bytes: bytes, format: format).images(seeking: [])
  }
  return images.isEmpty
    ? nil
    : ForeignBinary(path: path.split(separator: "/").last.map(String.init) ?? path, format: format, images: images)
}

/// The whole of a file, mapped; of one that can't be, nothing.
func mapped<Result, Failure: Error>(
  _ descriptor: Int32, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
) throws(Failure) -> Result {
  let size = Int(lseek(descriptor, 0, SEEK_END))
  guard size > 0, let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
    return try body(UnsafeRawBufferPointer(start: nil, count: 0))
  }
  defer { munmap(start, size) }
  return try body(UnsafeRawBufferPointer(start: start, count: size))
}

private struct ForeignReader {
  let bytes: UnsafeRawBufferPointer
  let format: ArchiveMember.Format

  func images(seeking texts: [String]) throws(PackagingError) -> [ForeignImage] {
    var images = try format == .machO ? ForeignImage.machO(bytes) : ForeignImage(pe: bytes).map { [$0] } ?? []
    let absent = TextSearch.absent(texts, in: bytes)
    for index in images.indices {
      images[index].absentTexts = absent
      images[index].notes.fileBytes = images[index].notes.fileBytes == 0 ? bytes.count : images[index].notes.fileBytes
    }
    return images
  }
}
