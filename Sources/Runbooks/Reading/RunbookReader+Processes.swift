internal import TOML

/// Keys about processes, which would be ignored where none is started that they are about.
extension RunbookReader {
  /// What a node, or something that belongs to one, starts.
  struct Starts {
    /// Whether it starts a command.
    var command = false
    /// Whether it starts a plugin.
    var plugin = false
    /// Whether it starts a process: a command, a plugin, or a request, for which `curl` runs.
    var process = false
    /// Whether it runs a runbook, whose processes inherit the environment.
    var runbook = false

    /// What the actions start.
    init(_ kinds: [NodeKind], plugin: Bool) {
      command = kinds.contains(.command)
      self.plugin = plugin
      process = command || plugin || kinds.contains(.http)
      runbook = kinds.contains(.runbook)
    }
  }

  /// Reports keys of a node that nothing of what it starts heeds.
  mutating func refuseIneffectiveKeys(of node: NodeDeclaration, _ items: NodeItems) {
    let steps = [node.rollback, node.precautions?.snapshot, node.precautions?.confirm].compactMap { $0 }
    let written = [NodeKey.rollback, .snapshot, .confirm].count { items[$0] != nil }
    // Of what could not be read nobody knows what it starts.
    guard steps.count == written, (node.unless == nil) == (items[.unless] == nil) else { return }
    var actions = [node.action] + steps.map(\.action)
    if case .strategy(let strategy) = node.action {
      if strategy.lacksSteps { return }
      actions += strategy.everyStep.map(\.action)
    }
    var kinds = actions.map(\.kind)
    if case .command? = node.unless { kinds.append(.command) }
    let plugin = actions.contains { if case .plugin = $0 { true } else { false } }
    refuseIneffectiveKeys(items, Starts(kinds, plugin: plugin))
  }

  /// Reports keys that nothing of what is started heeds.
  mutating func refuseIneffectiveKeys(_ items: NodeItems, _ starts: Starts) {
    if !starts.command { refuse(items[.shell], isOf: "command") }
    if !starts.command, !starts.plugin { refuse(items[.workingDirectory], isOf: "command") }
    for key in [NodeKey.inheritEnv, .secrets] where !starts.process { refuse(items[key], isOf: "process") }
    if !starts.process, !starts.runbook { refuse(items[.env], isOf: "process") }
  }

  private mutating func refuse(_ item: TOMLItem?, isOf subject: String) {
    guard let item else { return }
    report(.withoutProcess(item.key, subject: subject), at: item, key: true)
  }
}
