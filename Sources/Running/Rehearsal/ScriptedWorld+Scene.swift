internal import Planning
internal import Templates
public import Values

/// What a scripted world is like, and how nodes change it.
extension ScriptedWorld {
  /// How it is at the end, by key; nothing if there is no such key.
  public func value(of key: String) -> Value? {
    TrafficKey(rawValue: key).flatMap { traffic.value(of: $0, for: nil) } ?? values[key]
  }

  /// How it is for one rollout, by key and the rollout's id.
  public func value(of key: String, ofRollout id: String) -> Value? {
    TrafficKey(rawValue: key).flatMap { traffic.value(of: $0, ofRollout: id) }
  }

  /// Does what an action does in the world.
  mutating func carryOut(_ deed: Deed) {
    if deed.isDone { settle(deed.node, deed.step) }
    for change in deed.changes { apply(change, by: deed.node) }
  }

  /// Does what a node does in the world that has succeeded: it moves the traffic of its rollout, then what is said of it holds.
  mutating func settle(_ node: Int, _ step: Step) {
    if let member = plan.rolloutMember(node) {
      let known = rolloutValues[node] ?? [:]
      traffic.move(by: member.member, member.strategy) { known[$0] }
    }
    let name = name(node, step)
    for effect in scene.effects where RehearsalScript.matches(effect.pattern, name) {
      for change in effect.changes { apply(change, by: node) }
    }
  }

  mutating func apply(_ change: ScriptedScene.Change, by node: Int?) {
    guard let value = value(of: change.value, at: node) else { return }
    if let key = TrafficKey(rawValue: change.key), traffic.has(key) {
      traffic.set(key, to: value, for: scope(of: node))
    } else {
      values[change.key] = value
    }
  }

  private func scope(of node: Int?) -> Int? {
    node.flatMap { plan.rolloutMember($0) }?.strategy.scope
  }

  // MARK: - Templates

  /// What a template comes to for a node; what is wrong with it is a problem.
  mutating func value(of template: ValueTemplate, at node: Int?) -> Value? {
    if case .literal(let value) = template { return value }
    var evaluator = TemplateEvaluator(
      scope: SceneNames(variables: scene.variables, world: .map(world(for: node)), rollout: .map(rollout(of: node))))
    do throws(TemplateFailure) {
      return try template.evaluate(with: &evaluator)
    } catch {
      problems.append(.template(error))
      return nil
    }
  }

  private func world(for node: Int?) -> ValueMap {
    var world = values
    for key in TrafficKey.allCases {
      if let value = traffic.value(of: key, for: scope(of: node)) { world[key.rawValue] = value }
    }
    return world
  }

  private func rollout(of node: Int?) -> ValueMap {
    guard let node, let known = rolloutValues[node] else { return ValueMap() }
    return ValueMap(
      RolloutValue.allCases.compactMap { key in known[key].map { (key.rawValue, .string($0)) } })
  }

  /// What an action's environment says of its rollout.
  static func rolloutValues(of action: Action) -> [RolloutValue: String] {
    let environment: [(name: String, value: String)] =
      switch action {
      case .process(let process): process.environment
      case .request(let request): request.environment
      default: []
      }
    let values = Dictionary(environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    return Dictionary(
      uniqueKeysWithValues: RolloutValue.allCases.compactMap { key in values[key.environmentName].map { (key, $0) } })
  }

  /// What a node prints where the script does not say.
  mutating func saying(of name: String, _ node: Int) -> String? {
    if let said = scene.sayings.first(where: { RehearsalScript.matches($0.pattern, name) }) {
      return value(of: said.text, at: node).map { Self.text(of: $0) }
    }
    return plan.rolloutMember(node).flatMap { traffic.answer(to: $0.member, $0.strategy) }
  }

  /// A value as a program prints it: a text as it is, data as JSON.
  static func text(of value: Value) -> String {
    if value.list == nil, value.map == nil, let text = String.convert(value) { return text }
    return JSONWriter.string(value)
  }
}
