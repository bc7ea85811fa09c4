import Packaging

/// Where in which package a binary stands, and whom the package is for.
struct Place {
  let path: String
  /// Of the wheel; nil for an npm package.
  var tag: String?

  static let all = [
    Place(path: "words/_native.abi3.so", tag: "cp311-abi3-manylinux_2_17_x86_64"),
    Place(path: "words/_native.cpython-311-darwin.so", tag: "cp311-cp311-macosx_11_0_arm64"),
    Place(path: "words/_native.cp311-win_amd64.pyd", tag: "cp311-cp311-win_amd64"),
    Place(path: "words/_native.cpython-313-wasm32-emscripten.so", tag: "cp313-cp313-pyodide_2025_0_wasm32"),
    Place(path: "package/words.node"), Place(path: "package/words.darwin-arm64.node"),
    Place(path: "package/words.win32-x64-msvc.node"), Place(path: "package/words.wasm"),
  ]

  /// The first byte's, and the rest.
  static func of(_ input: [UInt8]) -> (Place, [UInt8])? {
    input.first.map { (all[Int($0) % all.count], Array(input.dropFirst())) }
  }

  /// The first that a file of this name could stand in; nil for no binary.
  static func index(of path: String) -> Int? {
    let endings = [".abi3.so", "-darwin.so", ".pyd", "-emscripten.so", ".node", ".darwin.node", ".win32.node", ".wasm"]
    return endings.firstIndex { path.hasSuffix($0) } ?? (path.hasSuffix(".so") ? 0 : path.hasSuffix(".dll") ? 2 : nil)
  }

  func file(_ bytes: [UInt8]) -> FuzzedFile? {
    let binary = PackedMember(path: path, bytes: bytes)
    if let tag { return .wheel([binary] + FuzzedFile.information, tag: tag) }
    let file = path.dropFirst("package/".count)
    let manifest =
      path.hasSuffix(".wasm")
      ? #"{"name": "words", "version": "1.0.0", "main": "index.js"}"#
      : #"{"name": "words", "version": "1.0.0", "main": "\#(file)"}"#
    let glue = "import init from './words.js'; fetch(new URL('words.wasm', import.meta.url))"
    return .package([
      PackedMember(path: "package/package.json", bytes: Array(manifest.utf8)),
      PackedMember(path: "package/index.js", bytes: Array(glue.utf8)), binary,
    ])
  }
}
