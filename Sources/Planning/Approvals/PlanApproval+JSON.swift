internal import Runbooks
internal import Templates
public import Values

/// The rule of an approval in the JSON of plans and records, under the names that runbooks have for its keys.
extension PlanApproval {
  /// Whether it says no more than that a person is asked.
  public var isPlain: Bool {
    approvers.isEmpty && minimum == 1 && !excludesRequester && fields.isEmpty && escalation == nil
  }

  /// Writes the members of the object that states the rule.
  public func encode(to stream: inout JSONStream) {
    if !approvers.isEmpty { Self.encode(approvers, NodeKey.approvers.rawValue, to: &stream) }
    if minimum != 1 { stream.member(NodeKey.minApprovals.rawValue, minimum) }
    if excludesRequester { stream.member(NodeKey.notRequester.rawValue, true) }
    if !fields.isEmpty {
      let declarations = fields.map { ($0.name, Value.map($0.declaration.encoded)) }
      stream.member(NodeKey.fields.rawValue, value: .map(ValueMap(declarations)))
    }
    guard let escalation else { return }
    stream.object(NodeKey.escalate.rawValue) { stream in
      stream.member(EscalationKey.after.rawValue, DurationText.format(escalation.after))
      Self.encode(escalation.approvers, EscalationKey.to.rawValue, to: &stream)
      if !escalation.channels.isEmpty { stream.strings(EscalationKey.notify.rawValue, escalation.channels) }
    }
  }

  private static func encode(_ approvers: [Approver], _ key: String, to stream: inout JSONStream) {
    stream.member(key, value: .list(approvers.map { .string($0.text) }))
  }

  /// The rule that an object states; nothing if it states none.
  public init?(_ map: ValueMap) {
    self.init()
    guard let approvers = Self.approvers(in: map[NodeKey.approvers.rawValue]) else { return nil }
    self.approvers = approvers
    minimum = map[NodeKey.minApprovals.rawValue]?.int ?? 1
    excludesRequester = map[NodeKey.notRequester.rawValue] == .bool(true)
    for (name, value) in map[NodeKey.fields.rawValue]?.map?.entries ?? [] {
      guard let name = name.string, let map = value.map, let field = VariableDeclaration(name: name, map) else {
        return nil
      }
      fields.append(PlanField(declaration: field))
    }
    guard let escalation = map[NodeKey.escalate.rawValue]?.map else { return }
    guard let after = escalation[EscalationKey.after.rawValue].flatMap(Duration.convert),
      let to = Self.approvers(in: escalation[EscalationKey.to.rawValue])
    else { return nil }
    let channels = escalation[EscalationKey.notify.rawValue]?.list?.compactMap(\.string) ?? []
    self.escalation = Escalation(after: after, approvers: to, channels: channels)
  }

  private static func approvers(in value: Value?) -> [Approver]? {
    guard let value else { return [] }
    let approvers = value.list?.map { $0.string.flatMap { Approver($0) } }
    return approvers.flatMap { $0.contains(nil) ? nil : $0.compactMap { $0 } }
  }
}

extension VariableDeclaration {
  /// The declaration as the table of a runbook would have it.
  fileprivate var encoded: ValueMap {
    var map = ValueMap([(VariableKey.type.rawValue, Value.string(type.rawValue))])
    map[VariableKey.required.rawValue] = .bool(isRequired)
    if let defaultValue { map[VariableKey.defaultValue.rawValue] = defaultValue }
    if !choices.isEmpty { map[VariableKey.choices.rawValue] = .list(choices) }
    if let minimum { map[VariableKey.min.rawValue] = .double(minimum) }
    if let maximum { map[VariableKey.max.rawValue] = .double(maximum) }
    if let pattern { map[VariableKey.pattern.rawValue] = .string(pattern.source) }
    if let description { map[VariableKey.description.rawValue] = .string(description) }
    return map
  }

  /// The field that a table declares; nothing if it declares none.
  fileprivate init?(name: String, _ map: ValueMap) {
    guard let type = map[VariableKey.type.rawValue]?.string.flatMap({ VariableType(rawValue: $0) }) else { return nil }
    self.init(name: name, type: type, defaultValue: map[VariableKey.defaultValue.rawValue].flatMap { type.convert($0) })
    subject = .field
    isRequired = map[VariableKey.required.rawValue] == .bool(true)
    choices = map[VariableKey.choices.rawValue]?.list?.compactMap { type.convert($0) } ?? []
    minimum = map[VariableKey.min.rawValue]?.number
    maximum = map[VariableKey.max.rawValue]?.number
    description = map[VariableKey.description.rawValue]?.string
    guard let pattern = map[VariableKey.pattern.rawValue]?.string else { return }
    do throws(TemplateProblem) { self.pattern = try TextPattern(pattern) } catch { return nil }
  }
}
