internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What nodes do.
extension FieldPlanner {
  mutating func plan(_ action: ActionDeclaration, _ shell: ShellChoice) -> PlanAction {
    switch action {
    case .command(let command): return .command(plan(command, shell))
    case .http(let request):
      check(request, at: idSpan)
      return .request(plan(request))
    case .function(let call):
      let planned = PlanFunctionCall(
        function: Self.function(call.function), parameters: plan(call.parameters),
        configuration: plan(call.configuration))
      check(planned, of: call, at: idSpan)
      return .function(planned)
    case .manual(let question): return .question(plan(question))
    case .runbook(let call): return .runbook(plan(call))
    }
  }

  private mutating func plan(_ call: RunbookCallDeclaration) -> PlanRunbookCall {
    var arguments = call.arguments
    for index in arguments.indices { arguments[index].value = plan(arguments[index].value) }
    return PlanRunbookCall(
      path: known(call.path, key: "runbook") ?? "", pathSpan: call.pathSpan, arguments: arguments)
  }

  /// `throw` and `fail` are one function.
  ///
  /// Those that come later are refused when the runbook is read.
  private static func function(_ function: BuiltinFunction) -> PlanFunctionCall.Function {
    PlanFunctionCall.Function(rawValue: function.rawValue) ?? (function == .throw ? .fail : .noop)
  }

  private mutating func plan(_ command: CommandDeclaration, _ shell: ShellChoice) -> PlanCommand {
    let form: PlanCommand.Form
    switch command.form {
    case .words(let words): form = .words(words.map { plan($0, key: "command") })
    case .shell(let text):
      let planned = PlanShell(
        arguments: shell.arguments.map { plan($0, key: "shell") }, dialect: shell.dialect, isDefault: shell.isDefault)
      form = .shell(plan(text), planned)
    }
    return PlanCommand(
      form: form, stdin: command.stdin.map { plan($0, key: "stdin") },
      isInteractive: plan(command.isInteractive, key: "interactive"),
      leavesRunning: plan(command.leavesRunning, key: "leave_running"),
      parse: command.parse.flatMap { known($0, key: "parse") }.flatMap { PlanCommand.Parse(rawValue: $0.rawValue) },
      captureLimit: plan(command.captureLimit, key: "capture_limit"),
      successCodes: (known(command.successCodes, key: "success_codes") ?? .success).codes)
  }

  private mutating func plan(_ request: HTTPDeclaration) -> PlanRequest {
    var body: PlanRequest.Body?
    switch request.body {
    case .json(let value): body = .json(plan(value))
    case .text(let text): body = .text(plan(text, key: "body"))
    case nil: break
    }
    let statuses = known(request.expectedStatuses, key: "expect_status") ?? .success
    return PlanRequest(
      url: plan(request.url, key: "url"), method: request.method.map { plan($0, key: "method") },
      headers: plan(request.headers), query: plan(request.query), body: body,
      expectedStatuses: statuses.patterns.map(\.range))
  }
}
