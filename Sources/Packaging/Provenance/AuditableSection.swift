import CInflate

/// What cargo-auditable puts into a binary's section `.dep-v0`: zlib-compressed JSON with the crates that were linked.
///
/// Source: cargo-auditable's PARSING.md and the JSON schema beside it.
enum AuditableSection {
  static let name = ".dep-v0"
  /// The lists of programs with 400 crates have under 64 KiB.
  private static let most = 8 << 20

  /// Crates of kind `build` run while it is being built and are not in it. Nil for what is no such list.
  static func crates(_ section: UnsafeRawBufferPointer) -> [Crate]? {
    guard let text = inflated(section), let json = try? JSONReader.read(text, what: name),
      let packages = json["packages"]?.array
    else { return nil }
    return packages.compactMap { package in
      guard package["kind"]?.string != "build", let name = package["name"]?.string,
        let version = package["version"]?.string
      else { return nil }
      return Crate(name: name.printable, version: version.printable)
    }
  }

  /// The stream of RFC 1950: two bytes, of which the first ends in 8 for deflate, and a checksum behind it.
  private static func inflated(_ section: UnsafeRawBufferPointer) -> [UInt8]? {
    guard let start = section.bindMemory(to: UInt8.self).baseAddress, section.count > 6, start[0] & 15 == 8,
      let inflater = harness_inflater_create()
    else { return nil }
    defer { harness_inflater_destroy(inflater) }
    harness_inflater_start(inflater)
    // Deflate makes at most 1,032 bytes of one.
    let room = min(most, section.count.multipliedReportingOverflow(by: 1032).partialValue)
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      guard let output = buffer.baseAddress else { return }
      var consumed = 0
      isWhole =
        harness_inflate(inflater, start + 2, section.count - 2, &consumed, output, room, &count) == harness_inflate_end
    }
    return isWhole ? bytes : nil
  }
}
