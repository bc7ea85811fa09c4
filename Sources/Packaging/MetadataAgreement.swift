import Model

/// METADATA and the `.dist-info` folder against the file name: one project, one version.
struct MetadataAgreement {
  let wheel: Wheel

  private var folder: String { wheel.distInfos.first ?? "" }

  var defects: [Defect] { fileName + field("Name") + field("Version") + folderName + stray }

  private var fileName: [Defect] {
    guard wheel.file == nil else { return [] }
    return [
      Defect(
        kind: "malformed-file-name",
        message: "\(wheel.fileName) is not a wheel's file name: name-version(-build)-python-abi-platform.whl.")
    ]
  }

  private func field(_ name: String) -> [Defect] {
    let member = "\(folder)/METADATA"
    guard let value = wheel.metadata?.first(name), !value.isEmpty else {
      return [
        Defect(kind: "malformed-metadata", message: "METADATA has no \(name), which it must have.", member: member)
      ]
    }
    guard let file = wheel.file else { return [] }
    let inFile = name == "Name" ? file.distribution : file.version
    guard normalized(value, name) != normalized(inFile, name) else { return [] }
    return [
      Defect(
        kind: "\(name.lowercased())-mismatch",
        message: "METADATA says \(name.lowercased()) \(value.prefix(100)), the file name \(inFile).", member: member)
    ]
  }

  private func normalized(_ value: String, _ field: String) -> String {
    field == "Name" ? WheelFile.normalizedName(value) : WheelFile.normalizedVersion(value)
  }

  private var folderName: [Defect] {
    guard let file = wheel.file, wheel.distInfos.count == 1 else { return [] }
    let parts = folder.dropLast(".dist-info".count).split(separator: "-", maxSplits: 1).map(String.init)
    let agrees =
      parts.count == 2 && WheelFile.normalizedName(parts[0]) == WheelFile.normalizedName(file.distribution)
      && WheelFile.normalizedVersion(parts[1]) == WheelFile.normalizedVersion(file.version)
    guard !agrees else { return [] }
    return [
      Defect(
        kind: "dist-info-mismatch",
        message: "The folder is \(folder), the file name says \(file.distribution)-\(file.version).", member: folder)
    ]
  }

  private var stray: [Defect] {
    guard let line = wheel.metadata?.strayLines.first else { return [] }
    return [
      Defect(
        kind: "malformed-metadata", message: "METADATA has a line that is no field: '\(line.prefix(80))'.",
        member: "\(folder)/METADATA")
    ]
  }
}
