internal import TOML
internal import Templates
public import Text
internal import Values

/// Reads scenarios from the text of their file: typed, every mistake reported (design 9).
public enum ScenarioReader {
  /// The scenarios that `source` states, as far as they could be understood; what is wrong with them is reported.
  public static func read(_ source: SourceText, into diagnostics: inout Diagnostics) -> ScenarioFile {
    let errorsBefore = diagnostics.errorCount
    let document = TOMLDocument.parse(source, into: &diagnostics)
    var reader = RunbookReader(source: source, isWhole: diagnostics.errorCount == errorsBefore)
    let file = reader.readScenarios(document.root)
    diagnostics.append(contentsOf: reader.diagnostics)
    return file
  }

  /// The world of the scenarios in `source` alone: what is wrong with these does not matter to it.
  public static func readWorld(_ source: SourceText, into diagnostics: inout Diagnostics) -> ScenarioWorld {
    let errorsBefore = diagnostics.errorCount
    let document = TOMLDocument.parse(source, into: &diagnostics)
    var reader = RunbookReader(source: source, isWhole: diagnostics.errorCount == errorsBefore)
    let items: KeyItems<ScenarioFileKey> = reader.usableKeys(of: document.root, in: "a scenario file")
    let world = items[.world].map { reader.readWorld($0) } ?? ScenarioWorld()
    diagnostics.append(contentsOf: reader.diagnostics)
    return world
  }
}

extension RunbookReader {
  fileprivate mutating func readScenarios(_ root: TOMLItem) -> ScenarioFile {
    var file = ScenarioFile(source: source)
    let items: KeyItems<ScenarioFileKey> = usableKeys(of: root, in: "a scenario file")
    if let table = items[.world] { file.world = readWorld(table) }
    file.variables = items[.vars].map { readAssignments($0) } ?? []
    var names: Set<String> = []
    for item in items[.scenario]?.children.map({ $0 }) ?? [] {
      guard isScenario(item), var scenario = readScenario(item) else { continue }
      let own = Set(scenario.variables.map(\.name))
      scenario.variables = file.variables.filter { !own.contains($0.name) } + scenario.variables
      file.scenarios.append(scenario)
      if names.insert(scenario.name.content).inserted { continue }
      diagnostics.report(ScenarioProblem.doubledName(scenario.name.content), in: source, at: scenario.name.span)
    }
    let isEmpty = items[.scenario].map { list in !list.children.contains { _ in true } } ?? true
    if isEmpty, isWhole { diagnostics.report(ScenarioProblem.noScenarios, at: .file(source.name)) }
    return file
  }

  private mutating func isScenario(_ item: TOMLItem) -> Bool {
    if item.kind == .table { return true }
    report(
      .wrongItem(ScenarioFileKey.scenario.rawValue, expected: TOMLKind.table.name, found: item.kind.name), at: item)
    return false
  }

  private mutating func readScenario(_ table: TOMLItem) -> Scenario? {
    let items: KeyItems<ScenarioKey> = usableKeys(of: table, in: "a scenario")
    guard let item = items[.name], let name = item.string, !name.trimmed.isEmpty else {
      if table[ScenarioKey.name.rawValue] == nil || items[.name] != nil {
        diagnostics.report(ScenarioProblem.noName, in: source, at: table.valueSpan)
      }
      return nil
    }
    var scenario = Scenario(name: Located(name, at: item.valueSpan))
    scenario.variables = items[.vars].map { readAssignments($0) } ?? []
    scenario.environment = items[.environment].flatMap { readText($0) }
    scenario.processEnvironment = items[.env].map { readProcessEnvironment($0) } ?? [:]
    if let item = items[.kv], let store = item.value.map { scenario.store = store }
    scenario.hasTerminal = items[.terminal].flatMap { readFlag($0) } ?? false
    scenario.jobs = items[.jobs].flatMap { integer($0, atLeast: 1)?.literal }
    scenario.isResumed = items[.resume].flatMap { readFlag($0) } ?? false
    if let world = items[.world] { scenario.world = readWorld(world) }
    scenario.script = items[.script].map { readScript($0) } ?? []
    let errors = diagnostics.errorCount
    if let expect = items[.expect] { scenario.expectation = readExpectation(expect) }
    // What is wrong with it was meant to expect something.
    if scenario.expectation.isEmpty, diagnostics.errorCount == errors {
      diagnostics.report(ScenarioProblem.noExpectation(name), in: source, at: item.valueSpan)
    }
    return scenario
  }

  private func readAssignments(_ table: TOMLItem) -> [VariableAssignment] {
    table.children.map { item in
      VariableAssignment(
        name: item.key, content: .value(item.value), source: .scenario, place: item.valuePlace,
        namePlace: item.keyPlace)
    }
  }

  private mutating func readProcessEnvironment(_ table: TOMLItem) -> [String: String] {
    var result: [String: String] = [:]
    for item in table.children { if let text = readText(item) { result[item.key] = text.content } }
    return result
  }

  /// A string that is no template.
  mutating func readText(_ item: TOMLItem) -> Located<String>? {
    guard isOfKind(.string, item) else { return nil }
    return Located(item.string ?? "", at: item.valueSpan)
  }

  /// A string, or a list of strings.
  mutating func readTexts(_ item: TOMLItem) -> [Located<String>] {
    guard item.kind == .array else { return [readText(item)].compactMap { $0 } }
    return item.children.compactMap { word in
      isString(word, of: item) ? Located(word.string ?? "", at: word.valueSpan) : nil
    }
  }
}
