import Testing

/// A mistake in a strategy, and exactly what is said about it.
public struct StrategyMistake: Sendable, CustomTestStringConvertible {
  /// What is wrong, in a few words.
  public let name: String
  /// The text in which it is.
  public let runbook: String
  /// What is said about it.
  public let problems: String
  /// The name, for reports of tests.
  public var testDescription: String { name }

  /// A mistake in lines behind the keys that a strategy must have.
  public init(_ name: String, _ sample: StrategyRunbook, _ lines: String, _ problems: String) {
    self.init(name, sample.text(lines), problems)
  }

  /// A mistake in a whole runbook.
  public init(_ name: String, _ runbook: String, _ problems: String) {
    self.name = name
    self.runbook = runbook
    self.problems = problems
  }
}
