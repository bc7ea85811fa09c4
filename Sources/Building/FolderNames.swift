import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The names in a folder one after the other, as the system hands them out: a million of them are never held at once.
package struct FolderNames: ~Copyable {
  private let listing: OpaquePointer

  /// Nil where it can't be listed; `errno` says why.
  package init?(_ path: String) {
    guard let listing = opendir(path) else { return nil }
    self.listing = listing
  }

  deinit { closedir(listing) }

  /// Without `.` and `..`; bytes that are no UTF-8 are replaced, so that such a name leads nowhere.
  package mutating func next() -> String? {
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name.0) { String(cString: $0) }
      if name != "." && name != ".." { return name }
    }
    return nil
  }
}
