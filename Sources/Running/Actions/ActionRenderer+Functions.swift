internal import Planning
internal import Templates
internal import Text
internal import Values

/// The calls of function nodes.
extension ActionRenderer {
  mutating func function(_ call: PlanFunctionCall) throws(Failure) -> Engine.Order {
    var parameters: [String: Value] = [:]
    for parameter in call.parameters { parameters[parameter.name] = try evaluated(parameter.value) }
    switch call.function {
    case .noop: return .nothing
    case .sleep:
      return .sleep(try duration(parameters["seconds"] ?? parameters["duration"] ?? .int(0)))
    case .fail:
      return .fail(message: parameters["message"].flatMap { String.convert($0) } ?? "failed on purpose")
    case .log, .notify: return .outside(.announce(try announcement(call.function, parameters)))
    }
  }

  private func duration(_ value: Value) throws(Failure) -> Duration {
    if let duration = Duration.convert(value) { return duration }
    throw .reason(.wrongField("seconds", expected: Duration.typeName, found: String.convert(value) ?? ""))
  }

  private func announcement(
    _ function: PlanFunctionCall.Function, _ parameters: [String: Value]
  ) throws(Failure) -> Announcement {
    let name = parameters["level"].flatMap { String.convert($0) } ?? "info"
    guard let level = MessageLevel(rawValue: name) else {
      let levels = MessageLevel.allCases.map(\.rawValue).joined(separator: ", ")
      throw .reason(.wrongField("level", expected: "one of " + levels, found: name))
    }
    var announcement = Announcement(
      function: function, level: level, title: parameters["title"].flatMap { String.convert($0) },
      message: parameters["message"].flatMap { String.convert($0) } ?? "")
    if let channel = parameters["channel"] { announcement.channels = try channels(channel) }
    return announcement
  }

  /// The channels that a call names, each of which must be one of the runbook's.
  private func channels(_ value: Value) throws(Failure) -> [String] {
    let names = (value.list ?? [value]).map { String.convert($0) ?? "" }
    for name in names where !runbook.settings.channels.contains(where: { $0.name == name }) {
      throw .reason(.wrongField("channel", expected: "a channel of the runbook", found: name))
    }
    return names
  }
}
