import Model
import Testing

@testable import Running

@Suite struct WasmExerciseTests {
  private func lines(_ exercise: Exercise) throws -> [String] {
    try WasmExercise(exercise: exercise).lines().split(separator: "\n").map(String.init)
  }

  @Test func `a call is its export, what is kept of it, what it has to give, and its arguments`() throws {
    let lines = try lines(Exercise(name: "add", call: "sum = add(i32:40, i64:-1) == i32:0x2a"))
    #expect(lines == ["part setup", "part call", "call 616464 $0 i32:2a i32:28 i64:ffffffffffffffff", "part after"])
  }

  @Test func `variables of setup are in sight of call and after`() throws {
    let exercise = Exercise(
      name: "handle", setup: "counter = counter_new()", call: "n = count(counter); free(counter)", after: "use(n)")
    #expect(
      try lines(exercise).filter { $0.hasPrefix("call") }.map { $0.split(separator: " ").dropFirst(2).map(String.init) }
        == [["$0", "-"], ["$1", "-", "$0"], ["-", "-", "$0"], ["-", "-", "$1"]])
  }

  @Test func `a variable that is set again keeps its number`() throws {
    let lines = try lines(Exercise(name: "again", call: "a = f()\na = g(a)"))
    #expect(lines.filter { $0.hasPrefix("call") } == ["call 66 $0 -", "call 67 $0 - $0"])
  }

  @Test func `text is UTF-8, written to an address or handed to a program`() throws {
    let lines = try lines(
      Exercise(name: "text", setup: "memory[i32:16] = \"é\\n\"", call: "_start(\"\", \"a;b\")", raises: "exit(2)"))
    #expect(lines.first == "raises 65786974283229")
    #expect(lines.contains("write i32:10 c3a90a"))
    #expect(lines.contains("start - 613b62"))
  }

  @Test(arguments: [
    (WasmKind.i32, "4294967295", 0xffff_ffff as UInt64?), (.i32, "-2147483648", 0x8000_0000), (.i32, "4294967296", nil),
    (.i32, "-2147483649", nil), (.i32, "1.5", nil), (.i32, "", nil), (.i32, "0x", nil), (.i32, "+1", nil),
    (.i64, "18446744073709551615", UInt64.max), (.i64, "-1", UInt64.max), (.i64, "18446744073709551616", nil),
    (.f32, "1.5", 0x3fc0_0000), (.f64, "-0.5", 0xbfe0_0000_0000_0000), (.f64, "inf", 0x7ff0_0000_0000_0000),
    (.f64, "one", nil),
  ])
  func `a number has the bits of its type, or is refused`(kind: WasmKind, number: String, bits: UInt64?) {
    #expect(kind.bits(number) == bits)
  }

  @Test func `blank lines, spaces and a last semicolon are no statements`() throws {
    let lines = try lines(Exercise(name: "blank", call: "\n  f( i32:1 ,\n  i32:2 ) ;\n\n g();\n"))
    #expect(lines.filter { $0.hasPrefix("call") } == ["call 66 - - i32:1 i32:2", "call 67 - -"])
  }

  @Test(arguments: [
    (
      Exercise(name: "e", call: "add(40, i32:2)"),
      "call:1:5: error: expected a value with its type, such as i32:40 or f64:1.5, found `40, i32:2)`"
    ),
    (
      Exercise(name: "e", setup: "n = f()", call: "use(m)"),
      "call:1:5: error: expected a value with its type, such as i32:40 or f64:1.5, or a variable set before: `n`, found `m)`"
    ),
    (
      Exercise(name: "e", call: "f()\n  add(i31:4)"),
      "call:2:7: error: expected one of i32: i64: f32: f64: in front of the number, found `i31:4)`"
    ),
    (
      Exercise(name: "e", call: "f(i32:99999999999)"),
      "call:1:3: error: expected a number that i32 has room for, found `i32:99999999999)`"
    ),
    (Exercise(name: "e", call: "f(i32:1"), "call:1:8: error: expected `,` or `)`, found the end"),
    (
      Exercise(name: "e", call: "f() g()"),
      "call:1:5: error: expected a new line or `;` behind the statement, found `g()`"
    ),
    (
      Exercise(name: "e", call: "f(\"text\")"),
      "call:1:3: error: expected a value with its type, such as i32:40 or f64:1.5, found `\"text\")`"
    ),
    (
      Exercise(name: "e", call: "_start(i32:1)"),
      "call:1:8: error: expected the program's arguments as texts in quotes, found `i32:1)`"
    ),
    (
      Exercise(name: "e", call: "x = _start()"),
      "call:1:5: error: expected `_start(…)` alone, since a program has a status and no value: say `raises: exit(3)`, found `_start()`"
    ),
    (Exercise(name: "e", call: "memory[i32:0] = hello"), "call:1:17: error: expected a text in quotes, found `hello`"),
    (
      Exercise(name: "e", call: "memory[i32:0] = \"hello"), "call:1:17: error: expected a closing `\"`, found `\"hello`"
    ),
    (
      Exercise(name: "e", call: "words.tokenize(\"a\")\n", after: "f("),
      "after:1:3: error: expected a value with its type, such as i32:40 or f64:1.5, found the end"
    ),
    (Exercise(name: "e", call: " "), "call:1:1: error: expected a call of an export, found ` `"),
    (
      Exercise(name: "e", call: "free(malloc(i32:16))"),
      "call:1:6: error: expected a value; a call stands alone: `x = malloc(…)` before this, then `x`, found `malloc(i32:16))`"
    ),
    (
      Exercise(name: "e", call: "1x = f()"),
      "call:1:1: error: expected a variable of letters, digits and _, found `1x = f()`"
    ),
    (
      Exercise(name: "e", call: "f() = i32:3"),
      "call:1:5: error: expected a new line or `;` behind the statement, found `= i32:3`"
    ),
  ])
  func `a complaint names the place, what was expected and what was found`(exercise: Exercise, complaint: String) {
    #expect {
      _ = try lines(exercise)
    } throws: { error in
      guard case .exerciseDoesNotCompile("e", let output) = error as? RunningError else { return false }
      return RunningError.complaints(output).contains("Matrix.yaml exercise e \(complaint)")
    }
  }

  @Test func `each part has a complaint of its own`() {
    #expect {
      _ = try lines(Exercise(name: "e", setup: "f(", call: "g(", after: "h("))
    } throws: { error in
      guard case .exerciseDoesNotCompile(_, let output) = error as? RunningError else { return false }
      return RunningError.complaints(output).count == 3
    }
  }
}
