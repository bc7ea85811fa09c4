import Model
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
    let assembled = try await WasmAssembler(compiler: compiler).assemble(file, source: source)
    artifact = Artifact(path: assembled.string, sha256: "")
    exercise = options.exercise(
      file.stem, setup: "control_setup()", call: "control_call()", after: "control_after() == i32:0")
  }
}
