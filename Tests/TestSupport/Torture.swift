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
