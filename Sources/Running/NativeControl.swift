import Crypto
import Foundation
import Model
import SystemPackage

/// A control of the native host: a C file that is compiled as the artifact itself and exports `control_call()`.
///
/// Its first line says what else there is: `// exercise: {"raises": "-1", "setup": true, "after": true}`, all optional,
/// for a `control_setup()` and for a `control_after()` that returns 0 while the artifact still works.
package struct NativeControl: Sendable {
  package let artifact: Artifact
  package let exercise: Exercise

  /// `file` is the path of `controls/<name>.c`.
  package init(file: FilePath, compiler: HostCompiler) async throws(RunningError) {
    let source = String(decoding: try FileContent.read(file.string), as: UTF8.self)
    let options = try ControlOptions(firstLineOf: source, comment: "//", file: file)
    let name = file.stem ?? "control"
    let object = try await compiler.sharedObject("control-\(name)", sources: [file.string])
    artifact = Artifact(path: object.string, sha256: try Self.sha256(object))
    exercise = options.exercise(
      name, setup: " control_setup();", always: Self.declarations, call: "control_call()",
      after: "HARNESS_EXPECT(control_after() == 0);")
  }

  private static let declarations = "int control_call(void); int control_after(void); int control_setup(void);"

  private static func sha256(_ file: FilePath) throws(RunningError) -> String {
    SHA256.hash(data: try FileContent.read(file.string)).map { String(format: "%02x", $0) }.joined()
  }
}
