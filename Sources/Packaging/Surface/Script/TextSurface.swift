/// What one text of an npm package says of the package's surface.
struct TextSurface: Sendable {
  /// Bytes of all such texts together, and of one: the glue of most wasm-bindgen modules has under 300 KiB.
  static let most = 4 << 20
  static let mostEach = 1 << 20

  var exports: ScriptExports?
  var declarations: DeclarationFile?

  /// Nil for other texts, and where there is more than is taken apart.
  init?(_ path: String, _ bytes: [UInt8], _ budget: MemberBudget) {
    let isDeclaration = Self.isDeclaration(path)
    guard isDeclaration || NodePart.isScript(path), bytes.count <= Self.mostEach, budget.spend(bytes.count) else {
      return nil
    }
    if isDeclaration { declarations = DeclarationFile(bytes) } else { exports = ScriptExports(bytes) }
  }

  static func isDeclaration(_ path: String) -> Bool {
    [".d.ts", ".d.mts", ".d.cts"].contains { path.hasSuffix($0) } && !path.contains("node_modules/")
  }
}
