public import Templates
public import Values

/// What keeps a node from doing harm that nobody can take back.
public struct PlanPrecautions: Sendable {
  /// Whether a person is asked right before it starts.
  public internal(set) var isIrreversible: Field<Bool>?
  /// Whether rollbacks before it are closed once it has succeeded.
  public internal(set) var isPivot: Field<Bool>?

  /// What they mean for the run, in a few words each; templates may still come out as false.
  public var texts: [String] {
    var texts: [String] = []
    if let isIrreversible, isIrreversible.literal != false { texts.append("a person is asked first") }
    if let isPivot, isPivot.literal != false { texts.append("closes the rollbacks before it") }
    return texts
  }
}
