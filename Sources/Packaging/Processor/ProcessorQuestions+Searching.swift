import Foundation

extension ProcessorQuestions {
  /// In more code than this the two bytes of cpuid are met by chance, as parts of others.
  private static let mostSearched = 4 << 20

  /// Whether there is anything in a file that could tell it which processor it runs on; true where that isn't sure.
  static func areAsked(in code: LoadedCode, _ symbols: [ELFFile.DynamicSymbol]) -> Bool {
    let parts = code.image.content(ofCode: true)
    guard !code.hasResolvers, parts.reduce(0, { $0 + $1.count }) <= mostSearched else { return true }
    return parts.contains(where: hasQuestion) || symbols.contains { !$0.isDefined && tells($0.name) }
      || code.image.content(ofCode: false).contains(where: namesFile)
  }

  /// cpuid is `0F A2` (Intel SDM, volume 2), of which the second byte is the rarer.
  private static func hasQuestion(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    var start = 1
    while start < bytes.count, let found = memchr(base + start, 0xa2, bytes.count - start) {
      let index = UnsafeRawPointer(found) - base
      if bytes[index - 1] == 0x0f { return true }
      start = index + 1
    }
    return false
  }

  private static let processorFile = TextSearch(["/proc/cpuinfo"])

  private static func namesFile(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var isNamed = false
    processorFile.forEachMatch(in: bytes) { _, _ in isNamed = true }
    return isNamed
  }
}
