/// The functions that Python calls on each import of a module that is initialised in several phases (PEP 489).
enum ModuleSlots {
  /// m_name and m_slots in a `PyModuleDef`, with the object's head of 16 bytes and with a free-threaded build's of 32
  /// (Include/moduleobject.h, Include/object.h).
  private static let layouts: [(name: UInt64, slots: UInt64)] = [(40, 72), (56, 88)]
  /// Real ones have under ten.
  private static let most: UInt64 = 16
  /// Py_mod_create and Py_mod_exec.
  private static let functions: ClosedRange<UInt32> = 1...2

  /// None where there is no definition at the address.
  static func functions(ofDefinitionAt address: UInt64, in image: MappedImage) -> [UInt64] {
    for layout in layouts {
      guard let table = image.pointer(at: address &+ layout.slots),
        image.pointer(at: address &+ layout.name).flatMap({ image.name(at: $0) }) != nil
      else { continue }
      return functions(in: table, image)
    }
    return []
  }

  private static func functions(in table: UInt64, _ image: MappedImage) -> [UInt64] {
    var found: [UInt64] = []
    for index in 0..<most {
      let slot = table &+ index &* 16
      guard let number = image.half(at: slot), number != 0 else { break }
      guard functions.contains(number), let function = image.pointer(at: slot &+ 8), image.isCode(function) else {
        continue
      }
      found.append(function)
    }
    return found
  }
}
