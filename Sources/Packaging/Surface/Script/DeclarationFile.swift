/// What a `.d.ts` declares.
package struct DeclarationFile: Sendable, Equatable {
  let scope: DeclarationScope

  init(_ bytes: [UInt8]) { scope = DeclarationReader.read(ScriptText(bytes)) }
}
