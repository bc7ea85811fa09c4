import Model

/// What the file says of itself, for the report; empty where it can't be read, which `package/archive-sound` reports.
package func facts(of artifact: Artifact, kind: ArtifactKind) -> [String: Value] {
  switch kind {
  case .wheel: (try? readWheel(at: artifact.path)).map(facts(of:)) ?? [:]
  case .cABI, .cxx, .uniffi, .nodeAddon: (try? readELF(at: artifact.path)).map { facts(of: [$0]) } ?? [:]
  case .wasm: [:]
  }
}

private func facts(of wheel: Wheel) -> [String: Value] {
  var facts = facts(of: wheel.binaries.map(\.elf))
  facts["name"] = (wheel.metadata?.first("Name") ?? wheel.file?.distribution).map(text)
  facts["version"] = (wheel.metadata?.first("Version") ?? wheel.file?.version).map(text)
  facts["requires-python"] = wheel.metadata?.first("Requires-Python").map(text)
  facts["generator"] = wheel.wheel?.first("Generator").map(text)
  facts["tags"] = list(wheel.tags.map(\.description))
  facts["modules"] = list(wheel.extensionModules.map(\.name))
  facts["import-names"] = list(importNames(of: wheel))
  return facts
}

private func facts(of files: [ELFFile]) -> [String: Value] {
  guard !files.isEmpty else { return [:] }
  var facts: [String: Value] = [
    "machine": list(Set(files.map(\.machine.description)).sorted()),
    "needed": list(Set(files.flatMap(\.needed)).sorted()),
    "allocators": list(Set(files.flatMap(\.allocators)).sorted()),
    "debugging-information": .bool(files.contains(where: \.hasDWARF)),
    "stripped": .bool(!files.contains(where: \.hasSymbolTable)),
  ]
  facts["glibc"] = files.compactMap(\.maximumGlibc).max().map { .string($0.description) }
  for (framework, version) in files.flatMap(\.frameworks) { facts["framework-\(framework)"] = .string(version) }
  return facts
}

/// At most 1,000 of them: a hostile wheel may have 200,000 modules.
private func list(_ texts: [String]) -> Value { .array(texts.prefix(1000).map(text)) }

private func text(_ text: String) -> Value { .string(text.printable) }
