import Model

extension ELFFile {
  /// Whether Rust's standard library is in it: its own paths, or those of crates, which panics name.
  package var isOfRust: Bool { strings.has(.rustc) || !strings.crates.isEmpty }

  /// How a panic in it goes on; nil where there is no Rust in it.
  ///
  /// Unwinding takes `_Unwind_RaiseException`, of a shared libgcc or of its own, or leaves the text of std's panic_unwind in a
  /// stripped file; what is built with panic = "abort" has neither. `_Unwind_Resume` and the exception tables are in both.
  package var panicStrategy: Contract.Panic? {
    guard isOfRust else { return nil }
    return strings.has(.panicRethrown) || symbols.contains { $0.name == "_Unwind_RaiseException" } ? .unwind : .abort
  }

  /// The binding framework that turns a panic into the host's error, where the panic gets so far.
  var panicCatcher: String? { ["pyo3", "napi", "neon", "uniffi_core", "cxx"].first { strings.frameworks[$0] != nil } }
}

extension WasmModule {
  /// Unwinding takes exceptions: a tag, or the feature named. Without, a panic ends in `unreachable`.
  var canUnwind: Bool {
    imports.contains { $0.kind == .tag } || exports.contains { $0.kind == .tag } || hasTags
      || targetFeatures.contains("+exception-handling")
  }

  var isOfRust: Bool { producers["language"]?.contains { $0.hasPrefix("Rust") } == true }
}
