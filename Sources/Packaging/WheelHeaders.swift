import Model

/// The WHEEL file: its version, its tags' form, and whether it keeps binaries where it says.
struct WheelHeaders {
  let wheel: Wheel

  private var member: String { "\(wheel.distInfos.first ?? "")/WHEEL" }

  var defects: [Defect] {
    guard let headers = wheel.wheel else { return [] }
    return version(headers) + tags(headers) + root(headers)
  }

  private func version(_ headers: HeaderBlock) -> [Defect] {
    let text = headers.first("Wheel-Version") ?? ""
    guard let version = DottedVersion(parsing: text) else {
      return [defect("malformed-wheel-version", "WHEEL says Wheel-Version '\(text.prefix(40))', not 1.0.")]
    }
    // "A wheel installer … must fail if the major version is greater than the version it supports": PEP 427.
    guard version.major > 1 else { return [] }
    return [defect("wheel-version-unsupported", "WHEEL says Wheel-Version \(version); installers know 1.0.")]
  }

  private func tags(_ headers: HeaderBlock) -> [Defect] {
    let tags = headers.values("Tag")
    guard !tags.isEmpty else { return [defect("malformed-tag", "WHEEL has no Tag line; it needs at least one.")] }
    return tags.filter { WheelTag.expand($0) == nil }.map {
      defect("malformed-tag", "WHEEL has the Tag '\($0.prefix(80))', which is not python-abi-platform.")
    }
  }

  private func root(_ headers: HeaderBlock) -> [Defect] {
    switch headers.first("Root-Is-Purelib")?.lowercased() {
    case "false": return []
    case "true": return misplaced
    case let other:
      return [defect("malformed-root-is-purelib", "WHEEL says Root-Is-Purelib '\(other ?? "")', not true or false.")]
    }
  }

  private var misplaced: [Defect] {
    wheel.binaries.filter { !$0.path.contains(".data/") }.prefix(1).map { binary in
      Defect(
        kind: "binary-in-purelib", severity: .warning,
        message: "WHEEL says Root-Is-Purelib true, and \(binary.path) is for one platform only; it belongs in platlib.",
        member: binary.path)
    }
  }

  private func defect(_ kind: String, _ message: String) -> Defect {
    Defect(kind: kind, message: message, member: member)
  }
}
