extension WasmModule {
  /// What can be told of a module in few words; real ones have under 30 custom sections.
  private static let mostNotes = 1000

  /// A custom section: its name, and the content of those that tell the toolchain.
  ///
  /// A custom section that is not as its convention says is passed over: Core Specification, 5.5.3, leaves it to whoever
  /// reads it. `dylink.0` is read by the loader, which then fails.
  mutating func readCustom(_ section: inout WasmCursor) throws(PackagingError) {
    let name = try section.name("custom section")
    if customSections.count < Self.mostNotes { customSections.append(name) }
    if name == "producers", producers.isEmpty { producers = (try? Self.producers(section)) ?? [:] }
    if name == "target_features", targetFeatures.isEmpty { targetFeatures = (try? Self.features(section)) ?? [] }
    if name == DynamicLinking.section, linking == nil {
      var part = section
      linking = try DynamicLinking(&part)
    }
    let content = try section.take(section.remaining, name)
    if name == AuditableSection.name, auditedCrates == nil {
      auditedCrates = content.withUnsafeBytes { AuditableSection.crates($0) }
    }
  }

  /// WebAssembly tool conventions, "ProducersSection.md": fields, each with names and versions.
  private static func producers(_ section: WasmCursor) throws(PackagingError) -> [String: [String]] {
    var cursor = section
    var fields: [String: [String]] = [:]
    for _ in 0..<min(mostNotes, try cursor.count("producers")) {
      let field = try cursor.name("producers")
      for _ in 0..<min(mostNotes, try cursor.count("producers")) {
        let name = try cursor.name("producers")
        let version = try cursor.name("producers")
        fields[field, default: []].append(version.isEmpty ? name : "\(name) \(version)")
      }
    }
    return fields
  }

  /// WebAssembly tool conventions, "Linking.md", "Target Features Section": `+` used, `-` disallowed.
  private static func features(_ section: WasmCursor) throws(PackagingError) -> [String] {
    var cursor = section
    var features: [String] = []
    for _ in 0..<min(mostNotes, try cursor.count("target_features")) {
      let prefix = try cursor.byte("target_features")
      features.append("\(Character(UnicodeScalar(prefix)))\(try cursor.name("target_features"))")
    }
    return features
  }
}
