/// What a rollout knows, which its templates read as `rollout.NAME` and its processes as `PYFLOW_NAME` (design 8).
public enum RolloutValue: String, Sendable, CaseIterable {
  /// The version that is rolled out, and the one before.
  case version, previous
  /// The run's id.
  case runID = "run_id"
  /// The side that has the traffic, the other one, and where the traffic goes with this switch.
  case live, idle, to
  /// The side that is checked.
  case side
  /// The percentage that the new version gets, and which step that is.
  case weight, step
  /// What is updated, and in which batch.
  case target, batch

  /// The name under which templates read all of it.
  public static let root = "rollout"

  /// The variable with the run's id by which a lock that is held elsewhere knows its holder.
  public static let fence = "PYFLOW_FENCE"

  /// What the environment calls it.
  public var environmentName: String { "PYFLOW_" + rawValue.uppercased() }
}
