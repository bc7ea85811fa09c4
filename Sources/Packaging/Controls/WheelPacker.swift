import Crypto
import Model

/// The members of a control's wheel: what the recipe has, and the METADATA, WHEEL and RECORD that every wheel has.
struct WheelPacker {
  let recipe: ControlRecipe
  let fileName: String

  func members(_ payload: [PackedMember]) -> [PackedMember] {
    var members = payload + information
    if recipe.record != .none, !recipe.omit.contains("RECORD") { members.append(record(of: members)) }
    return members
  }

  private var nameParts: [String] { fileName.dropLast(4).split(separator: "-").map(String.init) }
  private var folder: String { nameParts.prefix(2).joined(separator: "-") + ".dist-info" }

  private var information: [PackedMember] {
    let name = nameParts.first ?? "unnamed"
    let version = nameParts.dropFirst().first ?? "0"
    let metadata = recipe.metadata ?? "Metadata-Version: 2.1\nName: \(name)\nVersion: \(version)\n"
    let tags = WheelTag.expand(nameParts.suffix(3).joined(separator: "-")) ?? []
    let isPure = tags.allSatisfy { $0.platform == "any" }
    let wheel =
      recipe.wheel ?? "Wheel-Version: 1.0\nGenerator: harness\nRoot-Is-Purelib: \(isPure)\n"
      + tags.map { "Tag: \($0)\n" }.joined()
    let machine = Machine.hereName
    return [("METADATA", metadata), ("WHEEL", wheel.replacing("{machine}", with: machine))]
      .filter { !recipe.omit.contains($0.0) }
      .map { PackedMember(path: "\(folder)/\($0.0)", bytes: Array($0.1.utf8)) }
  }

  private func record(of members: [PackedMember]) -> PackedMember {
    var lines = members.enumerated().map { line($0.element, isFirst: $0.offset == 0) }
    if recipe.record == .unlisted { lines.removeFirst() }
    if recipe.record == .extra { lines.append("absent.py,sha256=,0") }
    if recipe.record == .malformed { lines.append("a line of one cell") }
    lines.append("\(folder)/RECORD,,")
    return PackedMember(path: "\(folder)/RECORD", bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  private func line(_ member: PackedMember, isFirst: Bool) -> String {
    var bytes = member.bytes
    let size = bytes.count
    if isFirst, recipe.record == .wrongHash { bytes.append(0) }
    let digest = URLSafeBase64.encode(Array(SHA256.hash(data: bytes)))
    let path = "\"\(member.path.replacing("\"", with: "\"\""))\""
    switch (isFirst, recipe.record) {
    case (true, .wrongSize): return "\(path),sha256=\(digest),\(size + 1)"
    case (true, .noHash): return "\(path),,\(size)"
    case (true, .weakHash): return "\(path),md5=\(digest.prefix(22)),\(size)"
    default: return "\(path),sha256=\(digest),\(size)"
    }
  }
}
