/// Text in a package that opens something: a private key, a token.
package struct Secret: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    case privateKey = "private key"
    case awsKey = "AWS access key id"
    case githubToken = "GitHub token"
    case npmToken = "npm token"
    case pypiToken = "PyPI token"
    case webToken = "JSON Web Token"
    case password = "password"
    case settings = "environment file"
  }

  package var kind: Kind
  package var member: String
  /// `line 12`, `byte 4096 of .rodata`
  package var place: String
  /// Its beginning and its length, never the whole: `ghp_…, 40 characters`.
  package var excerpt: String
  /// It carries a checksum or a structure of its issuer's, which holds: no chance makes that.
  package var isProven: Bool
}

extension Secret {
  /// A test's key opens nothing that its test doesn't make; it is told and no finding.
  package var isTests: Bool {
    let parts = member.lowercased().split(separator: "/")
    let folders: Set<Substring> = [
      "test", "tests", "testing", "__tests__", "spec", "fixtures", "testdata", "test-data",
    ]
    let name = parts.last ?? ""
    return parts.dropLast().contains { folders.contains($0) || $0.hasPrefix("test_") || $0.hasSuffix("_tests") }
      || name.hasPrefix("test_") || name.hasPrefix("conftest") || name.contains(".test.") || name.contains(".spec.")
  }
}
