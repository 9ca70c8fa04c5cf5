import Foundation

/// How hard tests try that search at random: a little in the suite, long with `make torture`, all night with
/// `make torture-nightly`.
public enum Torture {
  /// How many of something are tried.
  public static func count(_ short: Int, long: Int, nightly: Int) -> Int {
    switch ProcessInfo.processInfo.environment["TORTURE"] {
    case "long": long
    case "nightly": nightly
    default: short
    }
  }
}

extension Torture {
  /// Tells what was tortured and how often, for the table in `docs/torture.md`.
  public static func tell(_ row: String, _ count: Int, _ what: String) {
    print("torture: \(row): \(count) \(what)")
  }

  /// Whether the long form is asked for, which may need more of the machine.
  public static var isLong: Bool { ProcessInfo.processInfo.environment["TORTURE"] != nil }
}
