/// What a hostile archive may cost us.
package struct ArchiveLimits: Sendable, Equatable {
  /// Bytes kept of all METADATA, WHEEL and RECORD; the largest RECORD seen in a published wheel is under 4 MiB.
  package var text = 16 << 20
  /// Bytes kept of one ELF file while it is read; polars' extension module has 150 MiB.
  package var binary = 256 << 20
  /// Unpacked bytes for each byte of the archive; deflate reaches 1,032, published wheels stay under 20.
  package var ratio = 100
  /// Unpacked bytes that are let go whatever the ratio.
  package var floor = 64 << 20
  package var members = 200_000
  /// Bytes of one name: PATH_MAX of Linux. A tar header may have one of 1 MiB.
  package var name = 4096
  /// Bytes of all names.
  package var names = 64 << 20
  /// Dynamic symbols kept of all binaries.
  package var symbols = 4_000_000

  package init() {}

  func unpackedBytes(forArchiveOf size: Int) -> Int {
    max(floor, size.multipliedReportingOverflow(by: ratio).partialValue)
  }
}
