import Model

extension ReleasePart {
  /// Why nothing of it can be loaded on this machine, which runs Linux with glibc; nil where it may be tried.
  package var elsewhere: String? {
    guard !platforms.isEmpty, !platforms.contains(where: isHere) else { return nil }
    return "it is for \(platforms.joined(separator: ", ")), and this machine is Linux on \(Machine.hereName) with glibc"
  }

  private func isHere(_ platform: String) -> Bool {
    let words = platform.split(separator: " ").map(String.init)
    if kind == .wheel { return ["manylinux", "linux"].contains(words.first ?? "") && words.last == Machine.hereName }
    let excludes = words.contains { $0.hasPrefix("!") }
    let machines = words.compactMap { NodePlatform.machine(named: $0) }
    let fits = machines.isEmpty || Machine(named: Machine.hereName).map(machines.contains) ?? true
    return excludes
      || (fits && (words.contains("linux") || !words.contains(where: Self.systems.contains)))
        && !words.contains("musl")
  }

  /// `process.platform` of Node's "Process" page.
  private static let systems: Set<String> = ["aix", "android", "darwin", "freebsd", "openbsd", "sunos", "win32"]
}
