import Foundation
import Model
import Packaging

/// libFuzzer's entry: the first byte chooses the kind of artifact, the rest is its file. All of the reader runs on it; what
/// doesn't come back, traps or takes too much is libFuzzer's to tell. `make fuzz` builds and runs it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 1 else { return 0 }
  let kind = FuzzedKind.allCases[Int(start[0]) % FuzzedKind.allCases.count]
  let file = Scratch.folder + "/" + kind.fileName
  let bytes = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
  guard FileManager.default.createFile(atPath: file, contents: Data(bytes)) else { return 0 }
  _ = readPackage(
    Circumstances(
      artifact: Artifact(path: file, sha256: ""), kind: kind.artifactKind, tables: Tables(folder: Scratch.tables)))
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
/// `fuzz --seeds FOLDER` packs the package probes' controls, as the corpus to begin with, and ends.
@_cdecl("fuzz_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  let words = CommandLine.arguments
  guard words.count == 3, words[1] == "--seeds" else {
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments, fuzzOneInput)
  }
  do {
    print("\(try Seeds(folder: words[2]).pack()) seeds in \(words[2])")
    return 0
  } catch {
    print("the seeds can't be packed: \(error)")
    return 1
  }
}

enum FuzzedKind: CaseIterable {
  case wheel, tarball, library, addon, module

  var fileName: String {
    switch self {
    case .wheel: "words-1.0-cp311-abi3-manylinux_2_17_x86_64.whl"
    case .tarball: "words-1.0.0.tgz"
    case .library: "libwords.so"
    case .addon: "words.linux-x64-gnu.node"
    case .module: "words.wasm"
    }
  }

  var artifactKind: ArtifactKind {
    switch self {
    case .wheel: .wheel
    case .tarball, .addon: .nodeAddon
    case .library: .cABI
    case .module: .wasm
    }
  }

  /// Of a control, by its file's name; nil for a folder.
  static func of(_ path: String) -> Int? {
    let endings = [".whl", ".tgz", ".so", ".node", ".wasm"]
    return endings.firstIndex { path.hasSuffix($0) }
  }
}

enum Scratch {
  static let tables = repository + "/Harnesses/Tables"
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  /// One for each process: libFuzzer may run several.
  static let folder: String = {
    let folder = NSTemporaryDirectory() + "harness-fuzz-\(getpid())"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(atPath: Scratch.folder) }
    return folder
  }()
}
