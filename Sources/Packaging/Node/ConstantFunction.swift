/// The number that a function returns which does nothing else: `node_api_module_get_api_version_v1` is one, and UniFFI's
/// checksums are.
enum ConstantFunction {
  /// Instructions: Intel SDM volume 2 and Arm ARM, C6.2; nil for other code and other processors.
  static func value(_ code: [UInt8], machine: Machine) -> Int? {
    switch machine.description {
    case "x86_64": x86(code[...])
    case "aarch64": aarch64(code)
    default: nil
    }
  }

  /// `endbr64`, `push rbp`, `mov rbp, rsp` may come first; then `mov eax, n`, `mov ax, n`, `xor eax, eax`
  /// or `push n; pop rax`.
  private static func x86(_ code: ArraySlice<UInt8>) -> Int? {
    var code = code
    for prologue in [[0xf3, 0x0f, 0x1e, 0xfa], [0x55], [0x48, 0x89, 0xe5]] as [[UInt8]]
    where code.starts(with: prologue) {
      code = code.dropFirst(prologue.count)
    }
    let bytes = Array(code)
    if bytes.count > 5, bytes[0] == 0xb8, [0xc3, 0x5d].contains(bytes[5]) { return Int(littleEndian(bytes[1...4])) }
    if bytes.count > 4, bytes.starts(with: [0x66, 0xb8]), [0xc3, 0x5d].contains(bytes[4]) {
      return Int(littleEndian(bytes[2...3]))
    }
    if bytes.count > 2, [0x31, 0x33].contains(bytes[0]), bytes[1] == 0xc0, [0xc3, 0x5d].contains(bytes[2]) {
      return 0
    }
    if bytes.count > 3, bytes[0] == 0x6a, bytes[2] == 0x58, bytes[3] == 0xc3 { return Int(bytes[1]) }
    return nil
  }

  /// `bti c` or `paciasp` may come first; then `mov w0, n`.
  private static func aarch64(_ code: [UInt8]) -> Int? {
    let words = stride(from: 0, to: code.count - 3, by: 4).map { littleEndian(code[$0..<$0 + 4]) }
    guard let move = words.first(where: { $0 != 0xd503_245f && $0 != 0xd503_233f }), move & 0xffe0_001f == 0x5280_0000
    else { return nil }
    return Int(move >> 5 & 0xffff)
  }

  private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}
