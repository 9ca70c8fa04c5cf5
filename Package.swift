// swift-tools-version: 6.2
import PackageDescription

/// Every module and what it may import; `docs/architecture.md` says why, and `make lint` holds the sources to it.
let modules: [(name: String, imports: [Target.Dependency])] = [
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
      "Text", "Values", "TOML", "Templates", "Runbooks", "Planning", "Running", "Audit", "Notifications",
      "Reports", "Effects",
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

let package = Package(
  name: "pyflow",
  targets: modules.map {
    .target(name: $0.name, dependencies: $0.imports, swiftSettings: settings)
  } + [
    .target(name: "CSystem"),
    .executableTarget(name: "pyflow", dependencies: ["Commands"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
