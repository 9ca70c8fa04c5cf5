internal import TOML

/// Keys about processes, which would be ignored where none is started that they are about.
extension RunbookReader {
  /// What a node, or something that belongs to one, starts.
  struct Starts {
    /// Whether it starts a command.
    var command = false
    /// Whether it starts a process: a command, or a request, for which `curl` runs.
    var process = false
    /// Whether it runs a runbook, whose processes inherit the environment.
    var runbook = false

    /// What the actions start.
    init(_ kinds: [NodeKind]) {
      command = kinds.contains(.command)
      process = command || kinds.contains(.http)
      runbook = kinds.contains(.runbook)
    }
  }

  /// Reports keys of a node that nothing of what it starts heeds.
  mutating func refuseIneffectiveKeys(of node: NodeDeclaration, _ items: NodeItems) {
    let steps = [node.rollback, node.precautions?.snapshot, node.precautions?.confirm].compactMap { $0 }
    let written = [NodeKey.rollback, .snapshot, .confirm].count { items[$0] != nil }
    // Of what could not be read nobody knows what it starts.
    guard steps.count == written, (node.unless == nil) == (items[.unless] == nil) else { return }
    var kinds = [node.kind] + steps.map(\.action.kind)
    if case .command? = node.unless { kinds.append(.command) }
    refuseIneffectiveKeys(items, Starts(kinds))
  }

  /// Reports keys that nothing of what is started heeds.
  mutating func refuseIneffectiveKeys(_ items: NodeItems, _ starts: Starts) {
    for key in [NodeKey.workingDirectory, .shell] where !starts.command { refuse(items[key], isOf: "command") }
    for key in [NodeKey.inheritEnv, .secrets] where !starts.process { refuse(items[key], isOf: "process") }
    if !starts.process, !starts.runbook { refuse(items[.env], isOf: "process") }
  }

  private mutating func refuse(_ item: TOMLItem?, isOf subject: String) {
    guard let item else { return }
    report(.withoutProcess(item.key, subject: subject), at: item, key: true)
  }
}
