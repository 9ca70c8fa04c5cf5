/// A transition that a rollout has made.
public struct RolloutMove: Sendable, Equatable {
  /// What stands for the row where a rollout that had succeeded is undone with its run: the tables end before.
  public static let undo = "undo"
  /// What stands for the row where an event came that no row is for, which is a mistake of pyflow's own.
  public static let illegal = "engine.illegal_transition"
  /// Why a rollout has ended after that.
  public static let illegalCause = "illegal_transition"
  /// Why a rollout that has gone back is not quite as before: what it had deployed could not be removed.
  public static let leftoversCause = "leftovers"

  /// The row of the table, such as `B14`.
  public var row: String
  /// The phase that was left.
  public var from: RolloutPhase
  /// What happened.
  public var event: RolloutEvent
  /// The phase that followed.
  public var to: RolloutPhase
  /// The step or batch that it is at then; 0 before the first.
  public var step: Int
  /// Why, where the row says so.
  public var cause: String?
  /// Where the traffic was when the rollout began, once that is known.
  public var old: String?

  /// Why, for people.
  public var why: String? { cause?.replacing("_", with: " ") }

  /// A transition.
  public init(
    row: String, from: RolloutPhase, event: RolloutEvent, to: RolloutPhase, step: Int, cause: String?
  ) {
    self.row = row
    self.from = from
    self.event = event
    self.to = to
    self.step = step
    self.cause = cause
  }
}
