public import Planning
public import Templates
public import Values

/// The names that the texts of channels can use: those of the event, the variables, `run`, `env` and `kv`; no secrets.
public struct NotificationScope: TemplateScope {
  private let plan: Plan
  private let context: RunContext
  private let store: StoreView
  private let names: [NotificationName: Value]

  /// The names for one event.
  public init(plan: Plan, context: RunContext, store: StoreView, names: [NotificationName: Value]) {
    self.store = store
    self.plan = plan
    self.context = context
    self.names = names
  }

  /// The value of `name`.
  public func value(of name: String) throws(TemplateProblem) -> Value? {
    if let value = NotificationName(rawValue: name).flatMap({ names[$0] }) { return value }
    if let variable = plan.variables.first(where: { $0.name == name }) { return variable.shownValue }
    switch name {
    case "run": return .object(RunObject(context: context, title: plan.title, directory: context.directory))
    case "env": return .object(EnvironmentObject(environment: context.environment))
    case Expression.storeName: return .object(StoreObject(store: store))
    default: return nil
    }
  }
}
