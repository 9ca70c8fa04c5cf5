public import Planning
public import Text

/// Something to tell people.
public struct Announcement: Sendable, Equatable {
  /// The function that makes it: `log`, `notify`, or another one that only says what it does.
  public var function: PlanFunctionCall.Function
  /// How much it matters.
  public var level: MessageLevel
  /// A heading.
  public var title: String?
  /// What is told.
  public var message: String
  /// The channels that it is meant for, by name; whoever listens if empty.
  public var channels: [String] = []

  /// Whether somebody wants it heard, even where a run is quiet: `notify`.
  public var isNotification: Bool { function == .notify }

  /// Whether people are meant to see it: `log` and `notify`, not a function that only says what it does.
  public var isForPeople: Bool { function == .log || isNotification }

  /// An announcement.
  public init(function: PlanFunctionCall.Function, level: MessageLevel, title: String?, message: String) {
    self.function = function
    self.level = level
    self.title = title
    self.message = message
  }
}
