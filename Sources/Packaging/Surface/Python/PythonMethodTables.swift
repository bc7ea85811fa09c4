/// Finds the tables of functions that an extension module hands to Python.
///
/// A C extension has `PyMethodDef`: name, function, flags, docstring (Include/methodobject.h). PyO3 has its own form of it:
/// function, name and its length, docstring and its length, flags. Both are told from other data by what each word has to
/// be: a pointer that the loader writes, to code or to a name; lengths that are right; flags that Python knows.
struct PythonMethodTables {
  /// The largest bindings (Qt's) have under 60,000 functions.
  private static let most = 100_000
  private static let mostText = 4096
  private static let mostSignatures = 8 << 20

  private let image: MappedImage
  private var methods: [PythonMethod] = []
  /// Where each method lies that is in a table of C's form.
  private var places: [UInt64: Int] = [:]
  private var signatureBytes = 0

  init(_ image: MappedImage) { self.image = image }

  /// `isOfCython` has all of the file searched for names, which would bring 150 MB of another's into memory.
  func read(isOfCython: Bool) -> [PythonMethod] {
    var reader = self
    for index in image.pointers.indices where reader.methods.count < Self.most {
      guard image.isCode(image.pointers[index].target) else { continue }
      if !reader.readC(index) { reader.readRust(index) }
    }
    if !reader.places.isEmpty {
      reader.findOwners()
      if isOfCython { reader.findNamesShown() }
    }
    return reader.methods
  }

  /// Of C's form, those that are in no table.
  private mutating func findNamesShown() {
    let alone = places.values.filter { methods[$0].owner == nil }
    guard !alone.isEmpty, let shown = CythonNames(image, of: Set(alone.map { methods[$0].name })) else { return }
    for index in alone { methods[index].shownAs = shown.names[methods[index].name] ?? [] }
  }

  private func place(_ index: Int) -> UInt64? {
    image.pointers.indices.contains(index) ? image.pointers[index].place : nil
  }

  private mutating func readC(_ index: Int) -> Bool {
    let function = image.pointers[index].place
    guard place(index - 1) == function &- 8, place(index + 1) != function &+ 8,
      let flags = image.half(at: function &+ 8), PythonMethod.areFlags(flags), image.half(at: function &+ 12) == 0,
      let name = identifier(at: image.pointers[index - 1].target)
    else { return false }
    var text: UInt64?
    if place(index + 1) == function &+ 16 {
      text = image.pointers[index + 1].target
    } else if image.word(at: function &+ 16) != 0 {
      return false
    }
    places[function &- 8] = methods.count
    methods.append(method(name, flags, text))
    return true
  }

  private mutating func readRust(_ index: Int) {
    let function = image.pointers[index].place
    guard place(index + 1) == function &+ 8, place(index + 2) == function &+ 24,
      let flags = image.half(at: function &+ 40), PythonMethod.areFlags(flags),
      let name = identifier(at: image.pointers[index + 1].target),
      image.word(at: function &+ 16) == UInt64(name.utf8.count + 1), let length = image.word(at: function &+ 32),
      endsAt(length, image.pointers[index + 2].target)
    else { return }
    methods.append(method(name, flags, image.pointers[index + 2].target))
  }

  /// A text with its zero has the length that stands beside it.
  private func endsAt(_ length: UInt64, _ address: UInt64) -> Bool {
    guard length > 0, let bytes = image.bytes(at: address), length <= UInt64(bytes.count) else { return false }
    return bytes[Int(length) - 1] == 0
  }

  private func identifier(at address: UInt64) -> String? {
    image.name(at: address).flatMap { $0.contains(".") ? nil : $0 }
  }

  private mutating func method(_ name: String, _ flags: UInt32, _ text: UInt64?) -> PythonMethod {
    var method = PythonMethod(name: name, flags: flags)
    guard let text, signatureBytes < Self.mostSignatures else { return method }
    method.signature = signature(of: name, at: text)
    signatureBytes += method.signature?.utf8.count ?? 0
    return method
  }

  private func signature(of name: String, at address: UInt64) -> String? {
    guard let bytes = image.bytes(at: address)?.prefix(Self.mostText), bytes.starts(with: name.utf8) else { return nil }
    let text = bytes.prefix { $0 != 0 }
    return String(validating: text, as: UTF8.self).flatMap { PythonMethod.signature(of: name, in: $0) }
  }
}

extension PythonMethodTables {
  /// Bytes of a PyMethodDef.
  private static let stride: UInt64 = 32

  /// What points to the first entry of a table owns all of it.
  private mutating func findOwners() {
    var tableOfSlots: [UInt64: UInt64] = [:]
    for pointer in image.pointers where places[pointer.target] != nil && places[pointer.target &- Self.stride] == nil {
      if let owner = module(at: pointer.place) ?? type(at: pointer.place) {
        give(owner, to: pointer.target)
      } else if let slots = firstSlot(at: pointer.place) {
        tableOfSlots[slots] = pointer.target
      }
    }
    guard !tableOfSlots.isEmpty else { return }
    // PyType_Spec has its name at 0 and its slots at 24: Include/object.h.
    for pointer in image.pointers {
      guard let table = tableOfSlots[pointer.target],
        let name = image.pointer(at: pointer.place &- 24).flatMap(image.name)
      else { continue }
      give(.type(name), to: table)
    }
  }

  private mutating func give(_ owner: PythonMethod.Owner, to table: UInt64) {
    var place = table
    while let index = places[place], methods[index].owner == nil {
      methods[index].owner = owner
      place &+= Self.stride
    }
  }

  /// PyModuleDef has m_methods at 64, m_name at 40, and before it three words that are zero: Include/moduleobject.h.
  private func module(at place: UInt64) -> PythonMethod.Owner? {
    let zeros: [UInt64] = [32, 40, 48]
    guard let name = image.pointer(at: place &- 24).flatMap(image.name),
      zeros.allSatisfy({ image.word(at: place &- $0) == 0 && image.pointer(at: place &- $0) == nil })
    else { return nil }
    return .module(name)
  }

  /// PyTypeObject has tp_methods at 232, tp_name at 24, tp_basicsize at 32: Include/cpython/object.h, release builds.
  private func type(at place: UInt64) -> PythonMethod.Owner? {
    guard let name = image.pointer(at: place &- 208).flatMap(image.name), let size = image.word(at: place &- 200),
      (16..<1 << 20).contains(size), image.pointer(at: place &- 200) == nil
    else { return nil }
    return .type(name)
  }

  /// PyType_Slot has its number at 0; Py_tp_methods is 64 (Include/typeslots.h). Returns where the type's slots begin.
  private func firstSlot(at place: UInt64) -> UInt64? {
    guard image.word(at: place &- 8) == 64, image.pointer(at: place &- 8) == nil else { return nil }
    var first = place &- 8
    // A type has under 100 slots, each number once.
    for _ in 0..<100 {
      guard let slot = image.word(at: first &- 16), (1...100).contains(slot), image.pointer(at: first &- 16) == nil
      else {
        break
      }
      first &-= 16
    }
    return first
  }
}
