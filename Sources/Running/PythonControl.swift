import Foundation
import Model
import SystemPackage

/// A control of the Python host: a module named `control` with a `call()`, and a `setup()` and `after()` where it has them.
///
/// Its first line says what else there is: `# exercise: {"raises": "ValueError", "after": true}`.
package struct PythonControl: Sendable {
  package let exercise: Exercise
  /// The module's source.
  package let source: String
  private let isSeenFreeThreaded: Bool

  /// `file` is the path of `controls/<name>.py`.
  package init(file: FilePath) throws(RunningError) {
    source = String(decoding: try FileContent.read(file.string), as: UTF8.self)
    let options = try ControlOptions(firstLineOf: source, comment: "#", file: file)
    isSeenFreeThreaded = options.freeThreaded ?? true
    exercise = options.exercise(
      file.stem, setup: "control.setup()", always: "import control\n", call: Self.call(options),
      after: "control.after()")
  }

  /// Nil where the control can be asked on the runtime; else why not.
  package func obstacle(on runtime: Runtime) -> String? {
    guard !isSeenFreeThreaded, runtime.capabilities.contains(.freeThreaded) else { return nil }
    return "its defect can't be seen on a free-threaded runtime"
  }

  private static func call(_ options: ControlOptions) -> String {
    let argument = options.argument ?? (options.callback == true ? "lambda *arguments: None" : "")
    return (options.async == true ? "await " : "") + "control.call(\(argument))"
  }
}
