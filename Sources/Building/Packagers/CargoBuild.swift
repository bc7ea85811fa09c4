/// One `cargo build --release`, and what it said of its artifacts.
struct CargoBuild: Sendable {
  let command: [String]
  let messages: CargoMessages

  /// `options` come after `cargo build --release`.
  init(at site: Site, options: [String] = []) async throws(BuildingError) {
    let path = site.draft + "/messages.jsonl"
    command = ["cargo", "build", "--release"] + options + ["--message-format=json-render-diagnostics"]
    messages = CargoMessages(path: path)
    try await site.run(command, standardOutput: path)
  }

  /// The one wasm module of the crate.
  func module(at site: Site) throws(BuildingError) -> String {
    let modules = try messages.modules(ofManifest: site.folder + "/Cargo.toml")
    guard let module = modules.first, modules.count == 1 else {
      throw site.noArtifact(command, expected: "one .wasm of this crate, a cdylib or a bin", found: modules)
    }
    return module
  }
}
