/// The keys of `[runbook]` (design 3.1).
public enum RunbookKey: String, Sendable, CaseIterable {
  case title, description, version, author
  case createdAt = "created_at"
  case mode, jobs
  case onFailure = "on_failure"
  case rollback, timeout
  case recoveryTimeout = "recovery_timeout"
  case interactiveTimeout = "interactive_timeout"
  case durability, env
  case inheritEnv = "inherit_env"
  case workingDirectory = "working_dir"
  case shell, lock, pools, group, outputs, defaults, environments, secrets, notify
  case pluginConfig = "plugin_config"
  case templateProfile = "template_profile"

  /// What is known of the key.
  public var definition: KeyDefinition {
    switch self {
    case .title: KeyDefinition(.string, "the runbook's name; the file's name by default")
    case .description: KeyDefinition(.string, "what it does")
    case .version: KeyDefinition(.string, "its version")
    case .author: KeyDefinition(.string, "who wrote it")
    case .createdAt: KeyDefinition(.stringOrDate, "when it was written")
    case .mode: KeyDefinition(.string, "\"parallel\" (default), or \"sequential\": one node at a time")
    case .jobs: KeyDefinition(.integer, "nodes that run at once; at least 4, or the number of CPUs")
    case .onFailure: KeyDefinition(.string, "\"stop\" (default) or \"continue\" after a failure")
    case .rollback:
      KeyDefinition(
        .string, "\"auto\" (default), \"ask\" or \"never\": whether what was done is undone after a failure")
    case .timeout:
      KeyDefinition(.duration, "how long everything but the rollbacks may take; without limit by default")
    case .recoveryTimeout: KeyDefinition(.duration, "how long all rollbacks together may take; 15m by default")
    case .interactiveTimeout:
      KeyDefinition(
        .duration, "how long to wait for an answer about a failure; 30m, or 1m while something could be rolled back")
    case .durability:
      KeyDefinition(
        .string, "\"process\" (default): a killed process loses nothing; \"strict\": a power cut neither")
    case .env: KeyDefinition(.table, "environment of every command")
    case .inheritEnv:
      KeyDefinition(
        .listOrBoolean, "what commands have of pyflow's own environment: all (default), nothing, or these names")
    case .workingDirectory: KeyDefinition(.string, "where commands run; the runbook's folder by default")
    case .shell: KeyDefinition(.stringOrList, "\"sh\" (default), \"bash\", or a list: the program and its options")
    case .lock: KeyDefinition(.stringOrList, "locks of this machine that a run takes before it changes anything")
    case .pools:
      KeyDefinition(
        .table, "pools that nodes take from, each with how much there is; all runs share those named `machine:…`")
    case .group: KeyDefinition(.string, "group of the operating system whose members may read the audit and approve")
    case .outputs: KeyDefinition(.table, "the run's results, by name")
    case .defaults: KeyDefinition(.table, "keys that nodes have which do not state them")
    case .environments: KeyDefinition(.table, "values of variables for `--env NAME`")
    case .secrets:
      KeyDefinition(.table, "where secrets come from: each a table with one of `env`, `file` and `command`")
    case .notify: KeyDefinition(.table, "channels that hear of the run, by name")
    case .pluginConfig: KeyDefinition(.table, "settings of plugins, by plugin")
    case .templateProfile: .later(.string, "how values become text in templates")
    }
  }
}
