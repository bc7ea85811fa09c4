import Model

/// METADATA's fields against their grammar: what is not of it, pip (since 24.1) and uv refuse to install.
struct MetadataFields {
  let wheel: Wheel

  var defects: [Defect] {
    guard let metadata = wheel.metadata else { return [] }
    return metadataVersion(metadata) + version(metadata) + python(metadata) + requirements(metadata)
  }

  private func metadataVersion(_ metadata: HeaderBlock) -> [Defect] {
    guard let text = metadata.first("Metadata-Version") else {
      return [defect("malformed-metadata", "METADATA has no Metadata-Version, which it must have.")]
    }
    guard let version = DottedVersion(parsing: text), (1...2).contains(version.major) else {
      return [
        defect("malformed-metadata", "METADATA says Metadata-Version '\(text.prefix(40))'; installers know 1 and 2.")
      ]
    }
    return []
  }

  private func version(_ metadata: HeaderBlock) -> [Defect] {
    guard let text = metadata.first("Version"), !text.isEmpty, !VersionGrammar.isVersion(text) else { return [] }
    return [
      defect(
        "malformed-version",
        "METADATA says Version '\(text.prefix(80))', which is no version (PEP 440); pip refuses it.")
    ]
  }

  private func python(_ metadata: HeaderBlock) -> [Defect] {
    guard let text = metadata.first("Requires-Python"), !VersionGrammar.isSpecifierSet(text) else { return [] }
    return [
      defect(
        "malformed-requires-python",
        "METADATA says Requires-Python '\(text.prefix(80))', which is not as '>=3.9, <4' (PEP 440).")
    ]
  }

  private func requirements(_ metadata: HeaderBlock) -> [Defect] {
    metadata.values("Requires-Dist").filter { !VersionGrammar.isRequirement($0) }.map {
      defect(
        "malformed-requirement",
        "METADATA has Requires-Dist '\($0.prefix(80))', which is no requirement (PEP 508); pip refuses the wheel.")
    }
  }

  private func defect(_ kind: String, _ message: String) -> Defect {
    Defect(kind: kind, message: message, member: "\(wheel.distInfos.first ?? "")/METADATA")
  }
}
