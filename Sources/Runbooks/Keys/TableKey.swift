/// The keys of one kind of table, each with what is known of it.
protocol TableKey: RawRepresentable<String>, CaseIterable, Sendable {
  /// What is known of the key.
  var definition: KeyDefinition { get }
  /// The key that is written `name`.
  static func named(_ name: String) -> Self?
}

extension TableKey {
  static func named(_ name: String) -> Self? { Self(rawValue: name) }
}

extension RunbookKey: TableKey {}
extension NodeKey: TableKey {}
extension VariableKey: TableKey {}
extension RetryKey: TableKey {}
extension PollKey: TableKey {}
extension BreakerKey: TableKey {}
extension GateKey: TableKey {}
extension EscalationKey: TableKey {}
extension LimitKey: TableKey {}
extension DefaultKey: TableKey {}
extension SecretKey: TableKey {}
extension MetricKey: TableKey {}
extension WindowKey: TableKey {}
extension SharedLockKey: TableKey {}
extension ChannelKey: TableKey {}
extension AuthKey: TableKey {}
extension BasicKey: TableKey {}
extension SignatureKey: TableKey {}
