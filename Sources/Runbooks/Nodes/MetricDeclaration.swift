public import Templates
public import Text
public import Values

/// A number that a canary rollout watches (design 8).
public struct MetricDeclaration: Sendable {
  /// What it is called.
  public var name: Field<String>
  /// What prints it.
  public var value: StepDeclaration
  /// What prints that of the old version.
  public var baseline: StepDeclaration?
  /// Its limits, by their keys.
  public var limits: [MetricKey: Field<Double>] = [:]
  /// Whether it decides.
  public var kind: Field<Kind> = .literal(.critical)
  /// What no number means.
  public var empty: Field<Emptiness> = .literal(.unknown)
  /// Whether its verdict is only told.
  public var isDryRun: Field<Bool> = .literal(false)
  /// Where its name stands.
  public var nameSpan = ByteSpan(at: 0)
  /// Where its limits stand.
  public var spans: [MetricKey: ByteSpan] = [:]

  /// Whether a metric decides.
  public enum Kind: String, Sendable, CaseIterable { case critical, info }

  /// What no number means.
  public enum Emptiness: String, Sendable, CaseIterable { case unknown, pass, fail }
}

extension MetricDeclaration.Kind: ValueConvertible {}
extension MetricDeclaration.Emptiness: ValueConvertible {}
