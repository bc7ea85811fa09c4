import Model

/// `package/entry-point` for wheels: does each extension module export the function that its import calls?
struct WheelEntryPoint {
  let wheel: Wheel

  var defects: [Defect] { wheel.extensionModules.compactMap(defect) }

  private func defect(_ module: ExtensionModule) -> Defect? {
    guard module.elf.hasSections, !module.hasEntryPoint else { return nil }
    let others = module.elf.entryPoints.prefix(3).joined(separator: ", ")
    return Defect(
      kind: "no-entry-point",
      message: "\(module.path) doesn't export PyInit_\(module.lastName), so it can't be imported"
        + (others.isEmpty ? "; it exports no PyInit_ function at all." : "; it exports \(others)."),
      member: module.path)
  }
}
