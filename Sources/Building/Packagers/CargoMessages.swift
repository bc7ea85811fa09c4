import FoundationEssentials

/// What `cargo build --message-format=json` printed: one JSON object a line.
struct CargoMessages: Sendable {
  let path: String

  /// https://doc.rust-lang.org/cargo/reference/external-tools.html#artifact-messages
  private struct Message: Decodable {
    let reason: String
    let manifestPath: String?
    let target: Target?
    let filenames: [String]?

    struct Target: Decodable { let kind: [String] }

    private enum CodingKeys: String, CodingKey {
      case reason, target, filenames
      case manifestPath = "manifest_path"
    }
  }

  private static let librarySuffixes = [".so", ".dylib", ".dll"]

  /// The shared libraries that this crate came to; those of its dependencies are left out.
  func libraries(ofManifest manifest: String) throws(BuildingError) -> [String] {
    try messages().filter { message in
      message.reason == "compiler-artifact" && message.target?.kind.contains("cdylib") == true
        && message.manifestPath == manifest
    }
    .flatMap { $0.filenames ?? [] }
    .filter { file in CargoMessages.librarySuffixes.contains { file.hasSuffix($0) } }
  }

  private func messages() throws(BuildingError) -> [Message] {
    do {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      return try text.split(separator: "\n").filter { $0.hasPrefix("{") }
        .map { try JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}
