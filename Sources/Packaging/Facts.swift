import Model

/// What the file says of itself, for the report; empty where it can't be read, which `package/archive-sound` reports.
package func facts(of artifact: Artifact, kind: ArtifactKind, tables: Tables) -> [String: Value] {
  readPackage(Circumstances(artifact: artifact, kind: kind, tables: tables)).facts
}

/// What the file says of itself, for the report.
func facts(of content: PackageContent, tables: Tables) -> [String: Value] {
  switch content {
  case .wheel(let wheel): facts(of: wheel)
  case .library(let object): facts(of: [object.elf])
  case .addon(let addon, let object): facts(of: [object.elf]).merging(facts(of: [addon], tables)) { first, _ in first }
  case .foreign(let addon): facts(of: [addon], ofAddons: addon.addons, tables)
  case .module(let module): facts(of: module.wasm)
  case .package(let package): facts(of: package, tables)
  }
}

private func facts(of wheel: Wheel) -> [String: Value] {
  var facts = facts(of: wheel.binaries.map(\.elf)).merging(facts(of: wheel.foreign)) { elf, _ in elf }
  facts["name"] = (wheel.metadata?.first("Name") ?? wheel.file?.distribution).map(text)
  facts["version"] = (wheel.metadata?.first("Version") ?? wheel.file?.version).map(text)
  facts["requires-python"] = wheel.metadata?.first("Requires-Python").map(text)
  facts["generator"] = wheel.wheel?.first("Generator").map(text)
  facts["tags"] = list(wheel.tags.map(\.description))
  facts["modules"] = list(Set(wheel.loadedModules.map(\.name.dotted)).sorted())
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
  let strategies = Set(files.compactMap(\.panicStrategy?.rawValue)).sorted()
  if !strategies.isEmpty { facts["panic-strategy"] = list(strategies) }
  facts["glibc"] = files.compactMap(\.maximumGlibc).max().map { .string($0.description) }
  for (framework, version) in files.flatMap(\.frameworks) { facts["framework-\(framework)"] = .string(version) }
  return facts
}

private func facts(of binaries: [ForeignBinary]) -> [String: Value] {
  let images = binaries.flatMap(\.images)
  guard !images.isEmpty else { return [:] }
  var facts: [String: Value] = [
    "format": list(Set(binaries.map(\.format.rawValue)).sorted()),
    "machine": list(Set(images.map(\.machine.foreignName)).sorted()),
    "needed": list(Set(images.flatMap(\.needed)).sorted()),
    "allocators": list(Set(images.flatMap(\.allocators)).sorted()),
  ]
  let strategies = Set(images.compactMap(\.panicStrategy?.rawValue)).sorted()
  if !strategies.isEmpty { facts["panic-strategy"] = list(strategies) }
  facts["macos"] = images.compactMap { $0.macOS?.minimum }.max().map { .string($0.description) }
  for (framework, version) in images.flatMap(\.frameworks) { facts["framework-\(framework)"] = .string(version) }
  return facts
}

private func facts(of binaries: [ForeignBinary], ofAddons addons: [Addon], _ tables: Tables) -> [String: Value] {
  facts(of: binaries).merging(facts(of: addons, tables)) { first, _ in first }
}

private func facts(of addons: [Addon], _ tables: Tables) -> [String: Value] {
  guard !addons.isEmpty else { return [:] }
  var facts: [String: Value] = [:]
  facts["registration"] = list(Set(addons.flatMap(\.registrations).map(\.rawValue)).sorted())
  if let abi = try? tables.nodeABI() {
    facts["node-api"] = addons.compactMap { $0.neededNodeAPI(abi) }.max().map { .number(Double($0)) }
  }
  facts["node-api-declared"] = addons.compactMap(\.declaredNodeAPI).max().map { .number(Double($0)) }
  facts["node-api-functions"] = .number(Double(Set(addons.flatMap(\.nodeAPIFunctions)).count))
  facts["v8-functions"] = .number(Double(addons.map(\.v8Functions).max() ?? 0))
  let versions = Set(addons.flatMap(\.moduleVersions)).sorted()
  if !versions.isEmpty { facts["module-versions"] = .array(versions.map { .number(Double($0)) }) }
  let libnodes = Set(addons.compactMap(\.libnode)).sorted()
  if !libnodes.isEmpty { facts["libnode"] = list(libnodes) }
  return facts
}

private func facts(of package: NodePackage, _ tables: Tables) -> [String: Value] {
  var facts = facts(of: package.binaries.map(\.elf)).merging(facts(of: package.foreign)) { elf, _ in elf }
  facts.merge(Packaging.facts(of: package.addons, tables)) { _, addon in addon }
  for module in package.modules.prefix(1) { facts.merge(Packaging.facts(of: module.wasm)) { first, _ in first } }
  facts["name"] = package.name.map(text)
  facts["version"] = package.manifest?.version.map(text)
  facts["members"] = .number(Double(package.members.count))
  facts["entry"] = package.entry.map(text)
  facts["engines-node"] = package.manifest?.nodeRange.map(text)
  facts["types"] = package.manifest?.types.map(text)
  for (name, words) in [("os", package.manifest?.os), ("cpu", package.manifest?.cpu), ("libc", package.manifest?.libc)]
  {
    if let words, !words.isEmpty { facts[name] = list(words) }
  }
  let paths = package.binaries.map(\.path) + package.foreign.map(\.path)
  if !paths.isEmpty { facts["binaries"] = list(paths.sorted()) }
  if !package.modules.isEmpty { facts["modules"] = list(package.modules.map(\.path).sorted()) }
  return facts
}

private func facts(of module: WasmModule) -> [String: Value] {
  var facts: [String: Value] = [
    "form": "module", "imports": list(module.imports.map { "\($0.module).\($0.name)" }),
    "exports": list(module.exports.map(\.name)), "functions": .number(Double(module.functionCount)),
    "target-features": list(module.targetFeatures), "wasi": .bool(module.isWASI),
    "custom-sections": list(Set(module.customSections).sorted()),
  ]
  if module.isOfRust { facts["panic-strategy"] = list([module.canUnwind ? "unwind" : "trap"]) }
  facts["memory-pages"] = module.memories.first.map { .number(Double($0.minimum)) }
  facts["memory-pages-most"] = module.memories.first?.maximum.map { .number(Double($0)) }
  for (field, values) in module.producers { facts["producers-\(field.printable)"] = list(values) }
  if let version = module.producers["processed-by"]?.first(where: { $0.hasPrefix("wasm-bindgen ") }) {
    facts["framework-wasm-bindgen"] = text(String(version.dropFirst("wasm-bindgen ".count)))
  }
  return facts
}

/// At most 1,000 of them: a hostile wheel may have 200,000 modules.
private func list(_ texts: [String]) -> Value { .array(texts.prefix(1000).map(text)) }

private func text(_ text: String) -> Value { .string(text.printable) }
