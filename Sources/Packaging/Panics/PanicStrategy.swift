import Model

extension NativeImage {
  /// Whether Rust's compiler had a part in it: paths of its standard library or of crates, which panics name, or its own note
  /// in `.comment` of ELF, which strip(1) leaves.
  package var isOfRust: Bool { namesRustPaths || toolchain.contains { $0.hasPrefix("rustc ") } }

  private var namesRustPaths: Bool { strings.has(.rustc) || strings.has(.rustLibrary) || !strings.crates.isEmpty }

  /// There is Rust in it and nothing that tells what a panic does: panic = "immediate-abort" leaves no messages, no more than
  /// code in which nothing can panic.
  var hidesPanics: Bool { isOfRust && panicStrategy == nil && !throwsUnclearly }

  /// How a panic in it goes on; nil where there is no Rust in it, and where that is not to be told.
  ///
  /// Unwinding takes `_Unwind_RaiseException`, of a shared libgcc or of its own, and leaves the text of std's panic_unwind in a
  /// stripped file; what is built with panic = "abort" has neither. `_Unwind_Resume` and the exception tables are in both.
  /// Measured with rustc 1.95 in all mixtures of strategy, link-time optimisation and stripping, and on nine wheels of 1.90
  /// to 1.102.
  package var panicStrategy: Contract.Panic? {
    guard isOfRust, !throwsUnclearly else { return nil }
    if strings.has(.panicRethrown) || raises { return .unwind }
    return namesRustPaths ? .abort : nil
  }

  private var raises: Bool { symbols.contains { $0.name == "_Unwind_RaiseException" } }

  /// A libstdc++ that is linked in throws with the same function (Itanium C++ ABI, "Exception Handling"), and there is no text of
  /// Rust's own that would say that it does, too.
  var throwsUnclearly: Bool {
    isOfRust && raises && !strings.has(.panicRethrown)
      && symbols.contains { $0.name.hasPrefix("__cxa_throw") || $0.name.hasPrefix("__gxx_personality") }
  }

  /// What turns a panic into the host's error, where the panic gets so far.
  var panicCatcher: String? {
    if let framework = ["pyo3", "napi", "neon", "uniffi_core", "cxx"].first(where: { strings.frameworks[$0] != nil }) {
      return framework
    }
    // Paths may have been remapped; what a host loads by itself has a binding.
    return !entryPoints.isEmpty || exports("napi_register_module_v1") ? "its binding" : nil
  }
}

extension WasmModule {
  /// Unwinding takes a tag to throw (exception-handling proposal, "Tags"), or functions of Emscripten's script that do it. The
  /// feature in target_features says what code might use. Without, a panic ends in `unreachable`.
  var canUnwind: Bool { tagCount > 0 || imports.contains { $0.kind == .tag || Self.throwing($0.name) } }

  private static func throwing(_ name: String) -> Bool {
    name == "__cxa_throw" || name == "_Unwind_RaiseException" || name.hasPrefix("invoke_")
  }

  var isOfRust: Bool { languages.contains { $0.hasPrefix("Rust") } }

  /// Where there is C++ in it, too, the exceptions may be its own.
  var isOfCPlusPlus: Bool { languages.contains { $0.hasPrefix("C_plus_plus") } }

  private var languages: [String] { producers["language"] ?? [] }
}
