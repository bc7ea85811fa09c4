import Model

/// Every word that a selector can be.
struct KnownWords {
  /// Without patterns and cell ids, in the order of the documentation.
  let all: [String]
  let set: Set<String>
  let missingHosts: [String: HostKind]
  private let installs: [String: String]

  init(matrix: Matrix, probes: [Probe], runtimes: [Runtime], missing: [MissingRuntime]) {
    let groups = probes.compactMap { $0.id.split(separator: "/").first.map(String.init) }
    all =
      HostKind.allCases.map(\.rawValue) + (runtimes.map(\.id) + missing.map(\.id)) + matrix.targets.map(\.id)
      + groups + probes.map(\.id)
    set = Set(all)
    missingHosts = Dictionary(missing.map { ($0.id, $0.host) }, uniquingKeysWith: { first, _ in first })
    installs = Dictionary(missing.map { ($0.id, $0.install) }, uniquingKeysWith: { first, _ in first })
  }

  /// Why a known word has no cell.
  func emptiness(of word: String) -> String {
    if let install = installs[word] { return "`\(word)` isn't installed here; this installs it: \(install)" }
    guard HostKind(rawValue: word) != nil else { return "nothing of the matrix is asked under `\(word)`" }
    let ids = missingHosts.filter { $0.value.rawValue == word }.map(\.key).sorted()
    let hint = ids.first.flatMap { installs[$0] }.map { "; this installs \(ids[0]): \($0)" } ?? ""
    return "no target of the matrix runs in a `\(word)` host here\(hint)"
  }
}
