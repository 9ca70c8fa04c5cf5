public import Templates

extension PlanNode {
  /// The question whether anything is to be done, as a node of its own.
  public func asking(by action: PlanAction) -> PlanNode {
    var step = PlanStep(action: action)
    step.limits = limits
    return performing(step)
  }
}

/// What tells, before a node runs, that nothing is to be done.
public indirect enum PlanUnless: Sendable {
  /// Exit 0 means that it is so already.
  case command(PlanAction)
  /// True means that it is so already.
  case expression(Condition)

  /// The command or expression in one line.
  public var summary: String {
    switch self {
    case .command(let action): action.summary
    case .expression(let condition): condition.text
    }
  }
}
