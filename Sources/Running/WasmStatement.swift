/// One statement of an exercise for a wasm runtime, as Harnesses/Hosts/Wasm/exercise_calls.h reads it.
enum WasmStatement: Equatable {
  /// `name = export(i32:40, name) == i32:42`; `result` is the number of a variable.
  case call(export: String, arguments: [WasmValue], result: Int?, expected: WasmValue?)
  /// `_start("arg", "arg")`
  case start(words: [String])
  /// `memory[name] = "text"`
  case write(address: WasmValue, text: String)

  var line: String {
    switch self {
    case .call(let export, let arguments, let result, let expected):
      (["call", export.hexadecimal, result.map { "$\($0)" } ?? "-", expected?.word ?? "-"] + arguments.map(\.word))
        .joined(separator: " ")
    case .start(let words): (["start"] + words.map(\.hexadecimal)).joined(separator: " ")
    case .write(let address, let text): "write \(address.word) \(text.hexadecimal)"
    }
  }
}

/// A literal with its bits, or a variable by its number.
enum WasmValue: Equatable {
  case literal(WasmKind, bits: UInt64)
  case variable(Int)

  var word: String {
    switch self {
    case .literal(let kind, let bits): "\(kind.rawValue):\(String(bits, radix: 16))"
    case .variable(let number): "$\(number)"
    }
  }
}

enum WasmKind: String, CaseIterable {
  case i32, i64, f32, f64

  /// Integers are written signed or unsigned, in decimal or with `0x`; nil where the number has no such value.
  func bits(_ number: String) -> UInt64? {
    switch self {
    case .i32:
      integer(number).flatMap { UInt32(exactly: $0) ?? Int32(exactly: $0).map(UInt32.init(bitPattern:)) }
        .map(UInt64.init)
    case .i64: integer(number).flatMap { UInt64(exactly: $0) ?? Int64(exactly: $0).map(UInt64.init(bitPattern:)) }
    case .f32: Float(number).map { UInt64($0.bitPattern) }
    case .f64: Double(number).map(\.bitPattern)
    }
  }

  private func integer(_ text: String) -> Int128? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text[...]
    let isHexadecimal = digits.hasPrefix("0x")
    guard let first = digits.first, first.isNumber else { return nil }
    let number = Int128(isHexadecimal ? digits.dropFirst(2) : digits, radix: isHexadecimal ? 16 : 10)
    return number.map { isNegative ? -$0 : $0 }
  }
}

extension String {
  /// `-` for the empty text.
  var hexadecimal: String {
    isEmpty ? "-" : utf8.hexadecimal
  }
}
