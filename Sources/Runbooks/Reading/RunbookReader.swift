internal import TOML
internal import Templates
public import Text
internal import Values

/// Reads a runbook from its text: typed, defaults filled in, every mistake reported.
public struct RunbookReader {
  let source: SourceText
  var diagnostics = Diagnostics()
  /// Whether the shell of the whole runbook is not the default; nodes without one of their own use it.
  var settings = RunbookSettings()

  /// The names that stand for what must never be shown.
  var secretNames: Set<String> = []

  /// The variables that are numbers or booleans.
  var numericNames: Set<String> = []

  /// The strategy whose keys are read: what is wrong with one of these is answered with what works.
  var strategyKind: NodeKind?

  /// Whether everything that was written can be read, so that what is not found is missing.
  let isWhole: Bool

  init(source: SourceText, isWhole: Bool) {
    self.source = source
    self.isWhole = isWhole
  }

  /// The runbook that `source` states, as far as it could be understood; what is wrong with it is reported.
  public static func read(_ source: SourceText, into diagnostics: inout Diagnostics) -> Runbook {
    let errorsBefore = diagnostics.errorCount
    let document = TOMLDocument.parse(source, into: &diagnostics)
    var reader = RunbookReader(source: source, isWhole: diagnostics.errorCount == errorsBefore)
    let runbook = reader.read(document.root)
    diagnostics.append(contentsOf: reader.diagnostics)
    return runbook
  }

  private mutating func read(_ root: TOMLItem) -> Runbook {
    // `[runbook]` may stand anywhere, and nodes need its shell.
    if let table = root["runbook"] { readSettings(table) }
    // So may `[variables]`, and commands treat secrets differently.
    let variables = root["variables"].map { readVariables($0) } ?? []
    numericNames = Set(variables.lazy.filter { $0.type.isNumeric }.map(\.name))
    secretNames = Runbook.secretNames(variables, settings.secrets)
    var nodes: [NodeDeclaration] = []
    var hasNodes = false
    for item in root.children {
      switch item.key {
      case "runbook", "variables": break
      case "$schema": _ = isOfKind(.string, item)
      default:
        hasNodes = true
        if let node = readNode(item) { nodes.append(node) }
      }
    }
    checkChannelNames(among: nodes)
    if !hasNodes, isWhole { diagnostics.report(RunbookProblem.noNodes, at: .file(source.name)) }
    return Runbook(source: source, isWhole: isWhole, settings: settings, variables: variables, nodes: nodes)
  }

  // MARK: - Reporting

  mutating func report(_ problem: RunbookProblem, at item: TOMLItem, key: Bool = false) {
    if problem.hint == nil, let kind = strategyKind, let name = problem.keyOfValue,
      let example = NodeKey.named(name).flatMap({ StrategyExample.value(of: $0, kind) })
    {
      let problem = ExemplifiedProblem(problem: problem, example: "\(name) = \(example)")
      return diagnostics.report(problem, in: source, at: key ? item.keySpan : item.valueSpan)
    }
    diagnostics.report(problem, in: source, at: key ? item.keySpan : item.valueSpan)
  }

  mutating func report(_ failure: TemplateFailure) {
    diagnostics.report(
      failure.problem, in: source, at: failure.span, notes: failure.notes(in: source))
  }

  /// Names are only suggested while there are few mistakes; a file with thousands is of another kind.
  var suggests: Bool { diagnostics.items.count < 100 }

  /// Whether `item` is of the given TOML kind; reports it if not.
  mutating func isOfKind(_ kind: TOMLKind, _ item: TOMLItem) -> Bool {
    if item.kind == kind { return true }
    report(.wrongForm(item.key, expected: kind.name, found: item.kind.name), at: item)
    return false
  }

  /// Whether an item of a list is a string; reports it if not.
  mutating func isString(_ item: TOMLItem, of list: TOMLItem) -> Bool {
    if item.kind == .string { return true }
    report(.wrongItem(list.key, expected: TOMLKind.string.name, found: item.kind.name), at: item)
    return false
  }

  /// Whether a value has one of the forms of its key, and the key works yet; reports it if not.
  mutating func isUsable(_ item: TOMLItem, as definition: KeyDefinition) -> Bool {
    if definition.availability == .later {
      report(.notYet(item.key), at: item, key: true)
      return false
    }
    if definition.form.accepts(item.kind) { return true }
    report(.wrongForm(item.key, expected: definition.form.name, found: item.kind.name), at: item)
    return false
  }
}
