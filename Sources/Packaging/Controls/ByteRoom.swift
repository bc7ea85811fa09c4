/// Bytes of a binary that is being written, little-endian.
struct ByteRoom {
  private(set) var bytes: [UInt8] = []

  var count: Int { bytes.count }

  mutating func add(_ more: some Sequence<UInt8>) { bytes += more }

  mutating func add(half: Int) { add(number: half, 2) }
  mutating func add(word: Int) { add(number: word, 4) }
  mutating func add(long: Int) { add(number: long, 8) }

  private mutating func add(number: Int, _ width: Int) {
    for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }

  /// The text and a zero byte; returns where it begins.
  @discardableResult mutating func add(text: some StringProtocol) -> Int {
    let start = count
    add(Array(text.utf8) + [0])
    return start
  }

  /// The text in a field of fixed width.
  mutating func add(_ text: String, width: Int) {
    let field = Array(text.utf8.prefix(width))
    add(field + [UInt8](repeating: 0, count: width - field.count))
  }

  mutating func align(to unit: Int) { pad(to: (count + unit - 1) / unit * unit) }

  mutating func pad(to size: Int) { add([UInt8](repeating: 0, count: max(0, size - count))) }

  mutating func set(word: Int, at place: Int) {
    for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: word >> (8 * index)) }
  }
}
