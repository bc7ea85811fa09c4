extension WheelTag {
  /// Whether a CPython of this version installs it.
  ///
  /// PEP 425: what is written in Python fits its version and later ones, and so does an abi3 wheel. PEP 703 and 803: a
  /// free-threaded CPython has an ABI of its own, and a stable one from 3.15 on.
  package func fits(_ version: DottedVersion, isFreeThreaded: Bool) -> Bool {
    if python == "py3" { return true }
    let digits = python.drop { $0.isLetter }
    guard digits.first == "3", let minor = Int(digits.dropFirst()) else { return false }
    if python.hasPrefix("py") { return minor <= version.minor }
    guard python.hasPrefix("cp") else { return false }
    switch abi {
    case "abi3": return !isFreeThreaded && minor <= version.minor
    case "abi3t": return isFreeThreaded && minor <= version.minor
    case "none": return minor == version.minor
    default: return minor == version.minor && abi.hasSuffix("t") == isFreeThreaded
    }
  }
}
