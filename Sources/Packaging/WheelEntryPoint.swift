import Model

/// `package/entry-point` for wheels: does each extension module export the function that its import calls?
struct WheelEntryPoint {
  let wheel: Wheel

  var defects: [Defect] { once(wheel.loadedModules.compactMap(defect)) }

  /// No Python before 3.15 takes the wheel.
  private var isForModuleExports: Bool {
    !wheel.tags.isEmpty
      && wheel.tags.allSatisfy { $0.python.hasPrefix("cp3") && (Int($0.python.dropFirst(3)) ?? 0) >= 15 }
  }

  private func defect(_ module: LoadedModule) -> Defect? {
    let (image, name) = (module.image, module.name.last)
    guard image.tellsSymbols, !image.hasEntryPoint(of: name),
      !(isForModuleExports && image.hasModuleExport(of: name))
    else { return nil }
    let others = image.entryPoints.prefix(3).joined(separator: ", ")
    return Defect(
      kind: "no-entry-point",
      message: "\(module.path) doesn't export PyInit_\(name), so it can't be imported"
        + (others.isEmpty ? "; it exports no PyInit_ function at all." : "; it exports \(others)."),
      member: module.path)
  }
}
