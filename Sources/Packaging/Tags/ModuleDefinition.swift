/// A `PyModuleDef` of a free-threaded build, found in a binary's data (Include/moduleobject.h).
package struct ModuleDefinition: Sendable, Equatable {
  package enum Slots: Sendable, Equatable {
    /// m_slots is NULL: the module is initialised in one phase.
    case none
    /// The numbers in m_slots (PEP 489) and what is beside them; a pointer's value is what the file has there.
    case listed([UInt32: UInt64])
    /// Filled by code, or of a form that this doesn't know.
    case unclear
  }

  /// As written: `_native`, `words._native`.
  package var name: String
  package var slots: Slots

  /// Py_mod_gil: PEP 703, Include/moduleobject.h.
  package static let gilSlot: UInt32 = 4
  /// Py_MOD_GIL_USED.
  package static let gilUsed: UInt64 = 0
}

/// Finds the definitions by what each word in front of the name has to be.
///
/// The object's head is 32 bytes in a free-threaded build, with the local reference count of what never dies at 12
/// (Include/object.h: `_Py_IMMORTAL_REFCNT_LOCAL`), which data hardly has by chance; m_name is at 56, m_slots at 88.
struct ModuleDefinitions {
  private static let immortal: UInt32 = .max
  /// From 3.13 to 3.14 the numbers are 1 to 4, each used once.
  private static let knownSlots: ClosedRange<UInt32> = 1...4
  private static let most = 16

  private let image: MappedImage

  init(_ image: MappedImage) { self.image = image }

  /// Those whose names end in one of `modules`.
  func read(of modules: Set<String>) -> [ModuleDefinition] {
    var found: [ModuleDefinition] = []
    for pointer in image.pointers where found.count < Self.most {
      guard image.half(at: pointer.place &- 44) == Self.immortal, isHead(before: pointer.place),
        let name = image.name(at: pointer.target),
        modules.contains(name.split(separator: ".").last.map(String.init) ?? name)
      else { continue }
      found.append(ModuleDefinition(name: name, slots: slots(at: pointer.place &+ 32)))
    }
    return found
  }

  /// ob_ref_shared, ob_type, m_init, m_index and m_copy: PyModuleDef_HEAD_INIT makes all of them zero.
  private func isHead(before name: UInt64) -> Bool {
    let zeros: [UInt64] = [40, 32, 24, 16, 8]
    return zeros.allSatisfy { image.word(at: name &- $0) == 0 && image.pointer(at: name &- $0) == nil }
  }

  private func slots(at place: UInt64) -> ModuleDefinition.Slots {
    guard let table = image.pointer(at: place) else { return image.word(at: place) == 0 ? .none : .unclear }
    var slots: [UInt32: UInt64] = [:]
    for index in 0..<UInt64(16) {
      let slot = table &+ index &* 16
      guard let number = image.half(at: slot), image.half(at: slot &+ 4) == 0, image.pointer(at: slot) == nil else {
        return .unclear
      }
      if number == 0 { return slots.isEmpty ? .unclear : .listed(slots) }
      guard Self.knownSlots.contains(number), let value = image.word(at: slot &+ 8) else { return .unclear }
      slots[number] = value
    }
    return .unclear
  }
}
