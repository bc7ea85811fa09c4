/// The type forms of 5.3 "Types" in the Core Specification 3.0; read to be passed over, not kept.
extension WasmCursor {
  mutating func kind(_ what: String) throws(PackagingError) -> WasmModule.Kind {
    let byte = try byte("\(what)'s kind")
    guard let kind = WasmModule.Kind(rawValue: byte) else {
      throw malformed("\(what)'s kind", "it is \(byte), and there are 0 to 4")
    }
    return kind
  }

  mutating func index(below count: Int, _ what: String) throws(PackagingError) -> Int {
    let index = Int(try u32(what))
    guard index < count else { throw malformed(what, "it is index \(index), and there are \(count)") }
    return index
  }

  mutating func indexes(below count: Int, _ what: String) throws(PackagingError) -> [Int] {
    var indexes: [Int] = []
    for _ in 0..<(try self.count(what)) { indexes.append(try index(below: count, what)) }
    return indexes
  }

  mutating func limits() throws(PackagingError) -> WasmModule.Limits {
    let flags = try byte("limits")
    guard flags < 8 else { throw malformed("limits", "there are no flags \(flags)") }
    let is64 = flags & 4 != 0
    let minimum = try bound(is64)
    let maximum = flags & 1 != 0 ? try bound(is64) : nil
    if let maximum, maximum < minimum {
      throw malformed("limits", "the maximum \(maximum) is below the minimum \(minimum)")
    }
    return WasmModule.Limits(minimum: minimum, maximum: maximum, isShared: flags & 2 != 0, is64: is64)
  }

  private mutating func bound(_ is64: Bool) throws(PackagingError) -> UInt64 {
    is64 ? try u64("limits") : UInt64(try u32("limits"))
  }

  mutating func tableType() throws(PackagingError) {
    try valueType()
    _ = try limits()
  }

  mutating func globalType() throws(PackagingError) {
    try valueType()
    try mutability()
  }

  mutating func tagType(below types: Int) throws(PackagingError) {
    let attribute = try byte("tag")
    guard attribute == 0 else { throw malformed("tag", "its attribute is \(attribute), not 0") }
    _ = try index(below: types, "tag's type")
  }

  private mutating func mutability() throws(PackagingError) {
    let byte = try byte("mutability")
    guard byte < 2 else { throw malformed("mutability", "it is \(byte), not 0 or 1") }
  }

  /// Numbers and vectors 7b to 7f, short references 69 to 74, and `ref null? heaptype`.
  mutating func valueType() throws(PackagingError) {
    let byte = try byte("value type")
    switch byte {
    case 0x7b...0x7f, 0x69...0x74: return
    case 0x63, 0x64: try heapType()
    default: throw malformed("value type", "there is no type \(hexadecimal([byte]))")
    }
  }

  /// A signed LEB128 number of 33 bits: an index, or a negative one for what is built in.
  private mutating func heapType() throws(PackagingError) {
    for _ in 0..<5 where try byte("heap type") & 0x80 == 0 { return }
    throw malformed("heap type", "its LEB128 number has more than 33 bits")
  }

  private mutating func valueTypes() throws(PackagingError) {
    for _ in 0..<(try count("type section")) { try valueType() }
  }

  /// The type section: where the parameters of each type that it defines begin, those of recursive groups each; 0 for what
  /// is no function's.
  mutating func types() throws(PackagingError) -> [Int] {
    var places: [Int] = []
    for _ in 0..<(try count("type section")) {
      let form = try byte("type")
      guard form == 0x4e else {
        places.append(try subtype(form))
        continue
      }
      for _ in 0..<(try count("recursive types")) { places.append(try subtype(try byte("type"))) }
    }
    return places
  }

  private mutating func subtype(_ form: UInt8) throws(PackagingError) -> Int {
    guard form == 0x50 || form == 0x4f else { return try compositeType(form) }
    for _ in 0..<(try count("supertypes")) { _ = try u32("supertypes") }
    return try compositeType(try byte("type"))
  }

  private mutating func compositeType(_ form: UInt8) throws(PackagingError) -> Int {
    let place = offset
    switch form {
    case 0x60:
      try valueTypes()
      try valueTypes()
      return place
    case 0x5f: for _ in 0..<(try count("struct type")) { try fieldType() }
    case 0x5e: try fieldType()
    default: throw malformed("type", "there is no form \(hexadecimal([form]))")
    }
    return 0
  }

  /// 78 and 77 are the packed i8 and i16.
  private mutating func fieldType() throws(PackagingError) {
    var ahead = self
    let byte = try ahead.byte("field type")
    if byte == 0x78 || byte == 0x77 { self = ahead } else { try valueType() }
    try mutability()
  }
}
