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
      let planned = plan(request)
      check(request, planned)
      return .request(planned)
    case .function(let call):
      return .function(plan(call))
    case .plugin(let call): return plan(call)
    case .manual(let question): return .question(plan(question))
    case .runbook(let call): return .runbook(plan(call))
    case .strategy(let strategy): return .strategy(plan(strategy, shell))
    }
  }

  private mutating func plan(_ call: RunbookCallDeclaration) -> PlanRunbookCall {
    var arguments = call.arguments
    for index in arguments.indices { arguments[index].value = plan(arguments[index].value) }
    return PlanRunbookCall(
      path: known(call.path, key: "runbook") ?? "", pathSpan: call.pathSpan, arguments: arguments)
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
}
