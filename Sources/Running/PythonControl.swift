import Foundation
import Model
import SystemPackage

/// A control of the Python host: a module named `control` with a `call()`, and a `setup()` and `after()` where it has them.
///
/// In Python, or an extension module in C written against Hosts/Python/control.h. Its first line says what else there is:
/// `# exercise: {"raises": "ValueError", "after": true}`, `//` in C.
package struct PythonControl: Sendable {
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

  private static func name(_ file: FilePath) -> String {
    file.lastComponent.map { String($0.string.prefix { $0 != "." }) } ?? "control"
  }

  private static func call(_ options: ControlOptions) -> String {
    let argument = options.argument ?? (options.callback == true ? "lambda *arguments: None" : "")
    return (options.async == true ? "await " : "") + "control.call(\(argument))"
  }
}
