/// A package where Node looks for it: `<site>/node_modules/<name>`.
package struct NodeModule: Sendable, Equatable {
  package var name: String
  /// Absolute path of the package's folder.
  package var folder: String
  /// Absolute path of the file that `require(name)` loads, or `import` where only that finds one; nil where neither does.
  package var entry: String?
}
