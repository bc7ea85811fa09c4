import Crypto
import Model

/// What a package's other members tell of its making, read as they go by: SBOMs, secrets, where it was packed.
package struct PackageNotes: Sendable, Equatable {
  package private(set) var bills: [SoftwareBill] = []
  package private(set) var secrets: [Secret] = []
  /// Hashes of what has to be the same in all files of a release, whatever ends its lines: stubs and entry points.
  package private(set) var digests: [String: String] = [:]
  /// SBOMs that can't be read.
  package private(set) var damage: [Defect] = []

  /// Bytes kept of a member that is no binary; of larger ones nothing is read.
  static let mostText = 4 << 20
  /// The SBOM of 360 crates has 470 KB.
  private static let mostBill = 8 << 20
  private static let mostSecrets = 200
  private static let mostBills = 100
  private static let mostDigests = 20_000

  init() {}

  /// Text of any name may have a secret in it.
  static func wish(_ path: String, _ format: ArchiveMember.Format) -> MemberWish {
    guard format == .other else { return .nothing }
    return .glance(atMost: isBill(path) ? mostBill : mostText)
  }

  /// PEP 770's folder; elsewhere, the endings that CycloneDX and SPDX recommend.
  static func isBill(_ path: String) -> Bool {
    let lower = path.lowercased()
    guard lower.hasSuffix(".json") else { return false }
    return lower.contains(".dist-info/sboms/")
      || [".cdx.json", ".cyclonedx.json", ".spdx.json", "/bom.json", "/sbom.json"].contains(where: lower.hasSuffix)
      || lower == "bom.json" || lower == "sbom.json"
  }

  /// What one member tells.
  init(of content: [UInt8], at path: String) {
    if Self.isBill(path) { takeBill(path, content) }
    if path.hasSuffix(".pyi") || path.hasSuffix(".dist-info/entry_points.txt") { takeDigest(path, content) }
    content.withUnsafeBytes { secrets += SecretSearch.secrets(in: $0, member: path.printable, isText: true) }
    let name = path.split(separator: "/").last ?? ""
    if name.hasPrefix(".") || name == "_netrc", content.count < 1 << 16 {
      secrets += SettingsFile.secrets(in: String(decoding: content, as: UTF8.self), member: path.printable)
    }
  }

  private mutating func takeDigest(_ path: String, _ content: [UInt8]) {
    let digest = SHA256.hash(data: content.filter { $0 != 0x0d })
    digests[path] = digest.hexadecimal
  }

  mutating func add(_ other: PackageNotes) {
    bills += other.bills.prefix(max(0, Self.mostBills - bills.count))
    secrets += other.secrets.prefix(max(0, Self.mostSecrets - secrets.count))
    if digests.count < Self.mostDigests { digests.merge(other.digests) { first, _ in first } }
    damage += other.damage.prefix(max(0, Self.mostBills - damage.count))
  }

  mutating func takeConstants(of binary: ELFFile, at path: String) { takeConstants(binary.notes.secrets, at: path) }

  mutating func takeConstants(_ found: [Secret], at path: String) {
    guard secrets.count < Self.mostSecrets else { return }
    secrets += found.map { secret in
      var secret = secret
      secret.member = path.printable
      return secret
    }
  }

  private mutating func takeBill(_ path: String, _ content: [UInt8]) {
    do throws(PackagingError) {
      if let bill = try SoftwareBill(content, path: path.printable) {
        bills.append(bill)
      } else {
        damage.append(Self.defect(path, "it is neither a CycloneDX nor an SPDX document"))
      }
    } catch { damage.append(Self.defect(path, error.description)) }
  }

  private static func defect(_ path: String, _ reason: String) -> Defect {
    Defect(
      kind: "malformed-sbom", severity: .warning,
      message:
        "\(path) is in the place of an SBOM and can't be read as one: \(reason). Scanners find no component in it.",
      member: path)
  }
}
