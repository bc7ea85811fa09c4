import Foundation

/// Finds secrets by what each kind begins with, in one pass over a text or a binary's constants.
struct SecretSearch {
  /// In one member; a file of keys has thousands.
  private static let most = 20
  /// Occurrences that are looked at: a hostile file has nothing else in it.
  private static let mostCandidates = 2000

  private static let prefixes: [(text: String, kind: Secret.Kind)] =
    [
      ("-----BEGIN ", .privateKey), ("AKIA", .awsKey), ("ASIA", .awsKey), ("github_pat_", .githubToken),
      ("npm_", .npmToken),
    ]
    + ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"].map { ($0, Secret.Kind.githubToken) }
    + [("pypi-AgE", .pypiToken), ("eyJ", .webToken)]
  private static let search = TextSearch(prefixes.map(\.text))

  /// `isText` counts lines; a binary's places are bytes.
  static func secrets(in bytes: UnsafeRawBufferPointer, member: String, isText: Bool) -> [Secret] {
    var found: [Secret] = []
    var candidates = 0
    var covered = 0
    search.forEachMatch(in: bytes) { index, start in
      candidates += 1
      guard candidates <= mostCandidates, found.count < most, start >= covered else { return }
      let form = SecretForm(text: bytes[start...], before: start > 0 ? bytes[start - 1] : nil)
      guard let secret = form.finding(prefixes[index].kind, prefixes[index].text.utf8.count) else { return }
      covered = start + secret.length
      let place = isText ? "line \(1 + bytes[..<start].count { $0 == 0x0a })" : "byte \(start) of .rodata"
      found.append(
        Secret(
          kind: prefixes[index].kind, member: member, place: place,
          excerpt: excerpt(prefixes[index].kind, bytes[start..<min(bytes.count, start + secret.length)]),
          isProven: secret.isProven))
    }
    return found
  }

  /// The prefix, which is no secret, and the length.
  private static func excerpt(_ kind: Secret.Kind, _ text: Slice<UnsafeRawBufferPointer>) -> String {
    if kind == .privateKey {
      let line = text.prefix(60).prefix { $0 != 0x0a && $0 != 0x5c && $0 != 0x0d }
      return "\(String(decoding: line, as: UTF8.self).printable), \(text.count) characters"
    }
    let shown = kind == .webToken ? 3 : kind == .pypiToken ? 5 : 4
    return "\(String(decoding: text.prefix(shown), as: UTF8.self))…, \(text.count) characters"
  }
}

extension SecretForm {
  fileprivate func finding(_ kind: Secret.Kind, _ prefix: Int) -> Finding? {
    switch kind {
    case .privateKey: privateKey
    case .awsKey: awsKey
    case .githubToken: prefix == 4 ? checked(prefix: 4) : fineGrained
    case .npmToken: checked(prefix: 4)
    case .pypiToken: pypiToken
    case .webToken: webToken
    case .password, .settings: nil
    }
  }
}
