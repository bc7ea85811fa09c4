import Model

/// A generated Python module against the library that it loads; it checks itself at its import, and is refused there.
struct UniFFIAgreement {
  let bindings: UniFFIBindings
  let library: Wheel.Binary

  static func all(_ wheel: Wheel) -> [UniFFIAgreement] {
    wheel.uniFFI.compactMap { bindings in
      wheel.binaries.first { $0.path == bindings.libraryPath }.map { UniFFIAgreement(bindings: bindings, library: $0) }
    }
  }

  private var constants: [String: Int] { library.elf.uniFFIConstants }

  /// `package/entry-point`: contract and checksums.
  var refusals: [Defect] { contract + checksums }

  private var contract: [Defect] {
    guard let wanted = bindings.contract,
      let (function, value) = constants.first(where: {
        $0.key.hasSuffix("_uniffi_contract_version") && bindings.functions.contains($0.key)
      }),
      value != wanted
    else { return [] }
    return [
      Defect(
        kind: "uniffi-contract-mismatch",
        message: "\(bindings.path) is generated for UniFFI's contract \(wanted), and \(library.path) has \(value) "
          + "(\(function)); the import ends in InternalError. Generate it with the uniffi-bindgen of the library's own "
          + "uniffi version.", member: bindings.path,
        facts: ["bindings": .number(Double(wanted)), "library": .number(Double(value))])
    ]
  }

  private var checksums: [Defect] {
    let constants = constants
    return bindings.checksums.sorted { $0.key < $1.key }.compactMap { function, wanted in
      guard let value = constants[function], value != wanted else { return nil }
      return Defect(
        kind: "uniffi-checksum-mismatch",
        message:
          "\(bindings.path) wants \(wanted) of \(function), and \(library.path) returns \(value); the import ends "
          + "in InternalError. Generate it from the library that is in the wheel.", member: bindings.path,
        facts: [
          "name": .string(function.printable), "bindings": .number(Double(wanted)), "library": .number(Double(value)),
        ])
    }
  }

  /// `package/surface-agrees`: names.
  var differences: [Defect] { missing + unbound }

  private var missing: [Defect] {
    guard library.elf.hasSections else { return [] }
    let exported = Set(library.elf.symbols.filter(\.isDefined).map(\.name))
    return bindings.functions.subtracting(exported).sorted().map { name in
      Defect(
        kind: "bound-not-exported",
        message: "\(bindings.path) uses the function \(name), which \(library.path) doesn't export; its import ends in "
          + "AttributeError. Generate it from the library that is in the wheel.", member: bindings.path,
        facts: ["name": .string(name.printable)])
    }
  }

  /// Each function, method and constructor that is exported to bindings has a checksum.
  private var unbound: [Defect] {
    let own = constants.keys.filter { $0.contains("_checksum_") && isOwn($0) && !bindings.functions.contains($0) }
      .sorted()
    guard !own.isEmpty else { return [] }
    return [
      Defect(
        kind: "exported-not-bound", severity: .warning,
        message: "\(library.path) has \(counted(own.count, "checksum")) of which \(bindings.path) knows nothing: "
          + "\(own.prefix(3).joined(separator: ", "))\(own.count > 3 ? " …" : ""). Generate it again, or users can't reach "
          + "what they stand for.", member: bindings.path,
        facts: ["functions": .number(Double(own.count))])
    ]
  }

  /// A library may have several namespaces, each with a module of its own.
  private func isOwn(_ name: String) -> Bool {
    guard let contract = bindings.functions.first(where: { $0.hasSuffix("_uniffi_contract_version") }) else {
      return false
    }
    let namespace = contract.dropFirst("ffi_".count).dropLast("_uniffi_contract_version".count)
    return name.hasPrefix("uniffi_\(namespace)_checksum_")
  }
}

extension UniFFIAgreement {
  /// What users reach, as the checksums' functions are named: `uniffi_words_checksum_method_counter_add`.
  var items: [Inspection.SurfaceItem] {
    let module = bindings.path.dropLast(3).split(separator: "/").joined(separator: ".")
    return bindings.checksums.keys.sorted().compactMap { function in
      guard let place = function.firstRange(of: "_checksum_") else { return nil }
      let words = function[place.upperBound...].split(separator: "_", maxSplits: 1)
      guard words.count == 2 else { return nil }
      return Inspection.SurfaceItem(
        kind: words[0] == "func" ? .function : .method, name: "\(module).\(words[1])".printable,
        source: "\(bindings.path.printable):metadata")
    }
  }
}

extension Wheel {
  /// Libraries of macOS and Windows for UniFFI's bindings: what their functions return is not read.
  var unreadUniFFI: [Observation] {
    let libraries = foreign.filter { binary in
      binary.images.contains { image in
        image.symbols.contains {
          $0.isDefined && $0.name.hasPrefix("ffi_") && $0.name.hasSuffix("_uniffi_contract_version")
        }
      }
    }
    return libraries.prefix(1).map {
      .unmeasured(
        "\($0.path.printable) is a \($0.format.rawValue) file, of which UniFFI's contract and checksums aren't read")
    }
  }
}
