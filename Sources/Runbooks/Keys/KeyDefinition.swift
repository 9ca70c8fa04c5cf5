/// What is known of a key before any runbook is read: the forms of its value, whether it works yet, and one line about it.
///
/// The tables of keys are the one source for reading, messages and documentation.
public struct KeyDefinition: Sendable {
  /// The forms that a key's value may have.
  public enum Form: Sendable, Equatable {
    case string, boolean, integer, duration, number
    case stringOrList, list, listOrTemplate, listOfStrings, stringOrDate, durations
    case table, any
    case stringOrTable, integerOrTable, listOrBoolean, integerOrString, headers, statuses, booleanOrString
    case commandOrTable, listOrTable, integerOrPercentage, size, exitCodes, retryCodes, booleanOrInteger,
      basicCredentials, lock
  }

  /// Whether a key's behaviour is there.
  public enum Availability: Sendable, Equatable {
    case now
    /// It comes with later work; using it is an error, so that nothing is silently ignored.
    case later
  }

  /// The forms of its value.
  public let form: Form
  /// Whether it works.
  public let availability: Availability
  /// The kinds of nodes it belongs to; every kind if empty.
  public let kinds: [NodeKind]
  /// What it means, in a few words.
  public let summary: String

  init(
    _ form: Form, _ summary: String, kinds: [NodeKind] = [], availability: Availability = .now
  ) {
    self.form = form
    self.summary = summary
    self.kinds = kinds
    self.availability = availability
  }

  /// A key that comes with later work.
  static func later(_ form: Form, _ summary: String, kinds: [NodeKind] = []) -> KeyDefinition {
    KeyDefinition(form, summary, kinds: kinds, availability: .later)
  }
}
