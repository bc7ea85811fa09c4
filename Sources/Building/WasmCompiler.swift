/// The Rust compiler for a wasm target: the ordinary one where it has the target's standard library, else the one that
/// Harnesses/Toolchain/install unpacked.
struct WasmCompiler: Sendable {
  let target: String
  let triple: String
  let folder: String
  let cache: String

  private var root: String { WasmCompiler.root(cache) }
  private var unpacked: String { "\(root)/usr/lib/rustlib/\(triple)/lib" }

  static func root(_ cache: String) -> String { cache + "/wasm-toolchain" }

  /// The environment as it is, or with that compiler and the linker that goes with it.
  ///
  /// - Throws: `missingWasmTarget` where neither has the target, `missingTool` without a linker.
  func chosen(in environment: BuildEnvironment) async throws(BuildingError) -> BuildEnvironment {
    let ordinary = try await libraries(of: environment)
    if Folder.exists(ordinary) { return environment }
    guard Folder.exists(unpacked), Folder.isFile(root + "/bin/rustc") else {
      throw .missingWasmTarget(target: target, triple: triple, searched: [ordinary, unpacked])
    }
    guard let linker = linker(in: environment) else {
      throw .missingTool(target: target, tool: "wasm-ld", searched: environment.path)
    }
    return environment.compiling(for: triple, with: root + "/bin", linker: linker)
  }

  /// Where the compiler that cargo would use keeps the target's libraries, if it has them.
  private func libraries(of environment: BuildEnvironment) async throws(BuildingError) -> String {
    let rustc = environment.variables["RUSTC"] ?? "rustc"
    let command = [rustc, "--print", "target-libdir", "--target", triple]
    let printed = try await Invocation(target: target, command: command, folder: folder, environment: environment)
      .output()
    return String(printed.prefix { !$0.isNewline })
  }

  /// In PATH, or beside `swift`, which comes with one.
  private func linker(in environment: BuildEnvironment) -> String? {
    if let program = environment.executable("wasm-ld") { return program }
    guard let swift = environment.executable("swift").flatMap(Folder.resolved) else { return nil }
    return environment.executable(Folder.parent(swift) + "/wasm-ld")
  }
}
