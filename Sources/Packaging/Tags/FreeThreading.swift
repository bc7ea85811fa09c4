import Model

/// One extension module of a wheel for free-threaded Pythons: does it say that it runs without the GIL? Cython says by itself that it doesn't.
///
/// PEP 703: where a module has neither the slot Py_mod_gil nor called PyUnstable_Module_SetGIL, its import turns the GIL on for
/// the whole process. Said only of the one definition that is whole in the file and named like the module.
struct FreeThreading {
  let module: ExtensionModule
  let wheel: Wheel

  var defects: [Defect] {
    guard let tag = wheel.tags.first(where: \.isFreeThreaded), isForFreeThreading,
      !module.elf.exports("PyModExport_\(module.lastName)")
    else { return [] }
    let definitions = module.elf.moduleDefinitions.filter {
      $0.name.split(separator: ".").last ?? "" == module.lastName
    }
    guard definitions.count == 1, let definition = definitions.first, let (kind, what) = fault(definition) else {
      return []
    }
    return [
      Defect(
        kind: kind, severity: .warning,
        message: "\(module.path) is for the free-threaded Python of the tag \(tag.python)-\(tag.abi), and its module "
          + "definition \(what). Importing it turns the GIL on for the whole process, with a RuntimeWarning.",
        member: module.path)
    ]
  }

  private var isForFreeThreading: Bool {
    guard let soabi = module.soabi else { return wheel.tags.allSatisfy(\.isFreeThreaded) }
    let parts = soabi.split(separator: "-")
    return parts.first == "cpython" && parts.dropFirst().first?.hasSuffix("t") == true
  }

  private func fault(_ definition: ModuleDefinition) -> (kind: String, what: String)? {
    // By code; Cython imports it, too, where the slot says that the module needs the GIL.
    let mayDeclare = module.elf.imports("PyUnstable_Module_SetGIL")
    let absent = mayDeclare ? nil : ("gil-not-declared", "has no Py_mod_gil")
    switch definition.slots {
    case .listed(let slots):
      guard let value = slots[ModuleDefinition.gilSlot] else { return absent }
      return value == ModuleDefinition.gilUsed ? ("gil-required", "has Py_mod_gil as Py_MOD_GIL_USED") : nil
    // One that is also handed to PyModuleDef_Init may get its slots by code.
    case .none: return module.elf.imports("PyModule_Create2") && !module.elf.imports("PyModuleDef_Init") ? absent : nil
    case .unclear: return nil
    }
  }
}

extension WheelTag {
  /// cp313t, cp314t …: PEP 703.
  fileprivate var isFreeThreaded: Bool { abi.hasPrefix("cp3") && abi.hasSuffix("t") }
}
