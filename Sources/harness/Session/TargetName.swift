import Foundation

/// What the target of a file is called: `rpds_py-0.30.0`, name and version, as far as the file name has them.
///
/// `isWhole` keeps a wheel's whole name, which tells the files of a release apart.
func targetName(of path: String, isWhole: Bool = false) -> String {
  let name = (path as NSString).lastPathComponent
  let words = name.split(separator: "-").prefix(2).joined(separator: "-")
  let told = name.hasSuffix(".whl") ? (isWhole ? String(name.dropLast(4)) : words) : name
  return told.replacing("/", with: "_").replacing("*", with: "_")
}
