import Model

/// An exercise for a wasm runtime: calls of exports, in the form that the host reads.
///
/// `[name =] export(i32:40, i64:2, f64:1.5, name) [== i32:42]`, `memory[name] = "text"` and `_start("arg")`, one a line or
/// split by `;`.
struct WasmExercise {
  var exercise: Exercise

  /// - Throws: `exerciseDoesNotCompile` with the place in Matrix.yaml, what was expected and what was found.
  func lines() throws(RunningError) -> String {
    var parser = WasmParser()
    var lines = exercise.raises.map { ["raises \($0.hexadecimal)"] } ?? []
    var complaints: [String] = []
    for (part, code) in [("setup", exercise.setup), ("call", exercise.call), ("after", exercise.after ?? "")] {
      do throws(WasmComplaint) {
        let statements = try parser.statements(code)
        if part == "call", statements.isEmpty { throw WasmScanner(code).complaint("a call of an export") }
        lines += ["part \(part)"] + statements.map(\.line)
      } catch {
        complaints.append(sentence(error, in: part))
      }
    }
    guard complaints.isEmpty else {
      throw .exerciseDoesNotCompile(exercise: exercise.name, output: complaints.joined(separator: "\n"))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func sentence(_ complaint: WasmComplaint, in part: String) -> String {
    "Matrix.yaml exercise \(exercise.name) \(part):\(complaint.line):\(complaint.column): error: "
      + "expected \(complaint.expected), found \(complaint.found)"
  }
}
