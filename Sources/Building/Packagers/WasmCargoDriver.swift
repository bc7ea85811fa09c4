import FoundationEssentials
import Model

/// `cargo build` of one wasm module, a library's or a WASI command's; the crate's own settings say for which target.
struct WasmCargoDriver: Driver {
  /// - Throws: `noTriple` where cargo would build for this machine.
  func triple(
    of build: Build, target: String, in environment: BuildEnvironment
  ) async throws(BuildingError) -> String? {
    let found = await configured(build, target, environment)
    guard let found, found.hasPrefix("wasm") else {
      throw .noTriple(target: target, folder: build.path, found: found)
    }
    return found
  }

  func versions(of build: Build, in environment: BuildEnvironment) -> [[String]] { environment.compilerVersions }

  func make(at site: Site) async throws(BuildingError) -> Product {
    Product(artifact: try await CargoBuild(at: site).module(at: site))
  }

  /// `build.target` of the settings that hold in the folder; the one way to ask cargo for them is not stable yet.
  private func configured(_ build: Build, _ target: String, _ environment: BuildEnvironment) async -> String? {
    let command = [
      "env", "RUSTC_BOOTSTRAP=1", "cargo", "-Zunstable-options", "config", "get", "--format", "json-value",
      "build.target",
    ]
    let invocation = Invocation(target: target, command: command, folder: build.path, environment: environment)
    guard let printed = try? await invocation.output() else { return nil }
    let decoder = JSONDecoder()
    let data = Data(printed.utf8)
    return (try? decoder.decode(String.self, from: data)) ?? (try? decoder.decode([String].self, from: data))?.first
  }
}
