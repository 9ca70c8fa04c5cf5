internal import Text

/// A place where a node reads something of another one that only a node that ran has.
struct PlanReading: Sendable, Equatable {
  /// The index of the node that is read.
  let target: Int
  /// What is read.
  let attribute: ResultAttribute
  /// Where its name stands.
  let span: ByteSpan
}

/// What the outputs of a runbook read of a node's result.
struct OutputReading: Sendable, Equatable {
  /// The id of the node that is read.
  let id: String
  /// What is read.
  let attribute: ResultAttribute
  /// Where its name stands.
  let span: ByteSpan

  /// What a reference reads; nothing if it is there of nodes that did not run too.
  init?(_ reference: NodeReference) {
    guard case .result(let attribute) = reference.subject, attribute.needsRun else { return nil }
    (id, self.attribute, span) = (reference.id, attribute, reference.span)
  }
}
