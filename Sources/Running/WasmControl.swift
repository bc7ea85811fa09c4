import Crypto
import Foundation
import Model
import Subprocess
import SystemPackage

/// A control of the wasm hosts: a module as text that exports `control_call`, and where it says so `control_setup` and
/// `control_after`, which returns i32 0 while the module still works.
///
/// Its first line says what else there is: `;; exercise: {"raises": "unreachable", "after": true}`.
package struct WasmControl: Sendable {
  package let artifact: Artifact
  package let exercise: Exercise

  /// `file` is the path of `controls/<name>.wat`.
  package init(file: FilePath, compiler: HostCompiler) async throws(RunningError) {
    let source = String(decoding: try FileContent.read(file.string), as: UTF8.self)
    let options = try ControlOptions(firstLineOf: source, comment: ";;", file: file)
    let name = file.stem ?? "control"
    let assembled = try await WasmAssembler(compiler: compiler).assemble(file, source: source)
    artifact = Artifact(path: assembled.string, sha256: "")
    exercise = Exercise(
      name: name, setup: options.setup == true ? "control_setup()" : "", call: "control_call()",
      after: options.after == true ? "control_after() == i32:0" : nil, raises: options.raises,
      panics: options.panics.flatMap(Exercise.Panics.init),
      blocks: options.blocks.map { .atMost(.milliseconds($0)) } ?? .never, once: options.once ?? false,
      timeout: .seconds(options.timeout ?? 30))
  }
}

/// Translates the text form of WebAssembly, with the translator inside of wasmtime's library; keeps the result by content.
struct WasmAssembler: Sendable {
  let compiler: HostCompiler

  func assemble(_ file: FilePath, source: String) async throws(RunningError) -> FilePath {
    let digest = SHA256.hash(data: Data(source.utf8)).map { String(format: "%02x", $0) }.joined()
    let folder = compiler.cache.appending("wasm").appending(digest)
    let result = folder.appending("\(file.stem ?? "control").wasm")
    guard !result.isReadable else { return result }
    do {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    } catch {
      throw .cacheUnwritable(path: folder.string, reason: error.localizedDescription)
    }
    let draft = "\(result.string).\(UUID().uuidString)"
    try await translate(file, to: draft)
    guard rename(draft, result.string) == 0 else {
      throw .cacheUnwritable(path: result.string, reason: String(cString: strerror(errno)))
    }
    return result
  }

  private func translate(_ file: FilePath, to draft: String) async throws(RunningError) {
    let host = try await WasmHost(compiler: compiler).libraryHost()
    let arguments = ["--library", try library(), "--assemble", file.string, draft]
    let complaint: String?
    do {
      let result = try await Subprocess.run(
        .path(host), arguments: Arguments(arguments), output: .discarded, error: .string(limit: 1 << 20))
      complaint = result.terminationStatus.isSuccess ? nil : result.standardError
    } catch {
      throw .compilerMissing(command: host.string, reason: "\(error)")
    }
    guard let complaint else { return }
    throw .hostDoesNotCompile(
      name: file.string, command: ([host.string] + arguments).joined(separator: " "), output: complaint)
  }

  /// The one that the toolchain unpacks; Harnesses/Toolchain/unpacked-wheels.txt.
  private func library() throws(RunningError) -> String {
    let wheels = compiler.cache.appending("wheels").string
    let found = FileContent.files(below: wheels, endings: ["/_libwasmtime.so"])
    guard let library = found.first else { throw .assemblerMissing(folder: wheels) }
    return library
  }
}
