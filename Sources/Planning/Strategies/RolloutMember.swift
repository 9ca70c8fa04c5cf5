/// One of the nodes of a rollout: what it does there, and where.
public struct RolloutMember: Sendable, Hashable {
  /// What it does.
  public let role: RolloutRole
  /// The step or batch that it belongs to, from 1; 0 if to none.
  public var step = 0
  /// The target that it is about, from 0, of a progressive rollout.
  public var target: Int?
  /// Which of several of a role it is, such as the metric, from 0.
  public var number = 0

  /// A node with a role in no particular step.
  public init(_ role: RolloutRole, step: Int = 0, target: Int? = nil, number: Int = 0) {
    self.role = role
    self.step = step
    self.target = target
    self.number = number
  }
}
