import FoundationEssentials

/// What `cargo build --message-format=json` printed: one JSON object a line.
struct CargoMessages: Sendable {
  let path: String

  /// https://doc.rust-lang.org/cargo/reference/external-tools.html#artifact-messages
  private struct Message: Decodable {
    let reason: String
    let packageID: String?
    let manifestPath: String?
    let target: Target?
    let filenames: [String]?

    struct Target: Decodable { let kind: [String] }

    private enum CodingKeys: String, CodingKey {
      case reason, target, filenames
      case packageID = "package_id"
      case manifestPath = "manifest_path"
    }
  }

  private static let librarySuffixes = [".so", ".dylib", ".dll"]

  /// The shared libraries that this crate came to; those of its dependencies are left out.
  func libraries(ofManifest manifest: String) throws(BuildingError) -> [String] {
    try files(ofManifest: manifest, kinds: ["cdylib"], suffixes: CargoMessages.librarySuffixes)
  }

  /// The wasm modules that this crate came to: a library's or a program's.
  func modules(ofManifest manifest: String) throws(BuildingError) -> [String] {
    try files(ofManifest: manifest, kinds: ["cdylib", "bin"], suffixes: [".wasm"])
  }

  /// The version of a dependency that was built; nil where there is none of that name.
  func version(ofCrate name: String) throws(BuildingError) -> String? {
    try artifacts().compactMap(\.packageID).lazy.compactMap(PackageID.init).first { $0.name == name }?.version
  }

  private func files(
    ofManifest manifest: String, kinds: [String], suffixes: [String]
  ) throws(BuildingError) -> [String] {
    try artifacts().filter { message in
      message.manifestPath == manifest && message.target?.kind.contains(where: kinds.contains) == true
    }
    .flatMap { $0.filenames ?? [] }
    .filter { file in suffixes.contains { file.hasSuffix($0) } }
  }

  private func artifacts() throws(BuildingError) -> [Message] {
    do {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      return try text.split(separator: "\n").filter { $0.hasPrefix("{") }
        .map { try JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
        .filter { $0.reason == "compiler-artifact" }
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}
