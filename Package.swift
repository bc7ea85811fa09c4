// swift-tools-version: 6.2
import PackageDescription

/// The graph is a star: `harness` imports the stages, every stage imports only `Model`, no stage imports another.
/// Build with `--explicit-target-dependency-import-check error`, or a stray import compiles.
let package = Package(
  name: "harness",
  products: [.executable(name: "harness", targets: ["harness"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
  ],
  targets: [
    .executableTarget(
      name: "harness",
      dependencies: [
        "Model", "Planning", "Packaging", "Building", "Running", "Judging", "Reporting", "CConfine",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .target(name: "Model"),
    .target(name: "Planning", dependencies: ["Model", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "Packaging",
      dependencies: [
        "Model", "CLibArchive", "CZip", "CInflate", "CElf", "CDemangle", "CDecode",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "Building",
      dependencies: [
        "Model",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(
      name: "Running",
      dependencies: [
        "Model",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .target(name: "Judging", dependencies: ["Model"]),
    .target(name: "Reporting", dependencies: ["Model"]),
    .systemLibrary(
      name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .target(name: "CConfine"),
    .target(name: "CInflate", linkerSettings: [.linkedLibrary("isal")]),
    .systemLibrary(name: "CElf", pkgConfig: "libdw", providers: [.apt(["libdw-dev", "libelf-dev"])]),
    .target(name: "CDemangle", linkerSettings: [.linkedLibrary("iberty")]),
    .target(name: "CDecode", linkerSettings: [.linkedLibrary("Zydis")]),
    .testTarget(name: "PlanningTests", dependencies: ["Planning", "Model"]),
    .testTarget(name: "PackagingTests", dependencies: ["Packaging", "Model"]),
    .testTarget(name: "BuildingTests", dependencies: ["Building", "Model"]),
    .testTarget(
      name: "RunningTests",
      dependencies: [
        "Running", "Model", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .testTarget(name: "JudgingTests", dependencies: ["Judging", "Model"]),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting", "Model"], exclude: ["Snapshots"]),
    .testTarget(
      name: "HarnessTests",
      dependencies: [
        "harness", "Model", "Packaging", .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

/// Only `make fuzz` asks for it: it builds all that it needs with libFuzzer's coverage, in a build folder of its own.
if Context.environment["HARNESS_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["Packaging", "Model"], path: "Tests/Fuzz", exclude: ["words.dict"]))
}
