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
