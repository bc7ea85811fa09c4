import CElf
import Foundation

/// Reads an ELF file in memory.
///
/// Errors: `notAnELF`, and `malformedELF` where a table or segment lies outside the bytes.
package func readELF(bytes: [UInt8]) throws(PackagingError) -> ELFFile {
  try bytes.withUnsafeBufferPointer { (buffer) throws(PackagingError) -> ELFFile in
    elf_version(UInt32(EV_CURRENT))
    // libelf takes a mutable pointer and, opened for reading, writes to copies only.
    guard buffer.count >= 4, let start = UnsafeMutableRawPointer(mutating: buffer.baseAddress),
      let elf = elf_memory(start.assumingMemoryBound(to: CChar.self), buffer.count)
    else { throw .notAnELF(begins: buffer.isEmpty ? "nothing" : hexadecimal(buffer.prefix(4))) }
    defer { elf_end(elf) }
    return try ELFReader(elf).read()
  }
}

/// Reads an ELF file that was unpacked, mapped; the same errors as the form for bytes.
///
/// `texts` are sought in all of its bytes; of its code so many instructions are decoded at most.
func readELF(
  _ file: MemberFile, seeking texts: [String] = [], decoding instructions: Int
) throws(PackagingError) -> ELFFile {
  elf_version(UInt32(EV_CURRENT))
  guard let elf = elf_begin(file.descriptor, ELF_C_READ_MMAP, nil) else {
    throw .malformedELF(what: "file", detail: String(cString: elf_errmsg(-1)))
  }
  defer { elf_end(elf) }
  return try ELFReader(elf).read(seeking: texts, decoding: instructions)
}

/// Reads an ELF file on disk, mapped; the same errors as the other form, and `unreadable`.
package func readELF(at path: String) throws(PackagingError) -> ELFFile {
  let descriptor = try openRegularFile(path)
  defer { close(descriptor) }
  elf_version(UInt32(EV_CURRENT))
  guard let elf = elf_begin(descriptor, ELF_C_READ_MMAP, nil) else {
    throw .unreadable(path: path, reason: String(cString: elf_errmsg(-1)))
  }
  defer { elf_end(elf) }
  return try ELFReader(elf).read()
}

/// Opens a regular file and nothing else: a FIFO or a device would hang the reader.
func openRegularFile(_ path: String) throws(PackagingError) -> Int32 {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
    close(descriptor)
    throw .unreadable(path: path, reason: "it is not a regular file")
  }
  return descriptor
}

struct ELFReader {
  /// The largest libraries in published wheels export under 500,000.
  private static let mostSymbols = 1 << 20

  private let image: ELFImage
  private let dynamic: DynamicTable
  private let versions: SymbolVersions

  init(_ elf: OpaquePointer) throws(PackagingError) {
    image = try ELFImage(elf)
    dynamic = DynamicTable(image)
    versions = SymbolVersions(dynamic)
  }

  func read(
    seeking texts: [String] = [], decoding instructions: Int = ArchiveLimits().instructions
  ) throws(PackagingError) -> ELFFile {
    let header = image.header
    let bits = gelf_getclass(image.elf) == ELFCLASS32 ? 32 : 64
    var file = ELFFile(
      machine: Machine(number: Int(header.e_machine), bits: bits), bits: bits,
      isLittleEndian: header.e_ident.5 == UInt8(ELFDATA2LSB), type: type, soname: dynamic.string(DT_SONAME),
      needed: dynamic.strings(DT_NEEDED), rpath: dynamic.string(DT_RPATH), runpath: dynamic.string(DT_RUNPATH),
      symbols: [], requiredVersions: versions.required, hasSections: false, hasSymbolTable: false, hasDWARF: false,
      notes: ELFNotes(), allocators: [])
    file.linkage = ELFLinkage(image, dynamic)
    file.x86Level = InstructionSet(image).level
    try readSections(into: &file)
    readCode(into: &file, decoding: instructions)
    var size = 0
    if let start = elf_rawfile(image.elf, &size) {
      file.absentTexts = TextSearch.absent(texts, in: UnsafeRawBufferPointer(start: start, count: size))
    }
    return file
  }

  private var type: ELFFile.FileType {
    switch Int32(image.header.e_type) {
    case ET_DYN where !dynamic.isProgram: .sharedObject
    case ET_DYN, ET_EXEC: .program
    default: .other
    }
  }

  private func readSections(into file: inout ELFFile) throws(PackagingError) {
    var symbols: (OpaquePointer, GElf_Shdr)?
    var versionIndexes: UnsafeMutablePointer<Elf_Data>?
    var notes = ELFNotes()
    image.forEachSection { section, header, name in
      file.hasSections = true
      switch Int32(bitPattern: header.sh_type) {
      case Int32(SHT_DYNSYM): symbols = symbols ?? (section, header)
      case Int32(SHT_SYMTAB): file.hasSymbolTable = true
      // Loading may convert into a copy: only the first of each kind, however many there are.
      case Int32(bitPattern: UInt32(SHT_GNU_versym)): versionIndexes = versionIndexes ?? elf_getdata(section, nil)
      default: break
      }
      if name == ".debug_info" { file.hasDWARF = true }
      notes.take(section, header, name)
    }
    notes.fileBytes = Int(clamping: image.size)
    file.notes = notes
    if let (section, header) = symbols {
      file.symbols = try readSymbols(section, header, versionIndexes: versionIndexes)
      file.declaredNodeAPI = declaredNodeAPI(file)
      file.uniFFIConstants = uniFFIConstants(file)
    }
    file.allocators = file.notes.strings.allocators(with: file.symbols)
  }

  private func readCode(into file: inout ELFFile, decoding instructions: Int) {
    let isDecoded = file.machine == Machine(named: "x86_64") && file.type == .sharedObject && instructions > 0
    guard isDecoded || file.importsPython, let mapped = MappedImage(image, dynamic, machine: file.machine) else {
      return
    }
    if isDecoded {
      var code = LoadTimeCode(mapped, dynamic, file.symbols, instructions: instructions)
      file.processorDemand = code.read()
    }
    guard file.importsPython else { return }
    file.pythonMethods = PythonMethodTables(mapped).read(isOfCython: file.notes.strings.frameworks["cython"] != nil)
    let modules = Set(file.entryPoints.map { String($0.drop { $0 != "_" }.dropFirst()) })
    if !modules.isEmpty { file.moduleDefinitions = ModuleDefinitions(mapped).read(of: modules) }
  }

  private func readSymbols(
    _ section: OpaquePointer, _ header: GElf_Shdr, versionIndexes: UnsafeMutablePointer<Elf_Data>?
  ) throws(PackagingError) -> [ELFFile.DynamicSymbol] {
    guard let data = elf_getdata(section, nil), header.sh_entsize > 0,
      let names = elf_getscn(image.elf, Int(header.sh_link)).flatMap({ elf_getdata($0, nil) })
    else { return [] }
    // Names may overlap in the string table; a hostile one makes each symbol name the whole of it.
    var budget = min(2 * image.size, 256 << 20)
    var result: [ELFFile.DynamicSymbol] = []
    var symbol = GElf_Sym()
    var index: Int32 = 1
    while gelf_getsym(data, index, &symbol) != nil {
      defer { index += 1 }
      guard let name = image.string(in: names, at: UInt64(symbol.st_name)), !name.isEmpty else { continue }
      guard name.utf8.count <= budget, result.count < Self.mostSymbols else {
        throw .malformedELF(
          what: "dynamic symbol table", detail: "\(result.count) symbols have names longer than the file has room for")
      }
      budget -= UInt64(name.utf8.count)
      result.append(dynamicSymbol(name, symbol, version(of: index, in: versionIndexes)))
    }
    return result
  }

  private func dynamicSymbol(_ name: String, _ symbol: GElf_Sym, _ version: String?) -> ELFFile.DynamicSymbol {
    ELFFile.DynamicSymbol(
      name: name, version: version, isDefined: symbol.st_shndx != SHN_UNDEF,
      isFunction: Int32(symbol.st_info & 15) == STT_FUNC || Int32(symbol.st_info & 15) == STT_GNU_IFUNC,
      isWeak: Int32(symbol.st_info >> 4) == STB_WEAK, address: symbol.st_value)
  }

  /// The Node-API version is told by a function, of which compilers make a constant.
  private func declaredNodeAPI(_ file: ELFFile) -> Int? {
    file.symbols.first { $0.isDefined && $0.name == "node_api_module_get_api_version_v1" }.flatMap {
      constant($0, file)
    }
  }

  /// The largest UniFFI libraries have under 2,000 functions with a checksum.
  private static let mostConstants = 50_000

  /// A checksum is a number of 16 bits: uniffi_core, `UniffiChecksum`.
  private func uniFFIConstants(_ file: ELFFile) -> [String: Int] {
    var constants: [String: Int] = [:]
    for symbol in file.symbols where symbol.isDefined && constants.count < Self.mostConstants {
      let isContract = symbol.name.hasPrefix("ffi_") && symbol.name.hasSuffix("_uniffi_contract_version")
      guard isContract || (symbol.name.hasPrefix("uniffi_") && symbol.name.contains("_checksum_")),
        let value = constant(symbol, file)
      else { continue }
      constants[symbol.name] = isContract ? value : value & 0xffff
    }
    return constants
  }

  private func constant(_ symbol: ELFFile.DynamicSymbol, _ file: ELFFile) -> Int? {
    guard let code = image.chunk(at: symbol.address, length: 32, as: ELF_T_BYTE)?.pointee, let start = code.d_buf else {
      return nil
    }
    return ConstantFunction.value(
      Array(UnsafeRawBufferPointer(start: start, count: code.d_size)), machine: file.machine)
  }

  private func version(of index: Int32, in indexes: UnsafeMutablePointer<Elf_Data>?) -> String? {
    var version: GElf_Versym = 0
    guard let indexes, gelf_getversym(indexes, index, &version) != nil else { return nil }
    return versions.names[version & 0x7fff]
  }
}
