internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Targets that a command tells (design 8, `targets_from`).
extension FieldPlanner {
  /// The targets that the command prints; nothing where it is not asked, or fails, which is reported.
  mutating func foundTargets(
    of declaration: StrategyDeclaration, _ shell: ShellChoice, into strategy: inout PlanStrategy
  ) -> [String]? {
    guard let step = declaration.steps[.targetsFrom], let arguments = arguments(of: step, strategy, shell) else {
      return nil
    }
    let query = TargetQuery(arguments, of: instanceID ?? nodeID, in: source.name)
    guard let answer = library.answer(query) else { return nil }
    switch answer {
    case .success(let text):
      strategy.areTargetsFound = true
      strategy.foundTargets = SourceText(name: query.name, bytes: Array(text.utf8))
      let targets = TargetQuery.targets(in: text)
      if targets.isEmpty { report(.noTargetsFound, at: span(.targetsFrom, of: declaration)) }
      return targets
    case .failure(let failure):
      report(.targetsNotFound(failure.message), at: span(.targetsFrom, of: declaration))
      return nil
    }
  }

  /// The words of the command, where variables alone tell them.
  private mutating func arguments(
    of step: StepDeclaration, _ strategy: PlanStrategy, _ shell: ShellChoice
  ) -> [String]? {
    let context = NameResolver.Context.rollout(RolloutNames(kind: strategy.kind, key: .targetsFrom), known: [])
    let told = resolver.diagnostics
    defer { resolver.forget(after: told) }
    // What is wrong with it is told where its node is made.
    let ((planned, _), _) = apart { fields in
      fields.having(\.context, context) { fields in fields.diagnosing { $0.plan(step, shell) } }
    }
    guard case .command(let command) = planned.action else { return nil }
    switch command.form {
    case .words(let words):
      let known = words.compactMap(\.literal)
      return known.count == words.count ? known : nil
    case .shell(.literal(let text), let shell):
      let known = shell.arguments.compactMap(\.literal)
      return known.count == shell.arguments.count ? known + [text] : nil
    case .shell: return nil
    }
  }
}
