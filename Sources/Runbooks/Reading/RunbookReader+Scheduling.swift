internal import TOML
internal import Templates
internal import Text
internal import Values

/// What decides when a node that could start does: priorities, pools and locks.
extension RunbookReader {
  /// `pools = { api = 2 }`.
  ///
  /// A pool that is wrong stays, so that the nodes that take from it are not reported too.
  mutating func readPools(_ table: TOMLItem) {
    for item in table.children {
      var capacity: Field<Int>?
      if item.key.isEmpty || item.key == PoolDeclaration.machinePrefix {
        report(.emptyWord(item.key.isEmpty ? table.key : item.key), at: item, key: true)
      } else {
        capacity = readAmount(item)
      }
      settings.pools.append(PoolDeclaration(name: item.key, capacity: capacity, span: item.valueSpan))
    }
  }

  /// `pool = "api"`, or `pool = { api = 2 }`.
  mutating func readShares(_ item: TOMLItem) -> [PoolShareDeclaration] {
    if item.kind == .string {
      return nonEmpty(item).map { [share(of: $0, .literal(1), item.valueSpan, item.valueSpan)] } ?? []
    }
    return item.children.compactMap { entry in
      readAmount(entry).map { share(of: .literal(entry.key), $0, entry.keySpan, entry.valueSpan) }
    }
  }

  private func share(
    of pool: Field<String>, _ amount: Field<Int>, _ poolSpan: ByteSpan, _ amountSpan: ByteSpan
  ) -> PoolShareDeclaration {
    PoolShareDeclaration(pool: pool, amount: amount, poolSpan: poolSpan, amountSpan: amountSpan)
  }

  private mutating func readAmount(_ item: TOMLItem) -> Field<Int>? {
    let amount = field(item, as: Int.self)
    guard let number = amount?.literal, number < 1 else { return amount }
    report(.wrongValue(item.key, expected: "at least 1", found: String(number), suggestion: nil), at: item)
    return nil
  }

  /// `lock = "site"`, or a list of names.
  mutating func readLocks(_ item: TOMLItem) -> [LockDeclaration] {
    if item.kind == .boolean || item.kind == .table {
      report(RolloutProblem.lockOfStrategy, at: item)
      return []
    }
    let words = item.kind == .array ? item.children.filter { isString($0, of: item) } : [item]
    return words.compactMap { word in
      guard let name = field(word, as: String.self) else { return nil }
      if name.literal != "" { return LockDeclaration(name: name, span: word.valueSpan) }
      report(.emptyWord(item.key), at: word)
      return nil
    }
  }

  mutating func readPriority(_ item: TOMLItem) -> Field<Int>? {
    let priority = field(item, as: Int.self)
    guard let number = priority?.literal, !NodeDeclaration.priorities.contains(number) else { return priority }
    let expected = NodeDeclaration.priorityName
    report(.wrongValue(item.key, expected: expected, found: String(number), suggestion: nil), at: item)
    return nil
  }
}
