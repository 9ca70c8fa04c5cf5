/// What `wait_for` waits for.
public enum WaitTarget: String, Sendable, CaseIterable {
  /// A TCP port that takes connections.
  case port
  /// A file or folder that is there.
  case file
  /// One that is not there.
  case absent
  /// A unix socket that takes connections.
  case socket
}
