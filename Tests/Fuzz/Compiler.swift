import Foundation
import Packaging
import Synchronization

/// Programs that make what the fuzzer begins with.
enum Compiler {
  /// An extension module, an addon and a C library in one, for texts to be held against.
  static let library: [UInt8] = {
    let source = """
      struct method { const char *name; void *call; int flags; const char *doc; };
      const char words_doc[] = "count($module, text, /, limit=None)\\n--\\n\\nCounts words.";
      void *words_count(void *self, void *text) { return self == text ? 0 : self; }
      struct method words_methods[] = {{"count", words_count, 1, words_doc}, {0, 0, 0, 0}};
      void *PyInit__native(void) { return words_methods; }
      void *napi_register_module_v1(void *env, void *exports) { return exports; }
      int words_size(const char *text, int most) { return text[0] + most; }
      """
    guard let bytes = try? compile(source, []), !bytes.isEmpty else { fatalError("cc makes no library") }
    return bytes
  }()

  /// Many controls have the same source.
  private static let compiled = Mutex<[ControlRecipe.Source: [UInt8]]>([:])

  static func compile(_ source: ControlRecipe.Source) throws -> [UInt8] {
    if let bytes = compiled.withLock({ $0[source] }) { return bytes }
    let bytes = try compile(source.c, (source.hasDebugInformation ? ["-g"] : []) + source.link)
    compiled.withLock { $0[source] = bytes }
    return bytes
  }

  /// Empty where the compiler refuses it.
  private static func compile(_ c: String, _ options: [String]) throws -> [UInt8] {
    let (input, output) = (Scratch.folder + "/source.c", Scratch.folder + "/library.so")
    try c.write(toFile: input, atomically: true, encoding: .utf8)
    let made = try run(
      ["cc", "-shared", "-fPIC", "-fno-builtin", "-w", "-o", output, input] + options, statuses: 0...0)
    return made == nil ? [] : [UInt8](try Data(contentsOf: URL(fileURLWithPath: output)))
  }

  /// abidiff's report; nil where it can't tell or isn't here.
  static func layouts(_ old: [UInt8], _ new: [UInt8]) throws -> [UInt8]? {
    let paths = (Scratch.folder + "/old.so", Scratch.folder + "/new.so")
    try Data(old).write(to: URL(fileURLWithPath: paths.0))
    try Data(new).write(to: URL(fileURLWithPath: paths.1))
    // Bits 0 and 1 are its failures; the others say what is in the report.
    return try run(["abidiff"] + layoutOptions + [paths.0, paths.1], statuses: 4...12)
  }

  static func unzipped(_ bytes: [UInt8]) throws -> [UInt8]? {
    let path = Scratch.folder + "/words.tgz"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try run(["gzip", "-dc", path], statuses: 0...0)
  }

  /// What it writes; nil for another status.
  private static func run(_ words: [String], statuses: ClosedRange<Int32>) throws -> [UInt8]? {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return statuses.contains(process.terminationStatus) ? [UInt8](data) : nil
  }
}
