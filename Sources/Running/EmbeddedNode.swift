import Model
import SystemPackage

/// A libnode that the embedded host is compiled for.
struct EmbeddedNode {
  let library: FilePath

  /// Nil where the file is no libnode: a stock `node`.
  init?(library: String) {
    self.library = FilePath(library)
    guard self.library.lastComponent?.string.hasPrefix("libnode.so") == true else { return nil }
  }

  /// DT_RPATH, unlike DT_RUNPATH, also holds for what libnode itself needs. libnode's symbols of other libraries are found
  /// when it is loaded.
  func host() throws(RunningError) -> Compilation {
    let headers = try headers()
    let include = ["src", "deps/v8/include"].flatMap { ["-isystem", headers.appending($0).string] }
    let folder = library.removingLastComponent().string
    return Compilation(
      name: "node-host", product: .program, language: .cxx,
      sources: ["Hosts/Node/host.cc", "Hosts/Node/environment.cc"], flags: Compilation.strict + include,
      libraries: [
        library.string, "-Wl,-rpath,\(folder)", "-Wl,--disable-new-dtags", "-Wl,--allow-shlib-undefined", "-ldl",
        "-lpthread",
      ])
  }

  /// Beside an installed libnode, or in the package beside an unpacked one.
  private func headers() throws(RunningError) -> FilePath {
    var root = library
    while let name = root.lastComponent?.string, name != "usr" { root.removeLastComponent() }
    let package = root.removingLastComponent().removingLastComponent()
    let candidates = [root.appending("include/nodejs"), package.appending("libnode-dev/usr/include/nodejs")]
    guard let found = candidates.first(where: { $0.appending("src/node.h").isReadable }) else {
      throw .noHeaders(library: library.string, sought: candidates.map(\.string))
    }
    return found
  }
}
