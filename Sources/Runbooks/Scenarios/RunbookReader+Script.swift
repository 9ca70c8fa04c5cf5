internal import TOML
internal import Text
internal import Values

/// `script`: what nodes do.
extension RunbookReader {
  mutating func readScript(_ table: TOMLItem) -> [ScriptEntry] {
    table.children.compactMap { item in
      guard let pattern = readPattern(item) else { return nil }
      let parts = item.kind == .array ? item.children.map { $0 } : [item]
      if parts.isEmpty { report(.emptySteps, at: item) }
      return ScriptEntry(pattern: pattern, steps: parts.compactMap { readScriptStep($0) })
    }
  }

  private mutating func readScriptStep(_ item: TOMLItem) -> ScriptEntry.Step? {
    var step = ScriptEntry.Step(at: item.valueSpan)
    switch item.kind {
    case .string: step.ending = .word(readWord(item) ?? .pass)
    case .integer: step.ending = .code(readCode(item) ?? 1)
    case .table: fill(&step, from: item)
    default:
      report(.wrongStep(found: item.kind.name), at: item)
      return nil
    }
    return step
  }

  private mutating func fill(_ step: inout ScriptEntry.Step, from table: TOMLItem) {
    let items: KeyItems<ScriptKey> = usableKeys(of: table, in: "what a node does")
    for (key, item) in items { step.keys[key] = item.keySpan }
    readEnding(of: &step, items)
    if let item = items[.json], let other = items[.stdout] {
      report(.exclusiveKeys(other.key, item.key), at: item, key: true)
    }
    step.stdout = items[.stdout].flatMap { valueTemplate($0, expandsEnvironment: false) }
    step.stderr = items[.stderr].flatMap { valueTemplate($0, expandsEnvironment: false) }
    step.json = items[.json].flatMap { valueTemplate($0, expandsEnvironment: false) }
    step.headers = items[.headers].map { entries(of: $0, expandsEnvironment: false) } ?? []
    step.outputs = items[.outputs].flatMap { valueTemplate($0, expandsEnvironment: false) }
    step.fields = items[.fields].flatMap { valueTemplate($0, expandsEnvironment: false) }
    step.people = items[.by].map { readTexts($0) } ?? []
    step.take = items[.take].flatMap { readTime($0) }
    step.times = items[.times].flatMap { readTimes($0) }
    step.moves = items[.moves].flatMap { readFlag($0) }
    step.changes = items[.world].map { readChanges($0) } ?? []
  }

  private mutating func readEnding(of step: inout ScriptEntry.Step, _ items: KeyItems<ScriptKey>) {
    let written = ScriptKey.endings.compactMap { items[$0] }
    if written.count > 1 { report(.exclusiveKeys(written[0].key, written[1].key), at: written[1], key: true) }
    if let item = items[.result], let word = readWord(item) { step.ending = .word(word) }
    if let item = items[.code], let code = readCode(item) { step.ending = .code(code) }
    if let item = items[.status], let status = readStatus(item) { step.ending = .status(status) }
  }

  private mutating func readWord(_ item: TOMLItem) -> ScriptWord? {
    let text = item.string ?? ""
    if let word = ScriptWord(rawValue: text) { return word }
    let suggestion = suggests ? Suggestion.closest(to: text, among: ScriptWord.allCases.map(\.rawValue)) : nil
    report(.unknownWord(text, suggestion: suggestion), at: item)
    return nil
  }

  private mutating func readCode(_ item: TOMLItem) -> Int? {
    guard let code = readNumber(item) else { return nil }
    if (0...255).contains(code) { return code }
    report(.codeOutOfRange(code), at: item)
    return nil
  }

  private mutating func readStatus(_ item: TOMLItem) -> Int? {
    guard let status = readNumber(item) else { return nil }
    if (100...599).contains(status) { return status }
    report(.statusOutOfRange(status), at: item)
    return nil
  }

  private mutating func readTimes(_ item: TOMLItem) -> Int? {
    guard let times = readNumber(item) else { return nil }
    if times > 0 { return times }
    report(.timesOutOfRange(times), at: item)
    return nil
  }

  /// A whole number that is no template.
  mutating func readNumber(_ item: TOMLItem) -> Int? {
    guard isOfKind(.integer, item) else { return nil }
    return item.integer
  }

  /// A duration that is no template.
  mutating func readTime(_ item: TOMLItem) -> Duration? {
    guard let time = Duration.convert(item.value) else {
      let found = item.string ?? String.convert(item.value) ?? ""
      report(.wrongValue(item.key, expected: Duration.typeName, found: found, suggestion: nil), at: item)
      return nil
    }
    if time >= .zero { return time }
    report(.negativeTime, at: item)
    return nil
  }

  mutating func report(_ problem: ScenarioProblem, at item: TOMLItem) {
    diagnostics.report(problem, in: source, at: item.valueSpan)
  }
}
