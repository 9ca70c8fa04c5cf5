internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What plugins are called for.
extension FieldPlanner {
  mutating func plan(_ call: PluginCallDeclaration) -> PlanAction {
    let configuration = plan(call.configuration)
    guard let (plugin, schema) = function(of: call) else {
      // The names in what is given for parameters are checked all the same.
      _ = plan(call.parameters.map { ($0.name, $0.value) })
      return .function(PlanFunctionCall(function: .noop, parameters: []))
    }
    let check = ParameterCheck(call.parameters, of: schema, at: call.functionSpan)
    for found in check.problems { report(of: found.problem, at: found.span) }
    return .plugin(
      PlanPluginCall(
        plugin: call.plugin, version: plugin.description.version, path: plugin.path, schema: schema,
        parameters: plan(call.parameters, of: schema), configuration: configuration))
  }

  /// The plugin and its function; reports what there is not.
  private mutating func function(of call: PluginCallDeclaration) -> (FoundPlugin, FunctionSchema)? {
    switch library.plugin(call.plugin, beside: FilePath.folder(of: source.name)) {
    case .failure(let fault):
      report(of: PluginProblem.unavailable(call.plugin, fault), at: call.pluginSpan)
      return nil
    case .success(let plugin):
      if let schema = plugin.description.function(named: call.function) { return (plugin, schema) }
      let names = plugin.description.functions.map(\.name)
      let suggestion = Suggestion.closest(to: call.function, among: names)
      report(
        of: PluginProblem.unknownFunction(call.function, plugin: call.plugin, suggestion: suggestion, all: names),
        at: call.functionSpan)
      return nil
    }
  }
}
