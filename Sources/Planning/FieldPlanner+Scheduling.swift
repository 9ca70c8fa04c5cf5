internal import Runbooks
internal import Templates
internal import Text

/// Priorities and pools, which must be known before the run, and locks.
extension FieldPlanner {
  /// The pools; of one whose size is not known, everything may be taken.
  mutating func plan(_ pools: [PoolDeclaration]) -> [PlanPool] {
    pools.map { pool in
      let size = pool.capacity.flatMap { atLeastOne($0, key: pool.name, at: pool.span) }
      if let size, PoolDeclaration.isOfMachine(pool.name), size > PlanPool.largestOfMachine {
        refuse(pool.name, expected: "at most \(PlanPool.largestOfMachine)", found: String(size), at: pool.span)
      }
      return PlanPool(name: pool.name, capacity: size ?? .max)
    }
  }

  /// What a node takes from pools; one that is not there, or too small, is reported.
  mutating func shares(of node: NodeDeclaration) -> [PlanShare] {
    var shares: [PlanShare] = []
    for share in node.shares {
      guard let name = known(share.pool, key: "pool"),
        let amount = atLeastOne(share.amount, key: "pool", at: share.amountSpan)
      else { continue }
      guard let index = poolIndexes[name] else {
        let names = diagnostics.items.count < 100 ? pools.map(\.name) : []
        report(.unknownPool(name, suggestion: Suggestion.closest(to: name, among: names)), at: share.poolSpan)
        continue
      }
      shares.append(PlanShare(pool: index, amount: amount))
      guard amount > pools[index].capacity else { continue }
      report(.poolTooSmall(name, capacity: pools[index].capacity, taken: amount), at: share.amountSpan)
    }
    return shares
  }

  private mutating func atLeastOne(_ field: Field<Int>, key: String, at span: ByteSpan) -> Int? {
    guard let number = known(field, key: key) else { return nil }
    if number >= 1 { return number }
    refuse(key, expected: "at least 1", found: String(number), at: span)
    return nil
  }

  /// A number that must be known before the run; one that is written out was checked when the runbook was read.
  mutating func number(_ field: Field<Int>, key: String, atLeast minimum: Int) -> Int? {
    number(field, key: key, in: minimum...Int.max, "at least \(minimum)")
  }

  /// A number in a range, known before the run; `expected` says in which.
  mutating func number(_ field: Field<Int>, key: String, in range: ClosedRange<Int>, _ expected: String) -> Int? {
    guard let number = known(field, key: key) else { return nil }
    guard !range.contains(number), let template = field.template else { return number }
    refuse(key, expected: expected, found: String(number), at: template.span)
    return nil
  }

  /// How urgent a node is.
  mutating func priority(of node: NodeDeclaration) -> Int {
    guard let field = node.priority, let number = known(field, key: "priority") else {
      return NodeDeclaration.defaultPriority
    }
    if NodeDeclaration.priorities.contains(number) { return number }
    if let template = field.template {
      refuse("priority", expected: NodeDeclaration.priorityName, found: String(number), at: template.span)
    }
    return NodeDeclaration.defaultPriority
  }

  // MARK: - Locks

  /// The names of the run's locks.
  mutating func plan(_ locks: [LockDeclaration]) -> [String] {
    var names: [String] = []
    for lock in locks {
      guard let name = known(lock.name, key: "lock"), isNew(name, at: lock.span, among: names) else { continue }
      names.append(name)
    }
    return names
  }

  /// The locks of a node; what is known of them is checked.
  mutating func locks(of node: NodeDeclaration) -> [Field<String>] {
    var locks: [Field<String>] = []
    for lock in node.locks {
      let name = plan(lock.name, key: "lock")
      if let text = name.literal {
        guard isNew(text, at: lock.span, among: locks.compactMap(\.literal)) else { continue }
        if runLocks.contains(text) { report(.lockOfRun(text), at: lock.span) }
      }
      locks.append(name)
    }
    return locks
  }

  private mutating func isNew(_ name: String, at span: ByteSpan, among others: [String]) -> Bool {
    if name.isEmpty {
      refuse("lock", expected: "a name", found: name, at: span)
    } else if others.contains(name) {
      report(.lockTwice(name), at: span)
    } else {
      return true
    }
    return false
  }
}
