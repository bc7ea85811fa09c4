import Crypto
import Foundation
import Model
import Subprocess
import SystemPackage

/// Compiles hosts, instruments, probes and exercises with `cc` or `c++` on first use, and keeps them by content.
///
/// A file in the cache is found by the SHA-256 of what goes into it: the compiler's own file, the arguments, the sources and
/// every header of ours; of a user's header folder, names, sizes and dates. No process is started to find it. Callers that
/// want the same thing at the same time wait for one compiler.
package actor HostCompiler {
  /// Where Harnesses is; sources that aren't absolute are below it.
  package nonisolated let harnesses: FilePath
  package nonisolated let cache: FilePath
  private let commands: [Compilation.Language: String]
  private var products: [Compilation: Task<Result<FilePath, RunningError>, Never>] = [:]
  private let searched: [String]
  private var headersDigest: SHA256.Digest?

  /// `environment` may name the compilers, as `CC` and `CXX`.
  package init(
    cache: FilePath, harnesses: FilePath, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.cache = cache
    self.harnesses = harnesses
    commands = [.c: environment["CC"] ?? "cc", .cxx: environment["CXX"] ?? "c++"]
    searched = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
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
    let folder = cache.appending("hosts").appending(try key(compilation))
    let file = folder.appending(compilation.fileName)
    guard !FileManager.default.fileExists(atPath: file.string) else { return file }
    do {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    } catch {
      throw .cacheUnwritable(path: folder.string, reason: "\(error.localizedDescription)")
    }
    let partial = "\(file.string).\(UUID().uuidString)"
    let sources = compilation.sourcePaths(below: harnesses.string)
    try await run(
      compilation, compilation.compilerArguments + sources + ["-o", partial] + compilation.libraries)
    guard rename(partial, file.string) == 0 else {
      throw .cacheUnwritable(path: file.string, reason: String(cString: strerror(errno)))
    }
    return file
  }

  private func key(_ compilation: Compilation) throws(RunningError) -> String {
    var hash = SHA256()
    let words = compilation.compilerArguments + compilation.libraries + compilation.sources + [compilation.name]
    let relative = words.map { $0.replacing(harnesses.string, with: "Harnesses") }
    hash.update(data: Data("\(stamp(of: command(compilation))) \(relative)".utf8))
    for source in compilation.sourcePaths(below: harnesses.string) {
      hash.update(data: try FileContent.read(source))
    }
    hash.update(data: Data(try headers()))
    for folder in compilation.headerFolders { hash.update(data: Data(FileContent.listing(folder).utf8)) }
    return Self.hex(hash.finalize())
  }

  /// Every header of hosts and instruments; read once.
  private func headers() throws(RunningError) -> SHA256.Digest {
    if let headersDigest { return headersDigest }
    var hash = SHA256()
    for folder in ["Hosts", "Instruments"] {
      for header in FileContent.files(below: harnesses.appending(folder).string, endings: [".h", ".hpp"]) {
        hash.update(data: try FileContent.read(header))
      }
    }
    let digest = hash.finalize()
    headersDigest = digest
    return digest
  }

  /// Another compiler, or a newer one in its place, is another file.
  private func stamp(of command: String) -> String {
    let candidates = command.contains("/") ? [command] : searched.map { "\($0)/\(command)" }
    let found = candidates.first { access($0, X_OK) == 0 } ?? command
    return FileContent.stamp(URL(fileURLWithPath: found).resolvingSymlinksInPath().path)
  }

  private func command(_ compilation: Compilation) -> String { commands[compilation.language] ?? "cc" }

  private func run(_ compilation: Compilation, _ arguments: [String]) async throws(RunningError) {
    let command = command(compilation)
    let status: TerminationStatus
    let complaint: String
    do {
      let result = try await Subprocess.run(
        command.contains("/") ? .path(FilePath(command)) : .name(command), arguments: Arguments(arguments),
        environment: .inherit.updating(["LC_ALL": "C"]), output: .discarded, error: .bytes(limit: 16 << 20))
      status = result.terminationStatus
      complaint = String(decoding: result.standardError, as: UTF8.self)
    } catch {
      throw .compilerMissing(command: command, reason: "\(error)")
    }
    guard status.isSuccess else {
      let line = ([command] + arguments).joined(separator: " ")
      throw .hostDoesNotCompile(name: compilation.name, command: line, output: complaint)
    }
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
