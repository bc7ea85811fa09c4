#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A shell pattern over cell ids and probe ids, matched by fnmatch(3); `*` also crosses `/`.
package struct Glob: Sendable, Hashable {
  package let pattern: String

  package init(_ pattern: String) { self.pattern = pattern }

  package func matches(_ text: String) -> Bool { fnmatch(pattern, text, 0) == 0 }
}
