import Crypto
import Foundation
import Subprocess
import SystemPackage

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
