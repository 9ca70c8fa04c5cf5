/// The version of pyflow.
public enum Version {
  /// Major, minor and patch (semver.org).
  public static let current = "0.1.0"
}
