import Foundation
import Model
import Testing

@testable import Running

@Suite struct NodeExerciseTests {
  private static let module = "export const words = [];\nexport function add(word) { words.push(word); }\n"

  private func run(_ exercise: Exercise, _ source: String = module, probe: String = "panic/usable-after") async throws
    -> NodeBench.Outcome
  {
    let staged = try await NodeBench.control(source).staged
    return try await NodeBench.run(probe, exercise, staged, on: try NodeBench.runtime("node-20"))
  }

  @Test func `call and after see the variables of setup, statements or an expression`() async throws {
    let exercise = Exercise(
      name: "adds", setup: "const word = 'one';\nlet calls = 0;", call: "calls++; artifact.add(word);",
      after: "if (artifact.words[0] !== word || calls !== 1) throw new Error('not seen')")
    let outcome = try await run(exercise)
    #expect(outcome.raised == [])
    #expect(outcome.host.steps.last == .done)
  }

  @Test func `setup and an async call may await, import and require`() async throws {
    let exercise = Exercise(
      name: "awaits", setup: "const { words } = await import('control');\nconst path = require('path');",
      call: "if (!path.sep) throw new Error('no path'); await artifact.add('one');",
      after: "if (words.length !== 1) throw new Error('another module')", isAsync: true)
    #expect(try await run(exercise).raised == [])
  }

  @Test func `a promise that a call returns is awaited`() async throws {
    let exercise = Exercise(name: "rejects", call: "Promise.reject(new RangeError('no'))", after: "0")
    let outcome = try await run(exercise)
    #expect(outcome.raised.map(\.type) == ["RangeError"])
    #expect(outcome.raised.first?.during == .call)
    #expect(outcome.host.steps.last == .done)
  }

  @Test(arguments: [("1 +", ""), ("0", "const = 1;"), ("await 0", "")])
  func `code that does not compile is raised in the setup`(call: String, setup: String) async throws {
    let outcome = try await run(Exercise(name: "wrong", setup: setup, call: call, after: "0"))
    #expect(outcome.raised.map(\.type) == ["SyntaxError"])
    #expect(outcome.raised.first?.during == .setup)
  }

  @Test(arguments: ["RangeError", "Error", "ERR_ODD"])
  func `a declared error, by class, base or code, is counted in rounds`(raises: String) async throws {
    let exercise = Exercise(name: "fails", call: "artifact.fail()", raises: raises)
    let source = "export function fail() { throw Object.assign(new RangeError(), { code: 'ERR_ODD' }); }\n"
    let outcome = try await run(exercise, source, probe: "ownership/error-growth")
    #expect(outcome.raised == [])
    #expect(outcome.number("calls") ?? 0 > 100)
    #expect(outcome.number("raised-calls") == outcome.number("calls"))
  }

  @Test func `an undeclared error ends the rounds`() async throws {
    let exercise = Exercise(name: "fails", call: "artifact.fail()", raises: "TypeError")
    let outcome = try await run(
      exercise, "export function fail() { throw new RangeError('no'); }\n", probe: "ownership/error-growth")
    #expect(outcome.raised.map(\.type) == ["RangeError"])
    #expect(outcome.series == [])
  }
}
