/// Bit flips, cuts, and pieces copied over others.
func mutated(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
  var bytes = original
  switch random.next() % 4 {
  case 0: bytes.removeLast(Int(random.next() % UInt64(bytes.count)))
  case 1:
    let length = Int(random.next() % 64) % bytes.count
    let from = Int(random.next() % UInt64(bytes.count - length))
    let to = Int(random.next() % UInt64(bytes.count - length))
    bytes.replaceSubrange(to..<to + length, with: original[from..<from + length])
  default:
    for _ in 0...random.next() % 8 { bytes[Int(random.next() % UInt64(bytes.count))] ^= 1 << UInt8(random.next() % 8) }
  }
  return bytes
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014: the same sequence on every run.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
