import FoundationEssentials

/// Cargo writes a Cargo.lock where there is none; the source tree is to stay as it was.
struct LockFile: Sendable {
  let path: String?
  private let wasThere: Bool

  init(path: String?) {
    self.path = path
    wasThere = path.map(Folder.isFile) ?? true
  }

  func restore() {
    if let path, !wasThere { Folder.remove(path) }
  }
}
