internal import TOML
internal import Templates
internal import Text
internal import Values

/// The keys of functions (design 3.4).
extension RunbookReader {
  mutating func readFunction(
    _ table: TOMLItem, _ items: NodeItems
  ) -> FunctionDeclaration? {
    guard let item = items[.function], let name = item.string else {
      reportMissing(.function, of: .function, table)
      return nil
    }
    let parameters = oneOf(.params, .functionParams, items)
    let values = parameters.map { entries(of: $0) } ?? []
    let configuration = items[.pluginConfig].map { entries(of: $0) } ?? []
    let function = builtin(name, item, plugin: items[.plugin])
    if let function { checkParameters(parameters, of: function, item) }
    // What is not known is reported; its parameters stay, so that the names in them are checked.
    return FunctionDeclaration(
      function: function ?? .noop, parameters: values, configuration: merged(configuration, plugin: "python"))
  }

  /// The built-in function of a name; reports what is none.
  private mutating func builtin(_ name: String, _ item: TOMLItem, plugin: TOMLItem?) -> BuiltinFunction? {
    if let plugin, let pluginName = plugin.string, pluginName != "python" {
      report(.unknownPlugin(pluginName), at: plugin)
      return nil
    }
    guard let function = BuiltinFunction(rawValue: name) else {
      let names = BuiltinFunction.allCases.map(\.rawValue)
      report(.unknownFunction(name, suggestion: Suggestion.closest(to: name, among: names)), at: item)
      return nil
    }
    if function.availability == .now { return function }
    report(.functionNotYet(name), at: item)
    return nil
  }

  /// A node's settings of a plugin over those of the runbook.
  private func merged(
    _ own: [(name: String, value: ValueTemplate)], plugin: String
  ) -> [(name: String, value: ValueTemplate)] {
    let general = settings.pluginConfiguration.first { $0.plugin == plugin }?.settings ?? []
    return general.filter { setting in !own.contains { $0.name == setting.name } } + own
  }

  private mutating func checkParameters(
    _ table: TOMLItem?, of function: BuiltinFunction, _ item: TOMLItem
  ) {
    let known = function.parameters
    let given = table?.children.map { $0 } ?? []
    for parameter in given {
      guard let definition = known.first(where: { $0.name == parameter.key || $0.alias == parameter.key }) else {
        let suggestion = Suggestion.closest(to: parameter.key, among: known.map(\.name))
        report(
          .unknownParameter(parameter.key, function: function.rawValue, suggestion: suggestion),
          at: parameter, key: true)
        continue
      }
      checkParameter(parameter, definition)
    }
    // One that is not known may be the missing one, misspelled.
    let areKnown = given.allSatisfy { item in known.contains { $0.name == item.key || $0.alias == item.key } }
    for parameter in known {
      let items = given.filter { $0.key == parameter.name || $0.key == parameter.alias }
      if parameter.isRequired, items.isEmpty, areKnown {
        report(.missingParameter(parameter.name, function: function.rawValue), at: item)
      } else if items.count > 1 {
        report(.sameKeyTwice(items[0].key, items[1].key), at: items[1], key: true)
      }
    }
  }

  /// Parameters that are written out are converted now, so that a mistake shows before anything runs.
  private mutating func checkParameter(_ item: TOMLItem, _ definition: BuiltinFunction.Parameter) {
    if let text = item.string, Template.isTemplate(text) || text.contains("${") { return }
    guard definition.kind == .duration, Duration.convert(item.value) == nil else { return }
    let found = String.convert(item.value) ?? ""
    report(.wrongValue(item.key, expected: Duration.typeName, found: found, suggestion: nil), at: item)
  }
}
