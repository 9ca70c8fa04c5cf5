internal import TOML
internal import Templates
internal import Text
internal import Values

/// Manual nodes, and what else asks people (design 3.4).
extension RunbookReader {
  mutating func readManual(_ items: NodeItems) -> ManualDeclaration? {
    if let item = items[.onTimeout], item.string != "reject" {
      report(
        .wrongValue("on_timeout", expected: "\"reject\"", found: item.string ?? "", suggestion: nil), at: item)
    }
    let approval = readApproval(items)
    guard let item = oneOf(.promptAfter, .prompt, items) else {
      return ManualDeclaration(question: .literal(ManualDeclaration.defaultQuestion), approval: approval)
    }
    guard let question = field(item, as: String.self) else { return nil }
    // The format's own examples switch the question off with an empty text; an approval still has to ask something.
    let isEmpty = question.literal?.trimmed.isEmpty ?? false
    return ManualDeclaration(
      question: isEmpty ? .literal(ManualDeclaration.defaultQuestion) : question, approval: approval)
  }

  /// A question about a node of another kind; an empty text asks nothing.
  mutating func readPrompt(_ item: TOMLItem?) -> Field<String>? {
    guard let item, let question = field(item, as: String.self) else { return nil }
    return question.literal?.trimmed.isEmpty ?? false ? nil : question
  }

  // MARK: - Who may approve

  private static let keysWithWeight: [NodeKey] = [.approvers, .minApprovals, .notRequester]

  private mutating func readApproval(_ items: NodeItems) -> ApprovalDeclaration {
    var approval = ApprovalDeclaration()
    approval.approvers = items[.approvers].map { readApprovers($0) } ?? []
    if let item = items[.minApprovals], let count = integer(item, atLeast: 1) {
      approval.minimum = count
      approval.minimumSpan = item.valueSpan
    }
    if let item = items[.notRequester], let flag: Field<Bool> = field(item) { approval.excludesRequester = flag }
    approval.fields = items[.fields].map { readFields($0) } ?? []
    approval.escalation = items[.escalate].flatMap { readEscalation($0, of: items) }
    let first = Self.keysWithWeight.lazy.compactMap { items[$0] }.first { _ in true }
    if let first, settings.group == nil, isWhole { report(.approvalWithoutGroup(first.key), at: first, key: true) }
    return approval
  }

  private mutating func readApprovers(_ item: TOMLItem) -> [ApprovalDeclaration.Approver] {
    let words = item.kind == .array ? item.children.filter { isString($0, of: item) } : [item]
    if words.isEmpty { report(.emptyWord(item.key), at: item) }
    return words.compactMap { word in
      field(word, as: String.self).map { ApprovalDeclaration.Approver(name: $0, span: word.valueSpan) }
    }
  }

  private mutating func readEscalation(
    _ table: TOMLItem, of node: NodeItems
  ) -> ApprovalDeclaration.Escalation? {
    let items: KeyItems<EscalationKey> = usableKeys(of: table, in: "`\(table.key)`")
    for key in [EscalationKey.after, .to] where items[key] == nil && table[key.rawValue] == nil {
      report(.missingSubkey(key.rawValue, in: table.key), at: table, key: true)
    }
    if node[.approvers] == nil {
      report(.missingSubkey(NodeKey.approvers.rawValue, in: table.key), at: table, key: true)
    }
    guard let item = items[.after], let after = field(item, as: Duration.self), let to = items[.to] else { return nil }
    if after.literal == .zero {
      report(.wrongValue(item.key, expected: "more than nothing", found: "0s", suggestion: nil), at: item)
    }
    return ApprovalDeclaration.Escalation(
      after: after, approvers: readApprovers(to), channels: items[.notify].map { channelReferences($0) } ?? [],
      span: table.valueSpan)
  }

  // MARK: - Gates

  /// `requires_approval`: true, or a table with the keys of a Manual node; nothing if there is no gate.
  mutating func readGate(_ item: TOMLItem, of environment: String) -> NodeDeclaration? {
    var items = NodeItems()
    if item.kind == .table {
      let keys: KeyItems<GateKey> = usableKeys(of: item, in: "`\(item.key)`")
      for (key, value) in keys { items[key.nodeKey] = value }
    } else if let flag = item.boolean {
      if !flag { return nil }
    } else {
      report(.wrongForm(item.key, expected: "true or a table", found: item.kind.name), at: item)
      return nil
    }
    guard var manual = readManual(items) else { return nil }
    if items[.prompt] == nil { manual.question = .literal("Run with the environment \(environment)?") }
    manual.approval.isGate = true
    var node = NodeDeclaration(
      id: RunbookEnvironment.gateID(environment), idSpan: item.keySpan, action: .manual(manual))
    node.timeout = items[.timeout].flatMap { readTimeout($0) }
    return node
  }
}
