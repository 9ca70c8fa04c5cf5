internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Circuit breakers, which must be known before the run.
extension FieldPlanner {
  /// The breaker of a node; nothing if its name is not known, or wrong.
  mutating func plan(_ declaration: BreakerDeclaration) -> PlanBreaker? {
    let threshold = declaration.threshold.flatMap { number($0, key: "threshold", atLeast: 1) }
    let cooldown = declaration.cooldown.flatMap { known(timeout: $0, key: "cooldown") }
    guard let name = known(declaration.name, key: "name") else { return nil }
    if name.isEmpty {
      refuse("name", expected: "a breaker's name", found: name, at: declaration.span)
      return nil
    }
    let breaker = PlanBreaker(
      name: name, threshold: threshold ?? PlanBreaker.defaultThreshold,
      cooldown: cooldown ?? PlanBreaker.defaultCooldown)
    if let other = breakers[name], other != breaker {
      report(.breakersDiffer(breaker.summary, other.summary), at: declaration.span)
    }
    breakers[name] = breaker
    return breaker
  }
}
