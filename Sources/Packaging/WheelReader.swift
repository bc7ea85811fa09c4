import Model

/// Reads a wheel in one pass, running and extracting nothing.
///
/// Errors: `unreadable`, `notAZip`, `truncatedZip`; what is wrong inside a readable zip is in `damage`, or for the probes.
package func readWheel(at path: String, limits: ArchiveLimits = ArchiveLimits()) throws(PackagingError) -> Wheel {
  let stubs = try WheelStubs(path, limits: limits)
  let archive = try ZipReader.read(path, limits: limits, handling: WheelPart.handling(limits, stubs))
  var contents = WheelContents(limits: limits)
  for (member, part) in archive.members { contents.take(member, part) }
  let fileName = path.split(separator: "/").last.map(String.init) ?? path
  var wheel = contents.wheel(fileName: fileName, size: archive.size, damage: archive.damage)
  wheel.stubs = stubs.extensions
  wheel.uniFFI = try UniFFIBindings.read(wheel, at: path, limits: limits)
  return wheel
}

/// What is kept of a member: made where it is unpacked, so that large ones are parsed side by side. Boxed, since most
/// members have none.
private indirect enum WheelPart: Sendable {
  case text(String, isUTF8: Bool)
  /// There is more text than is read.
  case overBudget
  case binary(Result<ELFFile, PackagingError>)
  case foreign(Result<[ForeignImage], PackagingError>)
  case module(Result<WasmModule, PackagingError>)
  case notes(PackageNotes)

  static func handling(_ limits: ArchiveLimits, _ stubs: WheelStubs) -> MemberHandling<WheelPart> {
    let (budget, binaries) = (MemberBudget(limits.text), MemberBudget(limits.binaries))
    let instructions = limits.instructions(forEachOf: stubs.binaryCount)
    return MemberHandling(
      wish: { member, format in
        if format.isNative { return binaries.spend(1) ? .file(atMost: limits.binary) : .nothing }
        if format == .wasm { return .bytes(atMost: limits.module) }
        return WheelContents.isInformation(member.path)
          ? .bytes(atMost: limits.text) : PackageNotes.wish(member.path, format)
      },
      parse: { member, content in
        WheelPart(member, content, budget, seeking: stubs.texts(for: member.path), decoding: instructions)
      })
  }

  private init?(
    _ member: ArchiveMember, _ content: KeptContent, _ budget: MemberBudget, seeking texts: [String],
    decoding instructions: Int
  ) {
    switch content {
    case .nothing: return nil
    case .bytes(let bytes) where member.format == .wasm:
      self = .module(Result { () throws(PackagingError) in try readWasm(bytes: bytes) })
    case .bytes(let bytes):
      guard WheelContents.isInformation(member.path) else {
        self = .notes(PackageNotes(of: bytes, at: member.path))
        return
      }
      guard budget.spend(bytes.count) else {
        self = .overBudget
        return
      }
      self = .text(String(decoding: bytes, as: UTF8.self), isUTF8: String(validating: bytes, as: UTF8.self) != nil)
    case .file(let file) where member.format == .elf:
      self = .binary(
        Result { () throws(PackagingError) in try readELF(file, seeking: texts, decoding: instructions) })
    case .file(let file):
      self = .foreign(
        Result { () throws(PackagingError) in try readForeign(file, member.format, seeking: texts) })
    }
  }
}

/// What is gathered while the members go by.
private struct WheelContents {
  let limits: ArchiveLimits
  private var members: [ArchiveMember] = []
  private var symbolCount = 0
  private var texts: [String: String] = [:]
  private var binaries: [Wheel.Binary] = []
  private var foreign: [ForeignBinary] = []
  private var modules: [BareModule] = []
  private var damage: [Defect] = []
  private var notes = PackageNotes()

  init(limits: ArchiveLimits) { self.limits = limits }

  static func isInformation(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0].hasSuffix(".dist-info") && ["METADATA", "WHEEL", "RECORD"].contains(parts[1])
  }

  mutating func take(_ member: ArchiveMember, _ part: WheelPart?) {
    members.append(member)
    switch part {
    case nil: break
    case .text(let text, let isUTF8): takeText(member, text, isUTF8)
    case .overBudget: skip(member, "there are more than \(limits.text) bytes of such files")
    case .binary(let binary): takeBinary(member, binary)
    case .foreign(let images): takeForeign(member, images)
    case .module(let module): takeModule(member, module)
    case .notes(let part): notes.add(part)
    }
  }

  private mutating func takeBinary(_ member: ArchiveMember, _ binary: Result<ELFFile, PackagingError>) {
    do throws(PackagingError) {
      let elf = try binary.get()
      symbolCount += elf.symbols.count
      guard symbolCount <= limits.symbols else {
        return skip(member, "the wheel has more than \(limits.symbols) symbols")
      }
      binaries.append(Wheel.Binary(path: member.path, elf: elf))
      notes.takeConstants(of: elf, at: member.path)
    } catch {
      damage.append(
        Defect(
          kind: "unreadable-binary", message: "\(member.path) starts as an ELF file and can't be read. \(error)",
          member: member.path))
    }
  }

  private mutating func takeForeign(_ member: ArchiveMember, _ images: Result<[ForeignImage], PackagingError>) {
    do throws(PackagingError) {
      let images = try images.get()
      guard !images.isEmpty else { return }
      symbolCount += images.reduce(0) { $0 + $1.symbols.count }
      guard symbolCount <= limits.symbols else {
        return skip(member, "the wheel has more than \(limits.symbols) symbols")
      }
      foreign.append(ForeignBinary(path: member.path, format: member.format, images: images))
      for image in images { notes.takeConstants(image.notes.secrets, at: member.path) }
    } catch {
      damage.append(
        Defect(
          kind: "unreadable-binary",
          message: "\(member.path) starts as a \(member.format.rawValue) file and can't be read. \(error)",
          member: member.path))
    }
  }

  /// One that is to be imported has to be readable; of others, an engine's test may be meant not to be.
  private mutating func takeModule(_ member: ArchiveMember, _ module: Result<WasmModule, PackagingError>) {
    do throws(PackagingError) {
      let wasm = try module.get()
      guard let image = ForeignImage(emscripten: wasm) else {
        modules.append(BareModule(name: member.path, wasm: wasm))
        return notes.takeConstants(wasm.secrets, at: member.path)
      }
      takeForeign(member, .success([image]))
    } catch {
      if member.path.hasSuffix(".so") { takeForeign(member, .failure(error)) }
    }
  }

  private mutating func skip(_ member: ArchiveMember, _ reason: String) {
    damage.append(
      Defect(
        kind: "not-examined", severity: .warning, message: "\(member.path) was not examined: \(reason).",
        member: member.path))
  }

  private mutating func takeText(_ member: ArchiveMember, _ text: String, _ isUTF8: Bool) {
    if !isUTF8 {
      damage.append(
        Defect(kind: "non-utf8-text", message: "\(member.path) is not UTF-8, as it has to be.", member: member.path))
    }
    texts[member.path] = text
  }

  func wheel(fileName: String, size: Int, damage archiveDamage: [Defect]) -> Wheel {
    let folders = Set(members.compactMap { $0.path.split(separator: "/").first }).filter { $0.hasSuffix(".dist-info") }
    let distInfos = folders.map(String.init).sorted()
    func text(_ name: String) -> String? { distInfos.first.flatMap { texts["\($0)/\(name)"] } }
    return Wheel(
      fileName: fileName, file: WheelFile(name: fileName), size: size, members: members, distInfos: distInfos,
      metadata: text("METADATA").map(HeaderBlock.init(parsing:)), wheel: text("WHEEL").map(HeaderBlock.init(parsing:)),
      record: text("RECORD").map(RecordFile.init(parsing:)), binaries: binaries, foreign: foreign, modules: modules,
      notes: notes,
      damage: archiveDamage + damage + ArchiveDamage.unreadBinaries(members, limits))
  }
}
