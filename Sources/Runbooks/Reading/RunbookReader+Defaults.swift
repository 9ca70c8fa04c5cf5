internal import TOML

/// `[runbook.defaults]`.
extension RunbookReader {
  mutating func readDefaults(_ table: TOMLItem) {
    let items: KeyItems<DefaultKey> = usableKeys(of: table, in: "[runbook.defaults]")
    var defaults = NodeDefaults()
    defaults.timeout = items[.timeout].flatMap { readTimeout($0) }
    defaults.retry = items[.retry].flatMap { readRetry($0) }
    defaults.environment = items[.env].map { environment($0) } ?? []
    defaults.shell = items[.shell].flatMap { shell($0) }
    defaults.workingDirectory = items[.workingDirectory].flatMap { nonEmpty($0) }
    defaults.allowFailure = items[.allowFailure].flatMap { field($0) }
    settings.defaults = defaults
  }

  /// The shell of a command that states `item`; a wrong one is reported with the keys of every node.
  func shellChoice(_ item: TOMLItem?) -> ShellChoice {
    item.flatMap { ShellChoice.read($0) } ?? settings.defaults?.shell ?? settings.shell
  }
}
