/// Which package cargo speaks of: https://doc.rust-lang.org/cargo/reference/pkgid-spec.html
struct PackageID: Sendable, Equatable {
  let name: String
  let version: String

  /// `registry+https://…#words@0.1.0`, or `path+file:///…/words#0.1.0` where the folder has the package's name.
  init?(_ text: String) {
    let parts = text.split(separator: "#", maxSplits: 1)
    guard parts.count == 2, let folder = parts[0].split(separator: "/").last else { return nil }
    let named = parts[1].split(separator: "@", maxSplits: 1)
    name = String(named.count == 2 ? named[0] : folder)
    version = String(named.count == 2 ? named[1] : parts[1])
  }
}
