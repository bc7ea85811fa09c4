/// What a hostile archive may cost us.
package struct ArchiveLimits: Sendable, Equatable {
  /// Bytes kept of all METADATA, WHEEL and RECORD; the largest RECORD seen in a published wheel is under 4 MiB.
  package var text = 16 << 20
  /// Bytes of one ELF file that is unpacked into a scratch file; polars' extension module has 170 MiB, torch's libraries 1.5 GiB.
  package var binary = 2 << 30
  /// Bytes kept in memory of one wasm module; those of published packages stay under 40 MiB.
  package var module = 64 << 20
  /// Unpacked bytes for each byte of the archive; deflate reaches 1,032, published wheels stay under 20.
  package var ratio = 100
  /// Unpacked bytes that are let go whatever the ratio.
  package var floor = 64 << 20
  /// Bytes of one file that is laid out for Node: as many as are read of a binary.
  package var installed = 2 << 30
  /// Folders on the way to a file that is laid out; packages with others bundled in them stay under 40.
  package var depth = 100
  package var members = 200_000
  /// Binaries that are read of one archive: each takes a file and a fifth of a millisecond. Those of published wheels stay
  /// under 1,000.
  package var binaries = 4_000
  /// Files and folders that are laid out for Node: the icons of Material Design as an npm package are some 42,000.
  package var installedEntries = 60_000
  /// Bytes of one name: PATH_MAX of Linux. A tar header may have one of 1 MiB.
  package var name = 4096
  /// Bytes of all names; the 42,000 icons have 3 MiB.
  package var names = 16 << 20
  /// Dynamic symbols kept of all binaries.
  package var symbols = 4_000_000
  /// Instructions decoded of all binaries' code; they take under 3 ms.
  package var instructions = 10_000

  package init() {}

  /// For each of so many binaries. What a module runs before its first branch is under 200 instructions; no published wheel
  /// has 1,000 of them.
  func instructions(forEachOf binaries: Int) -> Int {
    binaries > 1000 ? 0 : max(200, instructions / max(1, binaries))
  }

  func unpackedBytes(forArchiveOf size: Int) -> Int {
    max(floor, size.multipliedReportingOverflow(by: ratio).partialValue)
  }
}
