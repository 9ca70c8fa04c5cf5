internal import Templates
internal import Values

/// The names that templates can use while planning: the variables, and those of the instance at hand.
struct PlanScope: TemplateScope {
  let variables: [String: Value]
  /// `item`, `index` or `matrix` of an instance.
  var names: [String: Value] = [:]

  func value(of name: String) throws(TemplateProblem) -> Value? {
    names[name] ?? variables[name]
  }
}
