import Crypto
import Foundation
import Model
import Subprocess
import SystemPackage

/// Compiles hosts, instruments, probes and exercises with `cc` or `c++` on first use, and keeps them by content.
///
/// A file in the cache is found by the SHA-256 of what the compiler would see: its version, its arguments, and the
/// sources after the preprocessor, so that a change in any header makes another file. Callers that want the same thing
/// at the same time wait for one compiler.
package actor HostCompiler {
  /// Where Harnesses is; sources that aren't absolute are below it.
  package nonisolated let harnesses: FilePath
  package nonisolated let cache: FilePath
  private let commands: [Compilation.Language: String]
  private var products: [Compilation: Task<Result<FilePath, RunningError>, Never>] = [:]
  private var versions: [String: String] = [:]

  /// `environment` may name the compilers, as `CC` and `CXX`.
  package init(
    cache: FilePath, harnesses: FilePath, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.cache = cache
    self.harnesses = harnesses
    commands = [.c: environment["CC"] ?? "cc", .cxx: environment["CXX"] ?? "c++"]
  }

  /// The path of the compiled file, absolute where the cache is.
  package func compile(_ compilation: Compilation) async throws(RunningError) -> FilePath {
    if let product = products[compilation] { return try await product.value.get() }
    let product = Task { () async -> Result<FilePath, RunningError> in
      do throws(RunningError) { return .success(try await cached(compilation)) } catch { return .failure(error) }
    }
    products[compilation] = product
    return try await product.value.get()
  }

  /// Writes generated code into the cache, where debuggers and error messages find it, and returns its path.
  package nonisolated func store(source: String, as name: String) throws(RunningError) -> FilePath {
    let folder = cache.appending("hosts").appending(Self.hex(SHA256.hash(data: Data(source.utf8))))
    let file = folder.appending(name)
    guard !FileManager.default.fileExists(atPath: file.string) else { return file }
    do {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
      try Data(source.utf8).write(to: URL(fileURLWithPath: file.string), options: .atomic)
    } catch {
      throw .cacheUnwritable(path: file.string, reason: "\(error.localizedDescription)")
    }
    return file
  }

  private func cached(_ compilation: Compilation) async throws(RunningError) -> FilePath {
    let folder = cache.appending("hosts").appending(try await key(compilation))
    let file = folder.appending(compilation.fileName)
    guard !FileManager.default.fileExists(atPath: file.string) else { return file }
    do {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    } catch {
      throw .cacheUnwritable(path: folder.string, reason: "\(error.localizedDescription)")
    }
    let partial = "\(file.string).\(UUID().uuidString)"
    let sources = compilation.sourcePaths(below: harnesses.string)
    _ = try await run(
      compilation, compilation.compilerArguments + sources + ["-o", partial] + compilation.libraries)
    guard rename(partial, file.string) == 0 else {
      throw .cacheUnwritable(path: file.string, reason: String(cString: strerror(errno)))
    }
    return file
  }

  private func key(_ compilation: Compilation) async throws(RunningError) -> String {
    var hash = SHA256()
    hash.update(data: Data(try await version(compilation).utf8))
    hash.update(data: Data("\(compilation.compilerArguments)\(compilation.libraries)\(compilation.name)".utf8))
    let sources = compilation.sourcePaths(below: harnesses.string)
    hash.update(data: Data(try await run(compilation, compilation.compilerArguments + ["-E"] + sources)))
    return Self.hex(hash.finalize())
  }

  private func version(_ compilation: Compilation) async throws(RunningError) -> String {
    let command = command(compilation)
    if let version = versions[command] { return version }
    let version = String(decoding: try await run(compilation, ["--version"]), as: UTF8.self)
    versions[command] = version
    return version
  }

  private func command(_ compilation: Compilation) -> String { commands[compilation.language] ?? "cc" }

  /// Standard output of the compiler; preprocessed C++ runs to megabytes.
  private func run(_ compilation: Compilation, _ arguments: [String]) async throws(RunningError) -> [UInt8] {
    let command = command(compilation)
    let status: TerminationStatus
    let output: [UInt8]
    let complaint: String
    do {
      let result = try await Subprocess.run(
        command.contains("/") ? .path(FilePath(command)) : .name(command), arguments: Arguments(arguments),
        environment: .inherit.updating(["LC_ALL": "C"]), output: .bytes(limit: 64 << 20),
        error: .bytes(limit: 16 << 20))
      (status, output) = (result.terminationStatus, result.standardOutput)
      complaint = String(decoding: result.standardError, as: UTF8.self)
    } catch {
      throw .compilerMissing(command: command, reason: "\(error)")
    }
    guard status.isSuccess else {
      let line = ([command] + arguments).joined(separator: " ")
      throw .hostDoesNotCompile(name: compilation.name, command: line, output: complaint)
    }
    return output
  }

  private static func hex(_ digest: SHA256.Digest) -> String {
    digest.map { String(format: "%02x", $0) }.joined()
  }
}

extension HostCompiler {
  package func program(
    _ name: String, sources: [String], flags: [String] = Compilation.strict, libraries: [String] = []
  ) async throws(RunningError) -> FilePath {
    try await compile(
      Compilation(name: name, product: .program, sources: sources, flags: flags, libraries: libraries))
  }

  package func sharedObject(
    _ name: String, sources: [String], flags: [String] = Compilation.strict, libraries: [String] = []
  ) async throws(RunningError) -> FilePath {
    try await compile(
      Compilation(name: name, product: .sharedObject, sources: sources, flags: flags, libraries: libraries))
  }
}
