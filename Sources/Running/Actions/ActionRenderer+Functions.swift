internal import Planning
internal import Templates
internal import Text
internal import Values

/// The calls of function nodes.
extension ActionRenderer {
  mutating func function(_ call: PlanFunctionCall) throws(Failure) -> Engine.Order {
    let arguments = FunctionArguments(try values(of: call.parameters, call.schema))
    switch call.function {
    case .noop: return .nothing(.noop, "")
    case .sleep: return .sleep(arguments.duration("seconds") ?? .zero)
    case .fail:
      let message = arguments.text("message") ?? ""
      return .fail(.fail, message, .thrown(message))
    case .assert: return try assertion(call, arguments)
    case .log, .notify: return .outside(.announce(try announcement(call.function, arguments)))
    case .writeFile, .render: return .outside(.builtin(.writeFile(try writing(call, arguments))))
    case .checksum:
      let path = absolute(arguments.text("path") ?? "")
      let expected = arguments.text("expected").flatMap { ParameterSchema.digest($0) }
      return .outside(.builtin(.checksum(FileChecksum(path: path, expected: expected))))
    case .waitFor: return .outside(.builtin(.waitFor(waiting(arguments))))
    case .set: return try change(arguments)
    }
  }

  /// The values of parameters as the function takes them, defaults filled in, by their own names.
  mutating func values(
    of parameters: [(name: String, value: ValueTemplate)], _ schema: FunctionSchema
  ) throws(Failure) -> [String: Value] {
    var values: [String: Value] = [:]
    for given in parameters {
      guard let parameter = schema.parameter(named: given.name) else { continue }
      let value = try evaluated(given.value)
      do throws(ParameterSchema.Mismatch) {
        values[parameter.name] = try parameter.convert(value)
      } catch {
        throw .reason(.wrongField(given.name, expected: error.expected, found: error.found))
      }
    }
    for parameter in schema.parameters where values[parameter.name] == nil {
      values[parameter.name] = parameter.defaultValue
    }
    return values
  }

  /// A path that begins at the runbook's folder.
  private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : directory + "/" + path }

  private func announcement(
    _ function: PlanFunctionCall.Function, _ arguments: FunctionArguments
  ) throws(Failure) -> Announcement {
    var announcement = Announcement(
      function: function, level: arguments.text("level").flatMap { MessageLevel(rawValue: $0) } ?? .info,
      title: arguments.text("title"), message: arguments.text("message") ?? "")
    if let channel = arguments["channel"] { announcement.channels = try channels(channel) }
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

  /// An error in an expression fails the node like one that does not hold (design 4).
  private mutating func assertion(
    _ call: PlanFunctionCall, _ arguments: FunctionArguments
  ) throws(Failure) -> Engine.Order {
    let all = call.conditions.map(\.text).joined(separator: ", ")
    for condition in call.conditions {
      do throws(TemplateFailure) {
        if try condition.holds(with: &evaluator) { continue }
      } catch {
        throw .template(error)
      }
      let words = "this does not hold: \(condition.text)"
      let message = arguments.text("message").map { "\($0) (\(words))" } ?? words
      return .fail(.assert, all, .functionFailed(FunctionFailure(.assertion, message)))
    }
    return .nothing(.assert, all)
  }

  private func change(_ arguments: FunctionArguments) throws(Failure) -> Engine.Order {
    let key = arguments.text("key") ?? ""
    if arguments.flag("delete") { return .outside(.builtin(.set(StoreChange(key, to: nil)))) }
    guard let value = arguments["value"] else {
      return .fail(
        .set, key, .functionFailed(FunctionFailure(.store, "`\(key)` is given no value", isWorthRetrying: false)))
    }
    return .outside(.builtin(.set(StoreChange(key, to: value))))
  }

  private mutating func writing(_ call: PlanFunctionCall, _ arguments: FunctionArguments) throws(Failure) -> FileWriting
  {
    let text = try call.template.map { file throws(Failure) in try self.text(of: file) } ?? arguments.text("content")
    let content = (text ?? "") + call.lineEnd
    return FileWriting(
      function: call.function, path: absolute(arguments.text("path") ?? ""), content: Array(content.utf8),
      mode: arguments.text("mode").flatMap { ParameterSchema.mode($0) }, holdsSecret: call.holdsSecret,
      appends: arguments.flag("append"))
  }

  /// What a template file comes to; a failure names the place in that file.
  private mutating func text(of file: PlanTemplateFile) throws(Failure) -> String {
    do throws(TemplateFailure) {
      return String.convert(try file.content.evaluate(with: &evaluator)) ?? ""
    } catch {
      let position = LineIndex(file.source.bytes).position(ofByte: error.span.start)
      let location = "\(file.source.name):\(position.line):\(position.column)"
      throw .reason(.expression(message: error.problem.message, location: location))
    }
  }

  private func waiting(_ arguments: FunctionArguments) -> Waiting {
    let limit = node.timeout == nil ? PlanFunctionCall.defaultWait : nil
    return Waiting(
      target(arguments), timeout: arguments.duration("timeout") ?? limit,
      interval: arguments.duration("every") ?? .seconds(1))
  }

  private func target(_ arguments: FunctionArguments) -> Waiting.Target {
    if let file = arguments.text("file") { return .file(absolute(file)) }
    if let file = arguments.text("absent") { return .absent(absolute(file)) }
    if let socket = arguments.text("socket") { return .socket(absolute(socket)) }
    return .port(arguments["port"]?.int ?? 0, host: arguments.text("host") ?? "localhost")
  }
}
