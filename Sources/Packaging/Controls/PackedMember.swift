import Model

/// A member of a control as it goes into the archive or folder.
package struct PackedMember {
  package var path: String
  /// The name's bytes where they aren't UTF-8; RECORD then has them repaired, in `path`.
  package var rawPath: [UInt8]?
  package var bytes: [UInt8]
  package var symlink: String?
  package var hardlink: String?
  package var isRepeated = false

  package init(
    path: String, rawPath: [UInt8]? = nil, bytes: [UInt8], symlink: String? = nil, hardlink: String? = nil,
    isRepeated: Bool = false
  ) {
    (self.path, self.rawPath, self.bytes) = (path, rawPath, bytes)
    (self.symlink, self.hardlink, self.isRepeated) = (symlink, hardlink, isRepeated)
  }
}

extension PackedMember {
  /// Errors: those of `compile`.
  package init(_ member: ControlRecipe.Member, compile: (ControlRecipe.Source) throws -> [UInt8]) throws {
    let path = member.path.replacing("{machine}", with: Machine.hereName)
    self.init(path: path, rawPath: member.rawPath, bytes: [], isRepeated: member.twice)
    switch member.content {
    case .text(let text): bytes = Array(text.utf8)
    case .bytes(let bytes): self.bytes = bytes
    case .wasm(let recipe): bytes = recipe.bytes
    case .machO(let recipe): bytes = recipe.bytes
    case .pe(let recipe): bytes = recipe.bytes
    case .compiled(let source): bytes = try compile(source)
    case .zeros(let count): bytes = [UInt8](repeating: 0, count: count)
    case .symlink(let target): symlink = target
    case .hardlink(let target): hardlink = target
    }
    // e_machine is the half word at offset 18: gABI chapter 4, "ELF Header".
    if let machine = member.machine, bytes.count > 19 {
      bytes[18] = UInt8(machine & 0xff)
      bytes[19] = UInt8(machine >> 8 & 0xff)
    }
  }
}
