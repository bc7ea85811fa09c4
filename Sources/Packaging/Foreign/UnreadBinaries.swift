import Model

/// Binaries of macOS and Windows in a package, of which a question reads nothing: they are named, and never called clean.
struct UnreadBinaries {
  private let members: [ArchiveMember]

  init(_ members: [ArchiveMember]) {
    self.members = members.filter { $0.kind == .file && ($0.format == .machO || $0.format == .windows) }
  }

  var isEmpty: Bool { members.isEmpty }

  /// What Python imports: `x.pyd` on Windows; `.so` on macOS, but for libraries that were bundled.
  var modules: UnreadBinaries {
    UnreadBinaries(
      members.filter { member in
        let parts = member.path.split(separator: "/")
        return member.path.hasSuffix(".pyd")
          || (member.path.hasSuffix(".so") && parts.last?.hasPrefix("lib") == false && !parts.contains(".dylibs"))
      })
  }

  /// What Node loads.
  var addons: UnreadBinaries { UnreadBinaries(members.filter { $0.path.hasSuffix(".node") }) }

  /// What is loaded into somebody's process.
  var loaded: UnreadBinaries { UnreadBinaries(members.filter { !$0.path.hasSuffix(".exe") }) }

  /// One sentence for each format, about `what` of its files; none where there is no such file.
  func told(_ what: String) -> [Observation] {
    Dictionary(grouping: members, by: \.format).sorted { $0.key.rawValue < $1.key.rawValue }.compactMap {
      format, files in
      guard let first = files.map(\.path).min() else { return nil }
      let more = files.count > 1 ? " and \(files.count - 1) more" : ""
      return .unmeasured(
        "\(first.printable)\(more): \(files.count > 1 ? "they are \(format.rawValue) files" : "it is a \(format.rawValue) file"), "
          + "of which \(what) is not read")
    }
  }
}

extension Wheel {
  var unread: UnreadBinaries { UnreadBinaries(members) }
}

extension NodePackage {
  var unread: UnreadBinaries { UnreadBinaries(members) }
}

extension [Observation] {
  /// These, or that the question doesn't apply.
  func orSkip(_ reason: String) -> [Observation] { isEmpty ? [.skip(reason)] : self }
}
