/// Whether what begins like a secret has a secret's form; each reads from the first byte of its prefix.
///
/// Nothing is guessed from how random a text looks.
struct SecretForm {
  /// From the prefix on, and what stands before it.
  let text: Slice<UnsafeRawBufferPointer>
  let before: UInt8?

  /// The length of the secret, and whether its issuer's checksum or structure holds; nil where it is none.
  typealias Finding = (length: Int, isProven: Bool)

  private func word(_ isPart: (UInt8) -> Bool, most: Int) -> [UInt8] { Array(text.prefix(most).prefix { isPart($0) }) }

  private var isInWord: Bool { before.map { isASCIIAlphanumeric($0) || "_-+/=".utf8.contains($0) } ?? false }

  /// `ghp_` and 36 letters and digits, of which the last six are the CRC-32 of those before in base 62.
  ///
  /// Source: GitHub, "Behind GitHub's new authentication token formats", 2021; npm's tokens have the same form.
  func checked(prefix: Int) -> Finding? {
    let token = Array(text.prefix(prefix + 37).dropFirst(prefix).prefix { isASCIIAlphanumeric($0) })
    guard !isInWord, token.count == 36,
      Base62.digits(of: CRC32.of(token.prefix(30)), count: 6) == Array(token.suffix(6))
    else { return nil }
    return (prefix + 36, true)
  }

  /// `github_pat_`, 22 letters and digits, an underscore and 59 more.
  var fineGrained: Finding? {
    let prefix = 11
    let token = Array(text.prefix(prefix + 83).dropFirst(prefix).prefix { isASCIIAlphanumeric($0) || $0 == 0x5f })
    guard !isInWord, token.count == 82, token.firstIndex(of: 0x5f) == 22, token.count(where: { $0 == 0x5f }) == 1,
      Set(token).count > 12
    else { return nil }
    return (prefix + 82, false)
  }

  /// Four letters and 16 more of base 32, of which AWS's own examples end in EXAMPLE.
  var awsKey: Finding? {
    let token = word({ (0x41...0x5a).contains($0) || (0x32...0x37).contains($0) }, most: 21)
    let next = text.dropFirst(20).first
    let goesOn = next.map { isASCIIAlphanumeric($0) || "_-+/=".utf8.contains($0) } ?? false
    guard !isInWord, token.count == 20, !goesOn, !token.suffix(7).elementsEqual("EXAMPLE".utf8), Set(token).count > 8,
      token.dropFirst(4).contains(where: { $0 < 0x41 })
    else { return nil }
    return (20, false)
  }

  /// A macaroon: packets of version 2 with the location `pypi.org` and a UUID for identifier, behind `pypi-`.
  ///
  /// Source: libmacaroons, "doc/format.txt"; PyPI's help, "What are API tokens".
  var pypiToken: Finding? {
    let token = word({ isASCIIAlphanumeric($0) || $0 == 0x2d || $0 == 0x5f }, most: 400)
    guard !isInWord, token.count >= 120, let bytes = URLSafeBase64.decode(Array(token.dropFirst(5))) else { return nil }
    let start: [UInt8] = [2, 1]
    guard bytes.starts(with: start), bytes.count > 60, let length = bytes.dropFirst(2).first, length < 32 else {
      return nil
    }
    let rest = bytes.dropFirst(3 + Int(length))
    guard rest.first == 2, rest.dropFirst().first == 36 else { return nil }
    let identifier = rest.dropFirst(2).prefix(36)
    guard identifier.count(where: { $0 == 0x2d }) == 4,
      identifier.allSatisfy({ $0 == 0x2d || (isASCIIAlphanumeric($0) && $0 <= 0x66) })
    else { return nil }
    return (token.count, true)
  }

  /// Header and payload that are JSON objects, the header with an `alg`, and a signature of 32 bytes at least: RFC 7519 and
  /// 7515. The one of jwt.io and of every tutorial is none.
  var webToken: Finding? {
    let token = word({ isASCIIAlphanumeric($0) || "-_.".utf8.contains($0) }, most: 4096)
    let parts = token.split(separator: 0x2e, omittingEmptySubsequences: false)
    guard !isInWord, parts.count == 3, parts[2].count >= 43, let header = Self.object(parts[0]),
      let payload = Self.object(parts[1]), let algorithm = header["alg"]?.string, algorithm.lowercased() != "none",
      payload["sub"]?.string != "1234567890"
    else { return nil }
    return (token.count, false)
  }

  private static func object(_ part: ArraySlice<UInt8>) -> OrderedJSON? {
    guard let bytes = URLSafeBase64.decode(Array(part)), let json = try? JSONReader.read(bytes, what: "token"),
      json.object != nil
    else { return nil }
    return json
  }

  /// PEM (RFC 7468) with a body that begins as an unencrypted key does: an ASN.1 sequence, or OpenSSH's own format.
  var privateKey: Finding? {
    let most = 16 << 10
    let text = text.prefix(most)
    guard let label = Self.label(text), label.hasSuffix("PRIVATE KEY"), !label.contains("ENCRYPTED") else { return nil }
    let body = text.dropFirst(16 + label.utf8.count)
    guard let end = Self.end(of: body) else { return nil }
    let digits = Self.digits(body[..<end])
    guard let digits, digits.count >= 60 else { return nil }
    let start = String(decoding: digits.prefix(20), as: UTF8.self)
    guard start.hasPrefix("M") || start.hasPrefix("b3BlbnNzaC1rZXktdjE"), Set(digits).count > 20 else { return nil }
    return (end - text.startIndex + 16, false)
  }

  /// `RSA PRIVATE KEY` of `-----BEGIN RSA PRIVATE KEY-----`.
  private static func label(_ text: Slice<UnsafeRawBufferPointer>) -> String? {
    let label = text.dropFirst(11).prefix(40).prefix { $0 != 0x2d }
    let dashes = text.dropFirst(11 + label.count).prefix(5)
    guard dashes.count == 5, dashes.allSatisfy({ $0 == 0x2d }) else { return nil }
    return String(decoding: label, as: UTF8.self)
  }

  private static func end(of body: Slice<UnsafeRawBufferPointer>) -> Int? {
    var rest = body
    while let dash = rest.firstIndex(of: 0x2d) {
      if rest[dash...].starts(with: "-----END ".utf8) { return dash }
      rest = rest[dash...].dropFirst()
    }
    return nil
  }

  /// The digits of base 64, also of a key in quotes of a program, with `\n` for its lines; nil where anything else is there.
  private static func digits(_ body: Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
    var digits: [UInt8] = []
    var escaped = false
    for byte in body {
      if escaped {
        escaped = false
        guard "nrt\\\n".utf8.contains(byte) else { return nil }
      } else if byte == 0x5c {
        escaped = true
      } else if isASCIIAlphanumeric(byte) || "+/=".utf8.contains(byte) {
        digits.append(byte)
      } else if !" \t\r\n\"',".utf8.contains(byte) {
        return nil
      }
    }
    return digits
  }
}

/// The checksum of zip, gzip and GitHub's tokens: polynomial 0xEDB88320, reflected.
enum CRC32 {
  static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { checksum, byte in
      (0..<8).reduce(checksum ^ UInt32(byte)) { value, _ in value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1 }
    }
  }
}

enum Base62 {
  private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  static func digits(of number: UInt32, count: Int) -> [UInt8] {
    var rest = Int(number)
    let digits = (0..<count).map { _ in
      defer { rest /= 62 }
      return alphabet[rest % 62]
    }
    return digits.reversed()
  }
}
