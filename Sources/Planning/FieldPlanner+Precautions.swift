internal import Runbooks
internal import Templates

/// What keeps a node from doing harm.
extension FieldPlanner {
  mutating func plan(_ precautions: PrecautionDeclarations) -> PlanPrecautions {
    var result = PlanPrecautions()
    result.isIrreversible = precautions.isIrreversible.map { plan($0, key: "irreversible") }
    result.isPivot = precautions.isPivot.map { plan($0, key: "pivot") }
    return result
  }
}
