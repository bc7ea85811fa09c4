/// Files in which tools keep passwords, by name: what of them is in a package came there from somebody's folder.
enum SettingsFile {
  private static let most = 1000

  static func secrets(in text: String, member: String) -> [Secret] {
    let name = member.split(separator: "/").last.map(String.init) ?? member
    let lines = text.split(whereSeparator: \.isNewline).prefix(most)
    return lines.enumerated().compactMap { index, line -> Secret? in
      guard let (kind, key) = secret(in: String(line), of: name) else { return nil }
      return Secret(kind: kind, member: member, place: "line \(index + 1)", excerpt: "\(key)=…", isProven: false)
    }.prefix(1).map(\.self)
  }

  /// What the line sets, where that is a secret of such a file.
  private static func secret(in line: String, of name: String) -> (Secret.Kind, String)? {
    switch name {
    case ".npmrc": return value(line, of: ["_authToken", "_password", "_auth"]).map { (.password, $0) }
    case ".pypirc": return value(line, of: ["password"]).map { (.password, $0) }
    case ".netrc", "_netrc": return line.contains("password ") ? (.password, "password") : nil
    case ".git-credentials": return line.contains("://") && line.contains("@") ? (.password, "https://…@") : nil
    case ".env", ".env.local", ".env.production", ".env.development":
      return value(line, of: nil).map { (.settings, $0) }
    default: return nil
    }
  }

  /// The key, where it is one of these (all of a file's, for nil) and its value is written out: no `${TOKEN}`, no `<token>`.
  private static func value(_ line: String, of keys: [String]?) -> String? {
    let trimmed = line.drop { $0 == " " }
    guard !trimmed.hasPrefix("#"), !trimmed.hasPrefix(";"), let equals = trimmed.firstIndex(of: "=") else { return nil }
    // `//registry.example/:_authToken=`
    let key = trimmed[..<equals].split(separator: ":").last.map { String($0).replacing(" ", with: "") } ?? ""
    let value = trimmed[equals...].dropFirst().drop { " \"'".contains($0) }
    guard let first = value.first, !"$<%{*".contains(first), keys?.contains(key) ?? true, !key.isEmpty else {
      return nil
    }
    return key.printable
  }
}
