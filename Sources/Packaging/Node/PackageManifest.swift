/// The fields of a `package.json` that npm and Node go by: npm's "package.json" page, Node's "Modules: Packages".
package struct PackageManifest: Sendable, Equatable {
  package var json: OrderedJSON

  package init(_ json: OrderedJSON) { self.json = json }

  package var name: String? { json["name"]?.string }
  package var version: String? { json["version"]?.string }
  package var main: String? { json["main"]?.string }
  package var module: String? { json["module"]?.string }
  package var isESM: Bool { json["type"]?.string == "module" }
  package var exports: OrderedJSON? { json["exports"] == .null ? nil : json["exports"] }
  /// `types`, or `typings`, which TypeScript takes for the same.
  package var types: String? { (json["types"] ?? json["typings"])?.string }
  package var files: [String] { json["files"]?.array?.compactMap(\.string) ?? [] }
  package var os: [String] { json["os"]?.strings ?? [] }
  package var cpu: [String] { json["cpu"]?.strings ?? [] }
  package var libc: [String] { json["libc"]?.strings ?? [] }
  /// `engines.node`, a range of versions.
  package var nodeRange: String? { json["engines"]?["node"]?.string }
  package var dependencies: [String] { json["dependencies"]?.object?.map(\.key) ?? [] }
  /// An SPDX expression, or an object of packages of long ago.
  package var licence: String? { (json["license"]?.string ?? json["license"]?["type"]?.string)?.printable }

  /// `name@range`; what the user has to install beside it says so.
  package var requirements: [String] {
    [("dependencies", ""), ("peerDependencies", " (peer)")].flatMap { key, note in
      (json[key]?.object ?? []).map { "\($0.key)@\($0.value.string ?? "*")\(note)".printable }
    }
  }
  package var optionalDependencies: [String] { json["optionalDependencies"]?.object?.map(\.key) ?? [] }
  /// napi-rs's settings; prebuildify and node-pre-gyp have theirs in `binary`.
  package var hasNapiSettings: Bool { json["napi"] != nil || json["binary"] != nil }

  /// Commands that the package declares: `bin` as a string, or as an object of them.
  package var bins: [String] {
    let bin = json["bin"]
    return bin?.string.map { [$0] } ?? bin?.object?.compactMap(\.value.string) ?? []
  }

  /// The package makes its binary where it is installed, so that what it ships needn't fit everywhere.
  package var isBuiltOnInstall: Bool {
    let scripts = json["scripts"]
    return json["gypfile"] == .bool(true)
      || ["preinstall", "install", "postinstall"].contains { scripts?[$0]?.string != nil }
  }
}

extension PackageManifest {
  /// One part of a package's name, as npm's validate-npm-package-name takes it: URL-safe, without a leading `.` or `_`.
  private static func isNamePart(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "_") else { return false }
    return text.utf8.allSatisfy { isASCIIAlphanumeric($0) || "-_.!~*'()".utf8.contains($0) }
  }

  /// `name` or `@scope/name`, of at most 214 characters, and no folder of Node's own.
  package static func isName(_ text: String) -> Bool {
    guard text.utf8.count <= 214, !["node_modules", "favicon.ico"].contains(text.lowercased()) else { return false }
    guard text.hasPrefix("@") else { return isNamePart(text) }
    let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { isNamePart($0) }
  }

  /// "Semantic Versioning 2.0.0", clause 2, 9 and 10; npm also takes a leading `v` or `=`.
  package static func isVersion(_ text: String) -> Bool {
    guard text.utf8.count <= 256 else { return false }
    let number = /(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)/
    guard let match = text.prefixMatch(of: number) else { return false }
    return text[match.range.upperBound...].wholeMatch(of: /(-[0-9A-Za-z.\-]+)?(\+[0-9A-Za-z.\-]+)?/) != nil
  }
}
