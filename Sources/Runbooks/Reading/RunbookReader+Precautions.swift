internal import TOML
internal import Templates
internal import Text

/// What keeps a node from doing harm that nobody can take back: `irreversible`, `pivot`, `snapshot`, `confirm`.
extension RunbookReader {
  mutating func readPrecautions(_ items: NodeItems) -> PrecautionDeclarations? {
    var result = PrecautionDeclarations()
    result.isIrreversible = items[.irreversible].flatMap { field($0) }
    result.isPivot = items[.pivot].flatMap { field($0) }
    result.snapshot = items[.snapshot].flatMap { readStep($0, of: items, .probe) }
    result.confirm = items[.confirm].flatMap { readStep($0, of: items, .probe) }
    checkRollback(of: result, items)
    return result.isEmpty ? nil : result
  }

  /// Warns of rollbacks that say something else than the keys beside them.
  private mutating func checkRollback(of precautions: PrecautionDeclarations, _ items: NodeItems) {
    if let item = items[.irreversible], items[.rollback] != nil, precautions.isIrreversible?.literal == true {
      report(.rollbackOfIrreversible, at: item, key: true)
    }
    if let item = items[.rollbackOn], item.string == RollbackCondition.success.rawValue,
      precautions.isPivot?.literal == true
    {
      report(.rollbackOfPivot, at: item, key: true)
    }
  }
}
