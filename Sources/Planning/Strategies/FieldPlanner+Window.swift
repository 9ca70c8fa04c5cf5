internal import Runbooks
internal import Templates
internal import Values

/// When a rollout may begin (design 8).
extension FieldPlanner {
  mutating func planWindow(of declaration: StrategyDeclaration) -> PlanWindow? {
    guard let written = declaration.window, let window = known(written) else { return nil }
    if let rules = library.rules(of: window.zone) { return PlanWindow(window: window, rules: rules) }
    report(.unknownZone(window.zone.text, suggestion: library.zoneLike(window.zone.text)), at: written.span)
    return nil
  }

  private mutating func known(_ written: WindowDeclaration) -> WeeklyWindow? {
    if let whole = written.whole { return known(whole, key: "window") }
    let days = known(written.days, key: "days")
    let hours = known(written.hours, key: "hours")
    guard let zone = known(written.zone, key: "zone"), let days, let hours else { return nil }
    return WeeklyWindow(days: days, hours: hours, zone: zone)
  }
}
