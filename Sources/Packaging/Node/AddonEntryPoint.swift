import Model

/// `package/entry-point` for one `.node` file: would Node find its registration, and a Node-API that it knows?
struct AddonEntryPoint {
  let addon: Addon
  let abi: NodeABI

  var defects: [Defect] { addon.image.tellsSymbols ? registration + version : [] }

  private var registration: [Defect] {
    let found = addon.registrations
    if found.isEmpty {
      return [
        defect(
          "no-registration",
          "\(addon.path) exports no napi_register_module_v1 and calls neither napi_module_register nor "
            + "node_module_register, so that Node says 'Module did not self-register'.")
      ]
    }
    guard found.contains(.symbol), found.contains(.constructor) else { return [] }
    return [
      defect(
        "registers-twice",
        "\(addon.path) exports napi_register_module_v1 and calls napi_module_register too; Node takes the one that was "
          + "called and passes over the other.", severity: .warning)
    ]
  }

  /// NAPI_VERSION 0x7fffffff is NAPI_EXPERIMENTAL: js_native_api.h.
  private var version: [Defect] {
    guard let declared = addon.declaredNodeAPI else { return [] }
    if declared == 0x7fff_ffff {
      return [
        defect(
          "node-api-experimental",
          "\(addon.path) is built with NAPI_EXPERIMENTAL, whose functions change from one release of Node to the next; "
            + "build it with a NAPI_VERSION.", severity: .warning)
      ]
    }
    return understated(declared)
  }

  /// Node gives an addon the behaviour of the version that it declares, and the functions it has.
  private func understated(_ declared: Int) -> [Defect] {
    guard let newest = addon.newestFunction(abi), newest.version > max(declared, 8) else { return [] }
    return [
      defect(
        "node-api-understated",
        "\(addon.path) declares Node-API \(declared) and calls \(newest.name), which came with \(newest.version); build "
          + "it with NAPI_VERSION=\(newest.version).", severity: .warning)
    ]
  }

  private func defect(_ kind: String, _ message: String, severity: Severity = .error) -> Defect {
    Defect(kind: kind, severity: severity, message: message, member: addon.path)
  }
}
