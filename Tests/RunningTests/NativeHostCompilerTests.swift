import Foundation
import SystemPackage
import Testing

@testable import Running

@Suite struct NativeHostCompilerTests {
  private let folder = FilePath(NSTemporaryDirectory()).appending("harness-compiler-\(UUID().uuidString)")

  private func write(_ text: String, to name: String) throws -> FilePath {
    try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    let file = folder.appending(name)
    try Data(text.utf8).write(to: URL(fileURLWithPath: file.string))
    return file
  }

  /// A compiler that has not compiled anything yet; the cache on disk is shared.
  private func compiler(_ environment: [String: String] = [:]) -> HostCompiler {
    HostCompiler(cache: folder.appending("cache"), harnesses: folder, environment: environment)
  }

  @Test func `callers at the same time get one file, from one compiler`() async throws {
    let counted = try write("#!/bin/sh\necho run >> \(folder)/runs\nexec cc \"$@\"\n", to: "counted-cc")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: counted.string)
    let source = try write("int main(void) { return 0; }\n", to: "one.c")
    let compiler = compiler(["CC": counted.string])
    let files = try await withThrowingTaskGroup(of: FilePath.self) { group in
      for _ in 0..<8 { group.addTask { try await compiler.program("one", sources: [source.string]) } }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(files.count == 1)
    let runs = try String(contentsOfFile: folder.appending("runs").string, encoding: .utf8).split(separator: "\n")
    #expect(runs.count == 1, "one compilation; its key starts no process")
  }

  @Test func `a change in a header makes another file, and its undoing the first again`() async throws {
    let source = try write("#include \"value.h\"\nint main(void) { return VALUE; }\n", to: "two.c")
    _ = try write("#define VALUE 0\n", to: "value.h")
    let first = try await compiler().program("two", sources: ["two.c"])
    _ = try write("#define VALUE 1\n", to: "value.h")
    let second = try await compiler().program("two", sources: [source.string])
    _ = try write("#define VALUE 0\n", to: "value.h")
    #expect(first != second)
    #expect(try await compiler().program("two", sources: ["two.c"]) == first)
    #expect(try FileManager.default.contentsOfDirectory(atPath: first.removingLastComponent().string) == ["two"])
  }

  @Test func `code of ours that does not compile is the harness's fault`() async throws {
    let source = try write("int main(void) { return missing; }\n", to: "three.c")
    await #expect {
      _ = try await compiler().program("three", sources: [source.string])
    } throws: { error in
      guard case .hostDoesNotCompile("three", _, let output) = error as? RunningError else { return false }
      return output.contains("missing")
    }
  }

  @Test func `a compiler that is not there is named, with what installs one`() async throws {
    let source = try write("int main(void) { return 0; }\n", to: "four.c")
    await #expect {
      _ = try await compiler(["CC": "/nowhere/cc"]).program("four", sources: [source.string])
    } throws: { error in
      guard case .compilerMissing("/nowhere/cc", _)? = error as? RunningError else { return false }
      return "\(error)".contains("apt-get install build-essential")
    }
  }
}
