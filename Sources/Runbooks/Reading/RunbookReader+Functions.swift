internal import TOML
internal import Templates
internal import Text
internal import Values

/// The keys of functions (design 3.4).
extension RunbookReader {
  mutating func readFunction(_ table: TOMLItem, _ items: NodeItems) -> ActionDeclaration? {
    guard let item = items[.function], let name = item.string else {
      reportMissing(.function, of: .function, table)
      return nil
    }
    let parameters = oneOf(.params, .functionParams, items)
    if let plugin = items[.plugin], plugin.string != Self.builtinPlugin {
      return readPluginCall(name, item, plugin, parameters, items)
    }
    if let configuration = items[.pluginConfig] { report(.configurationOfNoPlugin, at: configuration, key: true) }
    return .function(readBuiltin(name, item, parameters))
  }

  /// The plugin whose functions are the built-in ones.
  static let builtinPlugin = "python"

  private mutating func readBuiltin(_ name: String, _ item: TOMLItem, _ table: TOMLItem?) -> FunctionDeclaration {
    guard let function = builtin(name, item) else {
      // What is not known is reported; its parameters stay, so that the names in them are checked.
      return FunctionDeclaration(function: .noop, parameters: arguments(of: table), span: item.valueSpan)
    }
    let schema = function.schema
    let conditions = table?.children.filter { schema.parameter(named: $0.key)?.kind == .conditions } ?? []
    let keys = Set(conditions.map(\.key))
    let declaration = FunctionDeclaration(
      function: function, parameters: arguments(of: table) { keys.contains($0.key) },
      conditions: conditions.flatMap { self.conditions($0) }, span: item.valueSpan)
    check(declaration, conditions: conditions)
    return declaration
  }

  /// The built-in function of a name; reports what is none.
  private mutating func builtin(_ name: String, _ item: TOMLItem) -> BuiltinFunction? {
    guard let function = BuiltinFunction(rawValue: name) else {
      let names = BuiltinFunction.allCases.map(\.rawValue)
      report(.unknownFunction(name, suggestion: Suggestion.closest(to: name, among: names)), at: item)
      return nil
    }
    return function
  }

  /// Parameters that are written out are checked now, so that a mistake shows before anything runs.
  private mutating func check(_ call: FunctionDeclaration, conditions: [TOMLItem]) {
    let places = conditions.map {
      ParameterArgument(
        name: $0.key, nameSpan: $0.keySpan, value: .list([.literal(.null)]), valueSpan: $0.valueSpan)
    }
    let check = ParameterCheck(call.parameters, besides: places, of: call.function.schema, at: call.span)
    for found in check.problems { diagnostics.report(found.problem, in: source, at: found.span) }
    if call.function == .waitFor { checkTarget(of: call) }
    if call.function == .set { checkStoring(of: call) }
  }

  /// `set` keeps a value or deletes a key.
  private mutating func checkStoring(of call: FunctionDeclaration) {
    func given(_ name: String) -> ParameterArgument? { call.parameters.first { $0.name == name } }
    func report(_ problem: FunctionProblem, at span: ByteSpan) { diagnostics.report(problem, in: source, at: span) }
    if let key = given("key"), let text = key.value.written?.string, !KeyValueStore.isKey(text) {
      report(.invalidStoreKey(text), at: key.valueSpan)
    }
    let deletes = given("delete")
    if given("value") == nil, deletes == nil || deletes?.value.written == .bool(false) {
      report(.missingParameter("value", function: call.function.rawValue), at: call.span)
    } else if let value = given("value"), deletes?.value.written == .bool(true) {
      report(.valueToDelete, at: value.nameSpan)
    }
  }

  /// `wait_for` waits for one thing.
  private mutating func checkTarget(of call: FunctionDeclaration) {
    func report(_ problem: FunctionProblem, at span: ByteSpan) { diagnostics.report(problem, in: source, at: span) }
    let targets = call.parameters.filter { WaitTarget(rawValue: $0.name) != nil }
    let host = call.parameters.first { $0.name == "host" }
    if targets.isEmpty, call.parameters.allSatisfy({ call.function.schema.parameter(named: $0.name) != nil }) {
      report(.nothingToWaitFor, at: call.span)
    } else if targets.count > 1 {
      report(.severalToWaitFor(targets[0].name, targets[1].name), at: targets[1].nameSpan)
    } else if let target = targets.first, target.name != WaitTarget.port.rawValue, let host {
      report(.hostWithoutPort, at: host.nameSpan)
    }
  }

  // MARK: - Parameters

  /// What is given for parameters, without what `takes` takes.
  private mutating func arguments(
    of table: TOMLItem?, besides takes: (TOMLItem) -> Bool = { _ in false }
  ) -> [ParameterArgument] {
    var result: [ParameterArgument] = []
    for item in table?.children.map({ $0 }) ?? [] {
      guard !takes(item), let value = valueTemplate(item) else { continue }
      result.append(
        ParameterArgument(name: item.key, nameSpan: item.keySpan, value: value, valueSpan: item.valueSpan))
    }
    return result
  }

  /// One condition, or a list of them.
  private mutating func conditions(_ item: TOMLItem) -> [Condition] {
    let parts = item.kind == .array ? item.children.map { $0 } : [item]
    if parts.isEmpty { report(.emptyWord(item.key), at: item) }
    return parts.compactMap { part in
      if part.kind == .string || part.kind == .boolean { return condition(part) }
      report(.wrongForm(item.key, expected: ParameterSchema.Kind.conditions.words, found: part.kind.name), at: part)
      return nil
    }
  }

  // MARK: - Plugins

  private mutating func readPluginCall(
    _ name: String, _ item: TOMLItem, _ plugin: TOMLItem, _ parameters: TOMLItem?, _ items: NodeItems
  ) -> ActionDeclaration? {
    guard let pluginName = plugin.string, PluginName.isValid(pluginName) else {
      report(.invalidPluginName(plugin.string ?? ""), at: plugin)
      return nil
    }
    let own = items[.pluginConfig].map { entries(of: $0) } ?? []
    return .plugin(
      PluginCallDeclaration(
        plugin: pluginName, pluginSpan: plugin.valueSpan, function: name, functionSpan: item.valueSpan,
        parameters: arguments(of: parameters), configuration: merged(own, plugin: pluginName)))
  }

  /// A node's settings of a plugin over those of the runbook.
  private func merged(
    _ own: [(name: String, value: ValueTemplate)], plugin: String
  ) -> [(name: String, value: ValueTemplate)] {
    let general = settings.pluginConfiguration.first { $0.plugin == plugin }?.settings ?? []
    return general.filter { setting in !own.contains { $0.name == setting.name } } + own
  }
}
