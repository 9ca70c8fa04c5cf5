internal import Planning
internal import Runbooks
internal import Running
internal import Values

extension RehearsalScript {
  /// What a scenario says of its nodes.
  init(_ scenario: Scenario) {
    self.init(scenario.script.map { Entry($0.pattern.content, $0.steps.map { ScriptStep($0) }) })
  }
}

extension ScriptStep {
  fileprivate init(_ step: ScriptEntry.Step) {
    self.init(Ending(step.ending), take: step.take ?? ScriptStep.usual.take, times: step.times, moves: step.moves)
    output = step.json ?? step.stdout
    isJSON = step.json != nil
    errorOutput = step.stderr
    headers = step.headers
    outputs = step.outputs
    fields = step.fields
    people = step.people.map(\.content)
    changes = step.changes.map { ScriptedScene.Change($0) }
  }
}

extension ScriptEntry.Ending {
  /// What an operator wants meanwhile, if anybody wants something.
  var wish: RolloutEvent? { if case .wish(let wish) = ScriptStep.Ending(self) { wish } else { nil } }
}

extension ScriptStep.Ending {
  fileprivate init(_ ending: ScriptEntry.Ending) {
    switch ending {
    case .code(let code): self = .exit(code)
    case .status(let status): self = .status(status)
    case .word(let word):
      switch word {
      case .pass, .approve: self = .pass
      case .fail: self = .fail
      case .unknown: self = .unknown
      case .timeout: self = .timeout
      case .hang: self = .hang
      case .cancel: self = .cancel
      case .crash: self = .crash
      case .promote: self = .wish(.promote)
      case .abort: self = .wish(.abort)
      case .reject: self = .reject
      case .wait: self = .wait
      }
    }
  }
}

extension ScriptedScene.Change {
  fileprivate init(_ change: WorldChange) { self.init(change.key.content, to: change.value) }
}

extension ScriptedScene {
  /// The world of scenarios, for a plan.
  init(_ world: ScenarioWorld, of plan: Plan) {
    self.init()
    values = world.values.map { Change($0) }
    effects = world.effects.map { ($0.pattern.content, $0.changes.map { Change($0) }) }
    sayings = world.sayings.map { ($0.pattern.content, $0.text) }
    for variable in plan.variables { variables[variable.name] = variable.value }
  }
}
