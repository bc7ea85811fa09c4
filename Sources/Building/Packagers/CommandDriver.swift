import Model

/// Any command line; the last line that it prints is the artifact's path.
struct CommandDriver: Driver {
  func versions(of build: Build, in environment: BuildEnvironment) -> [[String]] { [] }

  func make(at site: Site) async throws(BuildingError) -> Product {
    guard let line = site.build.command else { throw .missingCommand(target: site.target) }
    let command = ["/bin/sh", "-c", line]
    try await site.run(command)
    let last = try site.log.tail(1).first ?? ""
    let path = absolute(last.trimmed, in: site.folder)
    guard Folder.isFile(path) || site.kind.mayBeFolder && Folder.exists(path) else {
      throw site.noArtifact(command, expected: expected(site.kind), found: [last])
    }
    return Product(artifact: path)
  }

  private func expected(_ kind: ArtifactKind) -> String {
    "the path of a file\(kind.mayBeFolder ? " or a folder" : "") as the last line"
  }

  private func absolute(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : folder + "/" + path
  }
}

extension String {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
