internal import TOML
internal import Templates
internal import Text
internal import Values

/// `[runbook]`.
extension RunbookReader {
  mutating func readSettings(_ table: TOMLItem) {
    guard table.kind == .table else {
      report(.notATable("runbook"), at: table, key: true)
      return
    }
    let items: KeyItems<RunbookKey> = usableKeys(of: table, in: "[runbook]")
    // Whether approvals have any weight depends on it.
    settings.group = items[.group].flatMap { nonEmpty($0) }
    for (key, item) in items { readSetting(key, item) }
    checkTimeout(settings.defaults?.timeout, items[.defaults]?[DefaultKey.timeout.rawValue])
  }

  private mutating func readSetting(_ key: RunbookKey, _ item: TOMLItem) {
    switch key {
    case .title: settings.title = field(item)
    case .description: settings.description = field(item)
    case .version: settings.version = field(item)
    case .author: settings.author = field(item)
    case .createdAt: settings.createdAt = field(item)
    case .mode: if let mode = field(item, as: RunbookSettings.Mode.self) { settings.mode = mode }
    case .jobs: settings.jobs = readJobs(item)
    case .onFailure:
      if let policy = field(item, as: RunbookSettings.FailurePolicy.self) { settings.onFailure = policy }
    case .rollback:
      if let policy = field(item, as: RunbookSettings.RollbackPolicy.self) { settings.rollback = policy }
    case .durability:
      if let durability = field(item, as: RunbookSettings.Durability.self) { settings.durability = durability }
    case .timeout: settings.timeout = readTimeout(item)
    case .interactiveTimeout: settings.interactiveTimeout = readTimeout(item)
    case .recoveryTimeout: if let limit = readTimeout(item) { settings.recoveryTimeout = limit }
    case .outputs: settings.outputs = entries(of: item)
    case .env: settings.environment = environment(item)
    case .inheritEnv:
      if let inheritance: Field<InheritedEnvironment> = field(item) { settings.inheritance = inheritance }
    case .workingDirectory: settings.workingDirectory = nonEmpty(item)
    case .shell: if let shell = shell(item) { settings.shell = shell }
    case .defaults: readDefaults(item)
    case .pools: readPools(item)
    case .lock: settings.locks = readLocks(item)
    case .environments: readEnvironments(item)
    case .pluginConfig: readPluginConfiguration(item)
    case .secrets: settings.secrets = readSecrets(item)
    case .notify: settings.channels = readChannels(item)
    case .group: break  // Read before the others.
    default: break  // `isUsable` has refused what comes later.
    }
  }

  private mutating func readJobs(_ item: TOMLItem) -> Field<Int>? {
    let jobs = field(item, as: Int.self)
    if let number = jobs?.literal, number < 1 {
      report(.nonPositiveJobs, at: item)
      return nil
    }
    return jobs
  }

  /// A string that must say something.
  mutating func nonEmpty(_ item: TOMLItem) -> Field<String>? {
    let field = field(item, as: String.self)
    if let text = field?.literal, text.isEmpty {
      report(.emptyWord(item.key), at: item)
      return nil
    }
    return field
  }

  private mutating func readEnvironments(_ table: TOMLItem) {
    for environment in table.children where isOfKind(.table, environment) {
      var assignments: [VariableAssignment] = []
      var gate: NodeDeclaration?
      for item in environment.children {
        if item.key == RunbookEnvironment.gateKey {
          gate = readGate(item, of: environment.key)
        } else {
          assignments.append(
            VariableAssignment(
              name: item.key, content: .value(item.value), source: .environment(environment.key),
              place: item.valuePlace, namePlace: item.keyPlace))
        }
      }
      settings.environments.append(RunbookEnvironment(name: environment.key, assignments: assignments, gate: gate))
    }
  }

  private mutating func readPluginConfiguration(_ table: TOMLItem) {
    for plugin in table.children where isOfKind(.table, plugin) {
      settings.pluginConfiguration.append((plugin.key, entries(of: plugin)))
    }
  }
}
