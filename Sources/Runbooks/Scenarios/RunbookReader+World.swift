internal import TOML
internal import Templates
internal import Text

/// `world`: what probes ask for, and what changes it.
extension RunbookReader {
  mutating func readWorld(_ table: TOMLItem) -> ScenarioWorld {
    var world = ScenarioWorld()
    for item in table.children {
      switch WorldKey(rawValue: item.key) {
      case .on?: if isOfKind(.table, item) { world.effects = readEffects(item) }
      case .says?: if isOfKind(.table, item) { world.sayings = readSayings(item) }
      case nil: if let change = readChange(item) { world.values.append(change) }
      }
    }
    return world
  }

  /// What becomes different in the world.
  mutating func readChanges(_ table: TOMLItem) -> [WorldChange] {
    table.children.compactMap { readChange($0) }
  }

  private mutating func readChange(_ item: TOMLItem) -> WorldChange? {
    valueTemplate(item, expandsEnvironment: false).map {
      WorldChange(key: Located(item.key, at: item.keySpan), value: $0)
    }
  }

  private mutating func readEffects(_ table: TOMLItem) -> [(pattern: Located<String>, changes: [WorldChange])] {
    table.children.compactMap { item in
      guard let pattern = readPattern(item), isOfKind(.table, item) else { return nil }
      return (pattern, readChanges(item))
    }
  }

  private mutating func readSayings(_ table: TOMLItem) -> [(pattern: Located<String>, text: ValueTemplate)] {
    table.children.compactMap { item in
      guard let pattern = readPattern(item) else { return nil }
      return valueTemplate(item, expandsEnvironment: false).map { (pattern, $0) }
    }
  }

  /// An id, or a pattern of ids, as the key of a table.
  mutating func readPattern(_ item: TOMLItem) -> Located<String>? {
    if !item.key.isEmpty { return Located(item.key, at: item.keySpan) }
    diagnostics.report(ScenarioProblem.emptyPattern, in: source, at: item.keySpan)
    return nil
  }
}
