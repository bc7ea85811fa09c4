/// `Tables/rustc-commits.json`: releases of rustc by the commit that paths of the standard library name, for binaries whose
/// `.comment` doesn't tell (rustc writes it since 1.73).
struct RustCommits: Sendable, Decodable {
  var commits: [String: String]

  /// `rustc 1.90.0`, or the commit where it is no release's that is known here.
  func name(of commit: String) -> String { "rustc \(commits[commit] ?? "of commit \(commit.prefix(9))")" }
}
