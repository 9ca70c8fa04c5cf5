/// The question whether what was done is to be undone (design 5.4, `rollback = "ask"`).
public struct RollbackRequest: Sendable, Equatable {
  /// What is asked.
  public static let question = "roll back?"

  /// The nodes that would be undone, in that order.
  public var nodes: [Int]
  /// What would undo them.
  public var commands: [String]
  /// Whether a person is asked here; else nobody can be, and nothing is undone.
  public var isAskedHere: Bool

  /// A question.
  public init(nodes: [Int], commands: [String], isAskedHere: Bool) {
    self.nodes = nodes
    self.commands = commands
    self.isAskedHere = isAskedHere
  }
}
