import Model

/// One positional word of the command line, as all that it can mean.
struct Selector {
  let text: String
  /// True where something is called so, whether or not it has a cell here.
  let isKnown: Bool
  private let host: HostKind?
  private let glob: Glob

  init(_ text: String, words: KnownWords) {
    self.text = text
    isKnown = words.set.contains(text)
    host = HostKind(rawValue: text)
    glob = Glob(text)
  }

  func selects(_ cell: Cell, id: String, words: KnownWords) -> Bool {
    if cell.id.target == text || cell.id.runtime == text || cell.probe.id == text { return true }
    if isGroup(of: cell.probe.id) || (host != nil && self.selects(hostOf: cell, words: words)) { return true }
    return !isKnown && (glob.matches(id) || glob.matches(cell.probe.id))
  }

  private func isGroup(of probe: String) -> Bool {
    probe.utf8.count > text.utf8.count && probe.utf8.starts(with: text.utf8)
      && probe.utf8.dropFirst(text.utf8.count).first == UInt8(ascii: "/")
  }

  /// A host kind also stands for what is asked of the packages that it loads.
  private func selects(hostOf cell: Cell, words: KnownWords) -> Bool {
    guard let host else { return false }
    guard let runtime = cell.id.runtime else { return cell.target.kind.hosts.contains(host) }
    return (cell.runtime?.host ?? words.missingHosts[runtime]) == host
  }
}
