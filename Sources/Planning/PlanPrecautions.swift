public import Templates
public import Values

/// What keeps a node from doing harm that nobody can take back.
public struct PlanPrecautions: Sendable {
  /// Whether a person is asked right before it starts.
  public internal(set) var isIrreversible: Field<Bool>?
  /// Whether rollbacks before it are closed once it has succeeded.
  public internal(set) var isPivot: Field<Bool>?

  /// What looks at what it changes, before it and after it.
  public internal(set) var snapshot: PlanStep?
  /// What tells, after a crash, whether it happened.
  public internal(set) var confirm: PlanStep?

  /// What they mean for the run, in a few words each; templates may still come out as false.
  public var texts: [String] {
    var texts: [String] = []
    if let isIrreversible, isIrreversible.literal != false { texts.append("a person is asked first") }
    if let isPivot, isPivot.literal != false { texts.append("closes the rollbacks before it") }
    if let snapshot { texts.append("snapshot by " + snapshot.summary) }
    if let confirm { texts.append("confirmed by " + confirm.summary) }
    return texts
  }
}
