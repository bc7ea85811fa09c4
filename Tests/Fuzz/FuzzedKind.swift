import Foundation
import Model
import Packaging

/// What an input of the fuzzer is taken for.
///
/// Texts stand behind each other with a zero byte between them; of two binaries, four bytes tell the first one's length.
enum FuzzedKind: String, CaseIterable {
  /// Whole files.
  case wheel, tarball, library, addon, module
  /// A tar archive before it is compressed, to read and to lay out.
  case tar, layout
  /// A native binary or a module in a package, behind the byte that chooses where.
  case binary
  /// METADATA, RECORD and WHEEL of a wheel.
  case metadata
  /// A .pyi file and the Python file beside it.
  case stub
  /// package.json, the script that loads an addon, and its .d.ts file.
  case manifest, script, declarations
  /// A C header beside a library.
  case header
  /// Two releases: of texts, behind the byte that chooses which; of binaries, as for `binary`.
  case texts, binaries
  /// abidiff's report, and a header.
  case report
  /// What a reader's process answers, which a file may have taken over.
  case answer

  /// Inputs of others are passed over: HARNESS_FUZZ_KIND.
  static let chosen = ProcessInfo.processInfo.environment["HARNESS_FUZZ_KIND"].map { name in
    guard let kind = FuzzedKind(rawValue: name) else { fatalError("HARNESS_FUZZ_KIND is \(name), which is no kind") }
    return kind
  }

  init(byte: UInt8) { self = Self.allCases[Int(byte) % Self.allCases.count] }

  /// The first byte of an input of this kind.
  var byte: UInt8 { UInt8(Self.allCases.firstIndex(of: self) ?? 0) }

  func read(_ input: [UInt8]) {
    switch self {
    case .wheel: Reading(FuzzedFile("words-1.0-cp311-abi3-manylinux_2_17_x86_64.whl", .wheel, input)).run()
    case .tarball: Reading(.package(input)).run()
    case .library: Reading(FuzzedFile("libwords.so", .cABI, input)).run()
    case .addon: Reading(FuzzedFile("words.linux-x64-gnu.node", .nodeAddon, input)).run()
    case .module: Reading(FuzzedFile("words.wasm", .wasm, input)).run()
    case .tar: FuzzedFile.package(tar: input).map { Reading($0).run() }
    case .layout: FuzzedFile.package(tar: input).map { LayingOut(file: $0).run() }
    case .binary: Place.of(input).flatMap { $0.file($1) }.map { Reading($0).run() }
    case .metadata: FuzzedFile.wheel(headers: input).map { Reading($0).run() }
    case .stub: FuzzedFile.wheel(stub: input).map { Reading($0).run() }
    case .manifest, .script, .declarations: FuzzedFile.package(texts: input, self).map { Reading($0).run() }
    case .header: Reading(.library(header: input)).run()
    case .texts, .binaries: Releases(self, input)?.compare()
    case .report: Releases.judge(report: input)
    case .answer: Answer(input).take()
    }
  }
}
