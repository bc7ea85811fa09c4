extension String {
  /// What stands between its slashes, as the system takes a path apart: by bytes. A Swift character may be a slash and an
  /// accent that follows it, and hides the slash.
  func pathComponents(omittingEmpty: Bool = true, _ isSeparator: (UInt8) -> Bool = { $0 == 0x2f }) -> [Substring] {
    utf8.split(omittingEmptySubsequences: omittingEmpty, whereSeparator: isSeparator).map(Substring.init)
  }

  /// The same of its first byte.
  var isAbsolutePath: Bool { utf8.first == 0x2f }
}
