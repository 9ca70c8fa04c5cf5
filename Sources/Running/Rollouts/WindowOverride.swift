/// A rollout that begins although its window is closed, because a person wants it to (design 8).
public struct WindowOverride: Sendable, Equatable {
  /// The window, in words.
  public var window: String
  /// Who wants it.
  public var by: String
  /// What for, in their words.
  public var reason: String

  /// An override.
  public init(window: String, by: String, reason: String) {
    self.window = window
    self.by = by
    self.reason = reason
  }
}
