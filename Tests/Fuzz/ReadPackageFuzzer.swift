import Foundation

/// libFuzzer's entry: the first byte chooses the kind of input, the rest is its content. What doesn't come back, traps or
/// takes too much is libFuzzer's to tell. `make fuzz` builds and runs it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 1 else { return 0 }
  let kind = FuzzedKind(byte: start[0])
  // -1 keeps it out of the corpus.
  guard FuzzedKind.chosen == nil || FuzzedKind.chosen == kind else { return -1 }
  kind.read(Array(UnsafeBufferPointer(start: start + 1, count: count - 1)))
  return 0
}

/// libFuzzer's driver, in FuzzerInterface.h.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The program's start, by the name that the package manager gives it.
///
/// `fuzz --seeds FOLDER` makes the package probes' controls into the corpus to begin with, a folder for each kind, and ends.
@_cdecl("fuzz_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  let words = CommandLine.arguments
  guard words.count == 3, words[1] == "--seeds" else {
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments, fuzzOneInput)
  }
  do {
    var seeds = Seeds(folder: words[2])
    try seeds.pack()
    for kind in FuzzedKind.allCases { print("\(seeds.counts[kind, default: 0]) seeds for \(kind.rawValue)") }
    // A kind that begins with nothing finds nothing.
    return FuzzedKind.allCases.allSatisfy { seeds.counts[$0, default: 0] > 0 } ? 0 : 1
  } catch {
    print("the seeds can't be packed: \(error)")
    return 1
  }
}
