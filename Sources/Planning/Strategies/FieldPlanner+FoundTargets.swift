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
    guard let step = declaration.steps[.targetsFrom], let arguments = arguments(of: step, strategy, shell, declaration)
    else { return nil }
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

  /// The words of the command; where variables alone do not tell them, that is reported.
  ///
  /// One that only lacks a variable's value is not asked, and nothing is wrong with it.
  private mutating func arguments(
    of step: StepDeclaration, _ strategy: PlanStrategy, _ shell: ShellChoice, _ declaration: StrategyDeclaration
  ) -> [String]? {
    var maker = RolloutMaker(strategy, declaration, shell: shell, lock: [])
    let told = resolver.diagnostics
    defer { resolver.forget(after: told) }
    // What is wrong with it is told where its node is made.
    let ((action, _), found) = apart { fields in
      fields.diagnosing { maker.plan(step, of: .targetsFrom, [:], by: &$0).0.action }
    }
    guard case .command(let command) = action else { return nil }
    if let words = command.form.literalWords { return words }
    if found.needsRun || found.usesSecret {
      report(.needsRun(NodeKey.targetsFrom.rawValue), at: span(.targetsFrom, of: declaration))
    }
    return nil
  }
}

extension PlanCommand.Form {
  /// The program and its arguments, if all of them are known.
  fileprivate var literalWords: [String]? {
    let (words, text): ([Field<String>], String?)
    switch self {
    case .words(let written): (words, text) = (written, nil)
    case .shell(.literal(let known), let shell): (words, text) = (shell.arguments, known)
    case .shell: return nil
    }
    let known = words.compactMap(\.literal)
    return known.count == words.count ? known + (text.map { [$0] } ?? []) : nil
  }
}
