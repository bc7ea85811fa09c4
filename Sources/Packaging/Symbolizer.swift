import CDemangle
import CElf
import Foundation
import Model

/// Names the functions and lines of frames, from the symbol tables and the debugging information of their modules.
///
/// A module is opened once and kept; each task makes its own symbolizer. Separate debugging information is
/// found by build id and by `.gnu_debuglink`, beside the file and below /usr/lib/debug; where the user has set
/// DEBUGINFOD_URLS and elfutils was built for it, also there.
package struct Symbolizer {
  private var modules: [String: SymbolizedModule?] = [:]

  package init() {}

  /// Fills in `symbol` and `line` where the module tells; a frame that no symbol covers keeps its nil.
  ///
  /// An offset is taken for a return address: what is looked up is the call before it, so that a call at the very end of
  /// a function isn't put down to the next one.
  package mutating func resolve(_ frames: [Frame]) -> [Frame] { frames.map { resolve($0) } }

  private mutating func resolve(_ frame: Frame) -> Frame {
    guard let module = module(frame.module) else { return frame }
    let before = frame.offset == 0 ? 0 : frame.offset - 1
    let offset = module.covers(before) ? before : frame.offset
    var frame = frame
    frame.symbol = module.symbol(at: offset) ?? frame.symbol
    frame.line = module.line(at: offset) ?? frame.line
    return frame
  }

  private mutating func module(_ path: String) -> SymbolizedModule? {
    if let known = modules[path] { return known }
    let module = SymbolizedModule(path)
    modules[path] = .some(module)
    return module
  }
}

/// One file as libdwfl sees it; owns its descriptor.
private final class SymbolizedModule {
  private let dwfl: OpaquePointer
  private let callbacks: UnsafeMutablePointer<Dwfl_Callbacks>
  private let module: OpaquePointer
  /// What libdwfl has added to the addresses in the file; nothing where the file itself says where it lies (ET_EXEC), which
  /// is also where its load address is 0.
  private let bias: Dwarf_Addr

  init?(_ path: String) {
    guard let descriptor = try? openRegularFile(path) else { return nil }
    let callbacks = UnsafeMutablePointer<Dwfl_Callbacks>.allocate(capacity: 1)
    callbacks.initialize(
      to: Dwfl_Callbacks(
        find_elf: dwfl_build_id_find_elf, find_debuginfo: dwfl_standard_find_debuginfo,
        section_address: dwfl_offline_section_address, debuginfo_path: nil))
    let dwfl = dwfl_begin(callbacks)
    // On success libdwfl owns the descriptor.
    guard let dwfl, let module = dwfl_report_offline(dwfl, path, path, descriptor) else {
      close(descriptor)
      dwfl_end(dwfl)
      callbacks.deallocate()
      return nil
    }
    dwfl_report_end(dwfl, nil, nil)
    var bias: Dwarf_Addr = 0
    dwfl_module_getelf(module, &bias)
    self.dwfl = dwfl
    self.callbacks = callbacks
    self.module = module
    self.bias = bias
  }

  deinit {
    dwfl_end(dwfl)
    callbacks.deallocate()
  }

  func covers(_ offset: UInt64) -> Bool { rawSymbol(at: offset) != nil }

  func symbol(at offset: UInt64) -> String? {
    guard let name = rawSymbol(at: offset) else { return nil }
    guard let demangled = harness_demangle(name) else { return String(cString: name) }
    defer { free(demangled) }
    return String(cString: demangled)
  }

  /// The symbol whose extent covers the address; the nearest one before it would be a guess.
  private func rawSymbol(at offset: UInt64) -> UnsafePointer<CChar>? {
    let (address, overflow) = bias.addingReportingOverflow(offset)
    var into: GElf_Off = 0
    var symbol = GElf_Sym()
    guard !overflow, let name = dwfl_module_addrinfo(module, address, &into, &symbol, nil, nil, nil),
      into < symbol.st_size
    else { return nil }
    return name
  }

  /// `src/lib.rs:12`, with the path as the compiler wrote it.
  func line(at offset: UInt64) -> String? {
    let (address, overflow) = bias.addingReportingOverflow(offset)
    var number: Int32 = 0
    guard !overflow, let line = dwfl_module_getsrc(module, address),
      let file = dwfl_lineinfo(line, nil, &number, nil, nil, nil), number > 0
    else { return nil }
    return "\(String(cString: file)):\(number)"
  }
}
