/// An SBOM in the package: CycloneDX or SPDX as JSON.
///
/// Sources: PEP 770 for its place in a wheel; CycloneDX 1.7 and SPDX 2.3, their JSON schemas.
package struct SoftwareBill: Sendable, Equatable {
  package var path: String
  /// `CycloneDX 1.5`
  package var format: String
  package var components: [Component]

  package struct Component: Sendable, Hashable {
    package var name: String
    package var version: String
    /// `cargo` of `pkg:cargo/pyo3@0.28.2`; nil where it has no package URL.
    package var ecosystem: String?
  }

  /// A folder of the machine that packed it: `file:///home/joe/words` of a component that was at hand.
  package var folders: [String]

  private static let most = 20_000

  /// Errors: `malformedJSON`. Nil for JSON that is no SBOM.
  init?(_ bytes: [UInt8], path: String) throws(PackagingError) {
    let json = try JSONReader.read(bytes, what: path)
    self.path = path
    if json["bomFormat"]?.string == "CycloneDX" {
      format = "CycloneDX \(json["specVersion"]?.string?.printable ?? "")"
      components = Self.cycloneDX(json["components"]?.array ?? [])
    } else if let version = json["spdxVersion"]?.string {
      format = version.replacing("-", with: " ").printable
      components = Self.spdx(json["packages"]?.array ?? [])
    } else {
      return nil
    }
    folders = Self.folders(bytes)
  }

  /// Components may have components.
  private static func cycloneDX(_ values: [OrderedJSON]) -> [Component] {
    var found: [Component] = []
    var rest = Array(values.reversed())
    while let value = rest.popLast(), found.count < most {
      if let name = value["name"]?.string {
        found.append(component(name, value["version"]?.string, value["purl"]?.string))
      }
      rest += (value["components"]?.array ?? []).reversed()
    }
    return found
  }

  private static func spdx(_ values: [OrderedJSON]) -> [Component] {
    values.prefix(most).compactMap { value in
      let references = value["externalRefs"]?.array ?? []
      let purl = references.first { $0["referenceType"]?.string == "purl" }?["referenceLocator"]?.string
      return value["name"]?.string.map { component($0, value["versionInfo"]?.string, purl) }
    }
  }

  private static func component(_ name: String, _ version: String?, _ purl: String?) -> Component {
    let ecosystem = purl.flatMap { $0.hasPrefix("pkg:") ? $0.dropFirst(4).split(separator: "/").first : nil }
    return Component(
      name: name.printable, version: (version ?? "").printable, ecosystem: ecosystem.map { String($0).printable })
  }

  private static func folders(_ bytes: [UInt8]) -> [String] {
    var found: Set<String> = []
    bytes.withUnsafeBytes { buffer in
      TextSearch(["file:///home/", "file:///Users/"]).forEachMatch(in: buffer) { index, start in
        let needle: Needle = index == 0 ? .homeFolders : .macHomeFolders
        let end = start + 7 + needle.rawValue.utf8.count
        let rest = buffer[end..<min(buffer.count, end + BuildPath.most)]
        if let folder = BuildPath.folder(of: needle, followed: rest, isWhole: true), found.count < 100 {
          found.insert(folder)
        }
      }
    }
    return found.sorted()
  }
}
