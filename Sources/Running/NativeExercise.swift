import Model

/// The C or C++ file that an exercise becomes: its code in one function that asks the host how to go on.
///
/// Control is inverted (Harnesses/Hosts/Native/exercise.h), so that the variables of `setup` are in sight of `call` and
/// `after`. In C, `raises` names the constant that the call's value equals; in C++, a type that the call throws.
struct NativeExercise {
  var exercise: Exercise
  /// Absolute path.
  var header: String?
  var language: Compilation.Language

  var fileName: String { language == .c ? "exercise.c" : "exercise.cpp" }

  var source: String {
    let setup = Self.hoistingIncludes(exercise.setup)
    let function = language == .c ? functionInC(setup: setup.code) : functionInCxx(setup: setup.code)
    return prelude + placed(setup.includes, as: "setup") + function
  }

  private var prelude: String {
    let headers = language == .c ? Self.headersInC : Self.headersInCxx
    let include = header.map { "#include \"\($0)\"\n" } ?? ""
    return headers.map { "#include \($0)\n" }.joined() + include
  }

  /// What an exercise may use without saying so.
  private static let headersInC = [
    "\"exercise.h\"", "<errno.h>", "<math.h>", "<pthread.h>", "<stdbool.h>", "<stddef.h>", "<stdint.h>", "<stdio.h>",
    "<stdlib.h>", "<string.h>", "<unistd.h>",
  ]
  private static let headersInCxx = [
    "\"exercise.hpp\"", "<cstdint>", "<cstdio>", "<cstring>", "<memory>", "<stdexcept>", "<string>", "<utility>",
    "<vector>",
  ]

  /// Complaints name the place in Matrix.yaml: `Matrix.yaml exercise tokenize call:1:7`.
  private func placed(_ code: String, as part: String) -> String {
    "#line 1 \"Matrix.yaml exercise \(Self.escaped(exercise.name)) \(part)\"\n\(code)\n"
  }

  /// Headers define functions, which may not stand in a function; an empty line keeps their place.
  private static func hoistingIncludes(_ setup: String) -> (includes: String, code: String) {
    let lines = setup.split(separator: "\n", omittingEmptySubsequences: false)
    let isInclude = { (line: Substring) in
      let words = line.drop { $0 == " " || $0 == "\t" }
      return words.hasPrefix("#") && words.dropFirst().drop { $0 == " " }.hasPrefix("include")
    }
    return (
      lines.map { isInclude($0) ? String($0) : "" }.joined(separator: "\n"),
      lines.map { isInclude($0) ? "" : String($0) }.joined(separator: "\n")
    )
  }

  static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: " ")
  }
}

// MARK: - C

extension NativeExercise {
  private func functionInC(setup: String) -> String {
    """
    void harness_exercise(const struct harness *harness) {
    __label__ harness_stop;
    \(placed(setup, as: "setup"));
    harness->ready(harness);
    while (harness->next(harness)) do {
    __label__ harness_stop;
    \(callInC)
    harness_stop:;
    } while (0);
    if (harness->after(harness)) {
    __label__ harness_stop;
    \(placed(exercise.after ?? "", as: "after"));
    harness_stop:;
    }
    harness->finished(harness);
    harness_stop:;
    }

    """
  }

  /// A statement expression takes an expression and statements alike, and has the last one's value.
  private var callInC: String {
    guard let constant = exercise.raises else { return placed(exercise.call, as: "call") + ";" }
    let value = exercise.call.reversed().drop { $0.isWhitespace || $0 == ";" }.reversed()
    return """
      __auto_type harness_value = ({
      \(placed(String(value), as: "call"));
      });
      harness->returned(harness, "\(Self.escaped(constant))", (long long)(
      \(placed(constant, as: "raises"))), (long long)harness_value);
      """
  }
}

// MARK: - C++

extension NativeExercise {
  private func functionInCxx(setup: String) -> String {
    """
    extern "C" void harness_exercise(const struct harness *harness) {
    try {
    \(placed(setup, as: "setup"));
    harness->ready(harness);
    while (harness->next(harness)) {
    try { do {
    \(placed(exercise.call, as: "call"));
    } while (0); }\(declaredCatch) HARNESS_CATCH
    }
    if (harness->after(harness)) {
    try {
    \(placed(exercise.after ?? "", as: "after"));
    } HARNESS_CATCH
    }
    harness->finished(harness);
    } HARNESS_CATCH
    }

    """
  }

  private var declaredCatch: String {
    guard let type = exercise.raises else { return "" }
    return "\ncatch (const\n\(placed(type, as: "raises"))&) { harness_caught(harness, \"\(Self.escaped(type))\"); }"
  }
}
