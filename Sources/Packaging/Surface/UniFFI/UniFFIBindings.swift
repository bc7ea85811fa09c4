/// What a generated Python module wants of the library that it loads: its contract, checksums and functions.
///
/// The forms are those that uniffi-bindgen 0.25 to 0.31 writes for Python.
package struct UniFFIBindings: Sendable, Equatable {
  /// Of the member.
  package var path: String
  /// `bdkffi` of libbdkffi.so, beside the module.
  package private(set) var library: String?
  package private(set) var contract: Int?
  /// By the function that returns it.
  package private(set) var checksums: [String: Int] = [:]
  /// Functions of the library that are named in it, checked or called.
  package private(set) var functions: Set<String> = []

  /// Nil where it is no such module.
  init?(_ bytes: [UInt8], path: String) {
    let isBound = bytes.withUnsafeBytes { BinaryStrings.find("_uniffi_contract_version", in: $0[...]) != nil }
    guard isBound else { return nil }
    self.path = path
    for line in PythonLines(bytes[...]) { take(line.tokens) }
  }

  private mutating func take(_ tokens: [PythonLines.Token]) {
    if tokens.first == .word("bindings_contract_version"), case .number(let digits)? = tokens.last {
      contract = Int(digits)
    }
    if library == nil,
      tokens.starts(with: [.word("libname"), Self.equals, .word("libname"), Self.dot, .word("format")]),
      tokens.count > 6, case .string(let name) = tokens[6]
    {
      library = String(name.dropFirst().dropLast())
    }
    for index in tokens.indices.dropFirst(2) where tokens[index - 1] == Self.dot {
      takeFunction(tokens[index...], of: tokens[index - 2])
    }
  }

  private static let dot = PythonLines.Token.sign(UInt8(ascii: "."))
  private static let equals = PythonLines.Token.sign(UInt8(ascii: "="))

  /// `lib.uniffi_words_checksum_func_count() != 12345`
  private mutating func takeFunction(_ tokens: ArraySlice<PythonLines.Token>, of object: PythonLines.Token) {
    guard object == .word("lib") || object == .word("_UniffiLib"), case .word(let name)? = tokens.first,
      name.hasPrefix("uniffi_") || name.hasPrefix("ffi_")
    else { return }
    functions.insert(name)
    let call: [PythonLines.Token] = Array("()!=".utf8).map { .sign($0) }
    if tokens.dropFirst().starts(with: call), case .number(let digits)? = tokens.dropFirst(5).first {
      checksums[name] = Int(digits)
    }
  }
}

extension UniFFIBindings {
  /// `mls_rs_uniffi/libmls_rs_uniffi.so`
  var libraryPath: String? {
    library.map { name in (path.split(separator: "/").dropLast() + ["lib\(name).so"]).joined(separator: "/") }
  }

  /// Reads the modules beside a wheel's libraries that have UniFFI's functions; what can't be read is told elsewhere.
  static func read(_ wheel: Wheel, at path: String, limits: ArchiveLimits) throws(PackagingError) -> [UniFFIBindings] {
    let folders = Set(wheel.binaries.filter { !$0.elf.uniFFIConstants.isEmpty }.map { folder(of: $0.path) })
    guard !folders.isEmpty else { return [] }
    let directory = try ZipDirectory(path: path)
    guard let unpacker = ZipUnpacker() else { return [] }
    var budget = limits.text
    var bindings: [UniFFIBindings] = []
    for index in 0..<min(directory.count, limits.members) {
      guard let entry = directory.entry(index), entry.isWorthReading, entry.member.path.hasSuffix(".py"),
        folders.contains(folder(of: entry.member.path)), entry.declaredSize <= budget
      else { continue }
      let content = unpacker.content(of: entry, in: directory, atMost: budget, from: &budget)
      bindings += [content.flatMap { UniFFIBindings($0, path: entry.member.path) }].compactMap(\.self)
    }
    return bindings
  }

  private static func folder(of path: String) -> String { path.split(separator: "/").dropLast().joined(separator: "/") }
}
