/// What a loader is told by a file of native code, in whichever format: rules that hold for all of them rest on it.
package protocol NativeImage: Sendable {
  var machine: Machine { get }
  /// Libraries that it names, in order.
  var needed: [String] { get }
  /// What it offers and what it takes from others, as the language names it: without the underscore of Mach-O.
  var symbols: [ELFFile.DynamicSymbol] { get }
  /// False where what tells the symbols was stripped, so that `symbols` says nothing.
  var tellsSymbols: Bool { get }
  var type: ELFFile.FileType { get }
  /// Of the texts that were sought in all of it, those that are nowhere; nil where it is too large to be searched.
  var absentTexts: Set<String>? { get }
  /// Functions that it hands to Python.
  var pythonMethods: [PythonMethod] { get }
  /// Compilers and linkers that name themselves.
  var toolchain: [String] { get }
  /// What was found in its constant data.
  var strings: BinaryStrings { get }
}

extension ELFFile: NativeImage {
  package var tellsSymbols: Bool { hasSections }

  package var toolchain: [String] { notes.toolchain }

  /// What was found in its constant data.
  package var strings: BinaryStrings { notes.strings }
}

extension NativeImage {
  /// Binding frameworks seen in the panic paths that their crates leave behind: `["pyo3": "0.28.2"]`.
  package var frameworks: [String: String] { strings.frameworks }

  package func exports(_ name: String) -> Bool { symbols.contains { $0.isDefined && $0.name == name } }

  package func imports(_ name: String) -> Bool { symbols.contains { !$0.isDefined && $0.name == name } }

  /// `PyInit_<name>` functions (PEP 3121; `PyInitU_` for names outside ASCII, PEP 489).
  package var entryPoints: [String] {
    symbols.filter { $0.isDefined && ($0.name.hasPrefix("PyInit_") || $0.name.hasPrefix("PyInitU_")) }.map(\.name)
  }

  /// Whether there is a function that an import would call, for whichever module.
  package var offersModule: Bool {
    symbols.contains { $0.isDefined && ($0.name.hasPrefix("PyInit") || $0.name.hasPrefix("PyModExport")) }
  }

  package var importsPython: Bool {
    symbols.contains { !$0.isDefined && ($0.name.hasPrefix("Py") || $0.name.hasPrefix("_Py")) }
  }

  /// `PyInit_words`: PEP 3121; a name outside ASCII has `PyInitU_` and punycode instead (PEP 489).
  package func hasEntryPoint(of module: String) -> Bool {
    if module.utf8.allSatisfy({ $0 < 0x80 }) { return exports("PyInit_\(module)") }
    return entryPoints.contains { $0.hasPrefix("PyInitU_") }
  }

  /// `PyModExport_words`, which Python asks for first from 3.15 on: PEP 793.
  package func hasModuleExport(of module: String) -> Bool {
    if module.utf8.allSatisfy({ $0 < 0x80 }) { return exports("PyModExport_\(module)") }
    return symbols.contains { $0.isDefined && $0.name.hasPrefix("PyModExportU_") }
  }
}
