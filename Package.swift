// swift-tools-version: 6.2
import PackageDescription

/// Every module and what it may import; `docs/architecture.md` says why, and `make lint` holds the sources to it.
let modules: [(name: String, imports: [String])] = [
  ("Text", []),
  ("Values", ["Text", "CSystem"]),
  ("TOML", ["Text", "Values"]),
  ("Templates", ["Text", "Values"]),
  ("Runbooks", ["Text", "Values", "TOML", "Templates"]),
  ("Planning", ["Text", "Values", "Templates", "Runbooks"]),
  ("Running", ["Text", "Values", "Templates", "Planning"]),
  ("Audit", ["Text", "Values", "Planning", "Running"]),
  ("Notifications", ["Text", "Values", "Templates", "Running"]),
  ("Reports", ["Text", "Values", "Planning", "Running", "Audit"]),
  ("Effects", ["Text", "Values", "Planning", "Running", "CSystem"]),
  (
    "Commands",
    [
      "Text", "Values", "TOML", "Templates", "Runbooks", "Planning", "Running", "Audit", "Notifications", "Reports",
      "Effects",
    ]
  ),
]
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

// Tests show the types of every module they use, so their imports need no visibility.
let testSettings: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny"), .treatAllWarnings(as: .error)]

/// libFuzzer's programs, which have its `main` and so are built only by `make fuzz`.
let fuzzers: [Target] =
  Context.environment["PYFLOW_FUZZERS"] == nil
  ? []
  : ["Lexer", "Parser", "Evaluator", "Runbook", "Audit", "Masker", "Plugin"].map { name in
    .executableTarget(
      name: "\(name)Fuzzer",
      dependencies: dependencies([
        "Text", "Values", "Templates", "Runbooks", "Planning", "Running", "Audit", "Reports",
      ]),
      path: "Tests/Fuzzing/\(name)", swiftSettings: testSettings + [.unsafeFlags(["-parse-as-library"])])
  }

func dependencies(_ names: [String]) -> [Target.Dependency] { names.map { .target(name: $0) } }

let package = Package(
  name: "pyflow",
  targets: [
    .target(name: "CSystem"),
    .executableTarget(name: "pyflow", dependencies: ["Commands"], swiftSettings: settings),
    // Fakes, and what tests of the built program share.
    .target(
      name: "TestSupport",
      dependencies: dependencies(["Text", "Values", "Runbooks", "Planning", "Running", "Effects"]),
      path: "Tests/TestSupport", swiftSettings: testSettings),
    .testTarget(
      name: "ProgramTests", dependencies: ["pyflow", "TestSupport"],
      swiftSettings: testSettings),
    .testTarget(
      name: "Torture", dependencies: ["pyflow", "TestSupport"], path: "Tests/Torture", swiftSettings: testSettings),
  ]
    + modules.map { module in
      .target(name: module.name, dependencies: dependencies(module.imports), swiftSettings: settings)
    }
    + modules.map { module in
      .testTarget(
        name: "\(module.name)Tests", dependencies: dependencies([module.name, "TestSupport"] + module.imports),
        swiftSettings: testSettings)
    }
    + fuzzers,
  swiftLanguageModes: [.v6]
)
