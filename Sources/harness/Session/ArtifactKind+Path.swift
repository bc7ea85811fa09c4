import Building
import Foundation
import Model

extension ArtifactKind {
  /// The kind of a file or folder that somebody else built, by its name and, for a folder, by what lies in it.
  init?(path: String) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    guard let kind = isFolder.boolValue ? ArtifactKind.ofFolder(path) : .ofFile(path) else { return nil }
    self = kind
  }

  private static func ofFile(_ path: String) -> ArtifactKind? {
    let name = (path as NSString).lastPathComponent
    let endings: [String: ArtifactKind] = [
      "whl": .wheel, "so": .cABI, "node": .nodeAddon, "tgz": .nodeAddon, "wasm": .wasm,
    ]
    return endings[(name as NSString).pathExtension] ?? (name.contains(".so.") ? .cABI : nil)
  }

  /// A bundle may have a package.json, too: wasm-pack writes one.
  private static func ofFolder(_ path: String) -> ArtifactKind? {
    guard var listing = FolderNames(path) else { return nil }
    var hasManifest = false
    while let name = listing.next() {
      if name.hasSuffix(".wasm") { return .wasm }
      hasManifest = hasManifest || name == "package.json"
    }
    return hasManifest ? .nodeAddon : nil
  }
}
