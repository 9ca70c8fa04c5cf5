internal import Runbooks
internal import Templates
internal import Values

/// What holds for a whole runbook.
extension FieldPlanner {
  /// The settings, rendered as far as variables allow.
  mutating func plan(_ settings: RunbookSettings) -> PlanSettings {
    let (result, found) = having(\.context, .runbook) { $0.apart { $0.planAsRunbook(settings) } }
    secretsOfRun.formUnion(found.secrets)
    return result
  }

  private mutating func planAsRunbook(_ settings: RunbookSettings) -> PlanSettings {
    var result = PlanSettings()
    result.title = settings.title.map { plan($0, key: "title") }
    result.description = settings.description.map { plan($0, key: "description") }
    result.version = settings.version.map { plan($0, key: "version") }
    result.author = settings.author.map { plan($0, key: "author") }
    result.createdAt = settings.createdAt.map { plan($0, key: "created_at") }
    result.isSequential = known(settings.mode, key: "mode") == .sequential
    result.jobs = settings.jobs.flatMap { number($0, key: "jobs", atLeast: 1) }
    pools = plan(settings.pools)
    poolIndexes = Dictionary(pools.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    result.pools = pools
    result.group = settings.group.flatMap { known($0, key: "group") }
    runLocks = plan(settings.locks)
    result.locks = runLocks.sorted()
    result.goesOnAfterFailure = known(settings.onFailure, key: "on_failure") == .goOn
    if let policy = known(settings.rollback, key: "rollback") {
      result.rollback = PlanSettings.RollbackPolicy(rawValue: policy.rawValue) ?? .auto
    }
    result.isStrict = known(settings.durability, key: "durability") == .strict
    result.interactiveTimeout = settings.interactiveTimeout.flatMap { known(timeout: $0, key: "interactive_timeout") }
    result.timeout = settings.timeout.flatMap { known(timeout: $0, key: "timeout") }
    if let limit = known(timeout: settings.recoveryTimeout, key: "recovery_timeout") { result.recoveryTimeout = limit }
    result.environment = plan(settings.environment)
    result.inheritance = plan(settings.inheritance, key: "inherit_env")
    result.workingDirectory = settings.workingDirectory.map { plan($0, key: "working_dir") }
    check(settings.environments)
    for plugin in settings.pluginConfiguration { _ = plan(plugin.settings) }
    result.channels = plan(settings.channels)
    runbookShell = settings.shell
    return result
  }

  /// The run's outputs, which are known when everything has ended.
  ///
  /// They may name instances, so these must be known.
  mutating func planOutputs(
    _ entries: [(name: String, value: ValueTemplate)]
  ) -> [(name: String, value: ValueTemplate)] {
    let (result, found) = having(\.context, .node) { $0.apart { $0.plan(entries) } }
    readByRun = found.nodes
    secretsOfRun.formUnion(found.secrets)
    return result
  }
}
