import Foundation
import Model
import SystemPackage

/// A control of the Python host: a module named `control` with a `call()`, and a `setup()` and `after()` where it has them.
///
/// In Python, or an extension module in C written against Hosts/Python/control.h. Its first line says what else there is:
/// `# exercise: {"raises": "ValueError", "after": true}`, `//` in C.
package struct PythonControl: Sendable, Hashable {
  package let exercise: Exercise
  /// The module's source.
  package let source: String
  private let isSeenFreeThreaded: Bool
  private let file: FilePath

  /// `file` is the path of `controls/<name>.py` or `controls/<name>.python.c`.
  package init(file: FilePath) throws(RunningError) {
    self.file = file
    source = String(decoding: try FileContent.read(file.string), as: UTF8.self)
    let comment = file.extension == "c" ? "//" : "#"
    let options = try ControlOptions(firstLineOf: source, comment: comment, file: file)
    isSeenFreeThreaded = options.freeThreaded ?? true
    exercise = options.exercise(
      Self.name(file), setup: "control.setup()", always: "import control\n", call: Self.call(options),
      after: "control.after()")
  }

  /// Nil where the control can be asked on the runtime; else why not.
  package func obstacle(on runtime: Runtime) -> String? {
    guard !isSeenFreeThreaded, runtime.capabilities.contains(.freeThreaded) else { return nil }
    return "its defect can't be seen on a free-threaded runtime"
  }

  /// Nil for one in Python.
  func extensionModule(_ compiler: HostCompiler) async throws(RunningError) -> FilePath? {
    guard file.extension == "c" else { return nil }
    return try await compiler.sharedObject(
      "control-\(Self.name(file))", sources: [file.string],
      flags: Compilation.strict + ["-I\(compiler.harnesses.appending("Hosts/Python").string)"])
  }

  /// The folder with the module, below that of the cell.
  static let site = "site"

  /// Once: a module that a template has imported stays as it is.
  func stage(in scratch: String, compiler: HostCompiler) async throws(RunningError) {
    let folder = "\(scratch)/\(PythonControl.site)"
    let module = try await extensionModule(compiler)
    let place = "\(folder)/\(module == nil ? "control.py" : "control.abi3.so")"
    guard !FileManager.default.fileExists(atPath: place) else { return }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      if let module {
        try FileManager.default.copyItem(atPath: module.string, toPath: place)
      } else {
        try source.write(toFile: place, atomically: false, encoding: .utf8)
      }
    } catch {
      throw .cacheUnwritable(path: folder, reason: error.localizedDescription)
    }
  }

  private static func name(_ file: FilePath) -> String {
    file.lastComponent.map { String($0.string.prefix { $0 != "." }) } ?? "control"
  }

  private static func call(_ options: ControlOptions) -> String {
    let argument = options.argument ?? (options.callback == true ? "lambda *arguments: None" : "")
    return (options.async == true ? "await " : "") + "control.call(\(argument))"
  }
}
