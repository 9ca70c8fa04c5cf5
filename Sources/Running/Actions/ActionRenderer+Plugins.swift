internal import Planning
internal import Values

/// The calls of plugins (docs/plugins.md).
extension ActionRenderer {
  mutating func plugin(_ call: PlanPluginCall) throws(Failure) -> Engine.Order {
    let values = try values(of: call.parameters, call.schema)
    var parameters = ValueMap()
    for parameter in call.schema.parameters { parameters[parameter.name] = values[parameter.name] }
    var configuration = ValueMap()
    for setting in call.configuration { configuration[setting.name] = try evaluated(setting.value) }
    var process = ProcessAction(program: .words([call.path]), workingDirectory: try workingDirectory(), captureLimit: 0)
    process.environment = try environment()
    process.inheritance = try inheritance()
    process.limits = try limits()
    process.standardInput = request(call, parameters, configuration) + PluginProtocol.closeRequest
    return .outside(
      .plugin(
        PluginAction(plugin: call.plugin, version: call.version, function: call.function, process: process)))
  }

  private func request(_ call: PlanPluginCall, _ parameters: ValueMap, _ configuration: ValueMap) -> [UInt8] {
    PluginProtocol.request { stream in
      stream.member("type", "call")
      stream.member("function", call.function)
      stream.member("params", value: .map(parameters))
      stream.member("config", value: .map(configuration))
      stream.member("run", context.id)
      stream.member("node", node.id)
      stream.member("attempt", attempt)
      stream.member("idempotency_key", identity.idempotencyKey)
    }
  }
}
