internal import CSystem

/// How many files pyflow may have open at once, and what that is enough for.
public enum DescriptorLimit {
  /// Raises it as far as the system lets pyflow; processes that are started have the limit that pyflow was started with.
  public static func raise() { csystem_raise_descriptors() }

  /// How far it can be raised.
  public static var most: Int { Int(csystem_most_descriptors()) }

  /// How many processes can run at once when it is raised.
  public static var processes: Int { max(1, (most - own) / perProcess) }

  /// Its output, error output, log, input, a request's body, and what tells its end.
  private static let perProcess = 6
  /// The standard streams, the audit, locks, pipes that are being made.
  private static let own = 32
}
