internal import Templates
public import Values

/// Nodes as instances and as groups of these.
extension PlanNode {
  /// The node as it may be recorded: what it is an instance for without secrets.
  public func maskingItem(by mask: SecretMask) -> PlanNode {
    var node = self
    if let values = instance?.values { node.instance?.values = values.map { ($0.name, mask.masked($0.value)) } }
    return node
  }

  /// An instance that depends on what its node depends on.
  func withEdges(of node: PlanNode, group: Int) -> PlanNode {
    var result = self
    result.instance?.group = group
    result.entries = node.entries
    result.waits = node.waits
    result.readings = node.readings
    result.neededConditions = node.neededConditions
    result.lifting = node.lifting
    result.isHandler = node.isHandler
    result.followsHandlers = node.followsHandlers
    result.isEndNode = node.isEndNode
    // What the failure of the whole means is the group's.
    if !Self.differs(node.critical) { result.critical = nil }
    if !Self.differs(node.writtenAllowFailure) { result.writtenAllowFailure = nil }
    return result
  }

  /// Takes away what the node depends on: instances get that of their group.
  mutating func removeEdges() {
    (entries, waits, neededConditions, lifting) = ([], [], 0, .none)
    readings = []
  }

  /// The node that stands for all of its instances: what holds for each of them is theirs.
  ///
  /// Without instances it is decided as any other node is; then it has nothing to do.
  func asGroup(_ group: PlanGroup) -> PlanNode {
    var result = PlanNode(id: id, kind: kind, action: .group(group))
    result.idSpan = idSpan
    result.name = Self.differs(name) ? nil : name
    result.description = Self.differs(description) ? nil : description
    result.tags = tags.filter { !Self.differs($0) }
    result.critical = Self.differs(critical) ? nil : critical
    result.writtenAllowFailure = Self.differs(writtenAllowFailure) ? nil : writtenAllowFailure
    if result.writtenAllowFailure == nil, !Self.differs(writtenAllowFailure), allowsFailure.literal == true {
      result.writtenAllowFailure = .literal(true)
    }
    result.skip = Self.differs(skip) ? nil : skip
    result.isHandler = isHandler
    result.isEndNode = isEndNode
    result.isRead = isRead
    result.usedSecrets = usedSecrets
    if group.instances.isEmpty {
      result.addEdges(of: self)
    } else {
      result.entries = group.instances.map { PlanEntry(target: $0, origin: .instance) }
    }
    return result
  }

  private mutating func addEdges(of node: PlanNode) {
    when = node.when.flatMap { Self.differs($0.expressions) ? nil : $0 }
    entries = node.entries
    waits = node.waits
    neededConditions = node.neededConditions
    lifting = node.lifting
    followsHandlers = node.followsHandlers
  }

  /// Whether a field has a value of its own for each instance.
  private static func differs<Content>(_ field: Field<Content>?) -> Bool {
    field?.templates.contains { differs($0.expressions) } ?? false
  }

  private static func differs(_ expressions: [Expression]) -> Bool {
    expressions.contains { $0.uses(anyOf: IterationNames.all) }
  }
}
