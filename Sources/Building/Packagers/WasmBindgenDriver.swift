import Model

/// `cargo build` of one cdylib and `wasm-bindgen --target nodejs`: a folder with the module and its JavaScript.
struct WasmBindgenDriver: Driver {
  static let triple = "wasm32-unknown-unknown"
  static let tool = "wasm-bindgen"

  func triple(
    of build: Build, target: String, in environment: BuildEnvironment
  ) async throws(BuildingError) -> String? { WasmBindgenDriver.triple }

  func versions(of build: Build, in environment: BuildEnvironment) -> [[String]] {
    environment.compilerVersions + [[WasmBindgenDriver.tool, "--version"]]
  }

  func make(at site: Site) async throws(BuildingError) -> Product {
    let build = try await CargoBuild(at: site, options: ["--target", WasmBindgenDriver.triple])
    let module = try build.module(at: site)
    try await compare(build.messages, at: site)
    let bundle = site.draft + "/" + Folder.name(module).dropLast(".wasm".count)
    try await site.run([WasmBindgenDriver.tool, "--target", "nodejs", "--out-dir", bundle, module])
    return Product(artifact: bundle)
  }

  /// The command reads only what the crate of its own version wrote; what it says of another is hard to read.
  private func compare(_ messages: CargoMessages, at site: Site) async throws(BuildingError) {
    guard let crate = try messages.version(ofCrate: WasmBindgenDriver.tool) else { return }
    // `wasm-bindgen 0.2.108`, and more words in a build of one's own.
    let words = try await site.invocation([WasmBindgenDriver.tool, "--version"]).output().split(separator: " ")
    let command = words.count > 1 ? String(words[1].prefix { !$0.isWhitespace }) : "unknown"
    guard command == crate else { throw .bindgenMismatch(target: site.target, crate: crate, command: command) }
  }
}
