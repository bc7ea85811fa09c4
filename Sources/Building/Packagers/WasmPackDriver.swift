import Model

/// `wasm-pack build --target nodejs`: a folder with the module, its JavaScript and a package.json.
struct WasmPackDriver: Driver {
  func triple(
    of build: Build, target: String, in environment: BuildEnvironment
  ) async throws(BuildingError) -> String? { WasmBindgenDriver.triple }

  func versions(of build: Build, in environment: BuildEnvironment) -> [[String]] {
    [["wasm-pack", "--version"]] + environment.compilerVersions
  }

  func make(at site: Site) async throws(BuildingError) -> Product {
    let bundle = site.draft + "/pkg"
    let command = ["wasm-pack", "build", "--release", "--target", "nodejs", "--out-dir", bundle]
    try await site.run(command)
    let modules = Folder.entries(of: bundle, suffix: ".wasm")
    guard modules.count == 1 else {
      throw site.noArtifact(command, expected: "a folder with one .wasm", found: modules)
    }
    return Product(artifact: bundle)
  }
}
