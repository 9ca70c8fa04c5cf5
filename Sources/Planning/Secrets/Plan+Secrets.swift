internal import Runbooks
public import Values

/// The secrets of a plan, and their values once a run has fetched them.
extension Plan {
  /// The secrets of a runbook that some of its nodes use, or all nodes do; of all nodes that may run if none are named.
  ///
  /// A node that is named needs what the nodes around it give to its runbook.
  public func neededSecrets(of runbook: Int, by nodes: [Int]? = nil) -> [PlanSecret] {
    let plan = runbooks[runbook]
    if plan.secrets.isEmpty { return [] }
    let indexes = nodes.map { Set($0.flatMap(withOwners)).sorted() } ?? Array(self.nodes.indices)
    let own = indexes.map { self.nodes[$0] }.filter { $0.runbook == runbook }
    let names = own.filter { !$0.isKnownToBeSkipped }.reduce(into: plan.usedSecrets) { $0.formUnion($1.usedSecrets) }
    return plan.secrets.filter { names.contains($0.name) }
  }

  /// A node, and those that run the runbooks around it.
  private func withOwners(_ index: Int) -> [Int] {
    var path = [index]
    while let owner = runbooks[nodes[path[path.count - 1]].runbook].owner { path.append(owner) }
    return path
  }

  /// Whether it has any values that must never be shown.
  public var hasSecrets: Bool { runbooks.contains { !$0.secretNames.isEmpty } }

  /// Takes in the values of secrets that were fetched for one of the runbooks, by their names.
  public mutating func take(_ secrets: [String: String], of runbook: Int) {
    runbooks[runbook].secretValues = secrets
  }

  /// The names of the secrets that were fetched, with the runbook's prefix, and what kind of place each comes from.
  public var fetchedSecrets: [(name: String, kind: String)] {
    runbooks.flatMap { runbook in
      let there = runbook.secrets.filter { runbook.secretValues?[$0.name] != nil }
      return there.map { (runbook.prefix + $0.name, $0.kind) }
    }
  }

  /// The variables of pyflow's own environment that hold secrets, which nothing else is to have.
  public var secretEnvironment: Set<String> {
    var names: Set<String> = []
    for secret in runbooks.flatMap(\.secrets) {
      if case .environment(let name) = secret.provider { names.insert(name) }
    }
    return names
  }
}

extension PlanRunbook {
  /// What `secrets` holds in templates: those that were fetched, or before that a stand-in for each.
  public var secretScope: ValueMap {
    guard let secretValues else {
      return ValueMap(secrets.map { ($0.name, .string(SecretMask.replacement)) })
    }
    return ValueMap(secrets.compactMap { secret in secretValues[secret.name].map { (secret.name, .string($0)) } })
  }
}
