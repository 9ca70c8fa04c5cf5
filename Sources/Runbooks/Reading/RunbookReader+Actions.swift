internal import TOML
internal import Templates
internal import Text
internal import Values

/// The keys of the kinds.
extension RunbookReader {
  mutating func readAction(
    _ kind: NodeKind, _ table: TOMLItem, _ items: NodeItems
  ) -> ActionDeclaration? {
    switch kind {
    case .command: readCommand(table, items).map { .command($0) }
    case .http: readHTTP(table, items).map { .http($0) }
    case .function: readFunction(table, items)
    case .manual: readManual(items).map { .manual($0) }
    case .runbook: readRunbookCall(table, items).map { .runbook($0) }
    case .blueGreen, .canary, .progressive: .strategy(readStrategy(kind, table, items))
    }
  }

  /// The item of a key that has two names, which exclude each other.
  mutating func oneOf(
    _ first: NodeKey, _ second: NodeKey, _ items: NodeItems
  ) -> TOMLItem? {
    if let item = items[second], items[first] != nil {
      report(.sameKeyTwice(first.rawValue, second.rawValue), at: item, key: true)
    }
    return items[first] ?? items[second]
  }

  /// A key without which a node of its kind does nothing; one that was written but refused is not missing.
  mutating func reportMissing(_ key: NodeKey, of kind: NodeKind, _ table: TOMLItem) {
    if isWhole, table[key.rawValue] == nil { report(.missingKey(key.rawValue, kind: kind), at: table, key: true) }
  }

  private mutating func readRunbookCall(_ table: TOMLItem, _ items: NodeItems) -> RunbookCallDeclaration? {
    guard let item = items[.runbook] else {
      reportMissing(.runbook, of: .runbook, table)
      return nil
    }
    guard let path = nonEmpty(item) else { return nil }
    var call = RunbookCallDeclaration(path: path, pathSpan: item.valueSpan)
    for argument in items[.variables]?.children.map({ $0 }) ?? [] {
      guard let value = valueTemplate(argument) else { continue }
      call.arguments.append(
        RunbookCallDeclaration.Argument(name: argument.key, nameSpan: argument.keySpan, value: value))
    }
    return call
  }
}
