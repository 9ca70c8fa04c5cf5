/// A kind of mistake, as a case with its data.
///
/// Each stage has one enumeration of them, with all its wording in one file.
public protocol Problem: Sendable {
  /// The stable identifier, `stage.kebab-case`.
  var id: String { get }
  /// Error or warning.
  var severity: Severity { get }
  /// What is wrong, in one sentence without a full stop.
  var message: String { get }
  /// What to do about it.
  var hint: String? { get }
}

extension Problem {
  /// Most problems are errors.
  public var severity: Severity { .error }
}
