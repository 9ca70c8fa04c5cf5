internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What nodes do, in a plan's JSON.
extension PlanEncoder {
  func encode(_ action: PlanAction, to stream: inout JSONStream) {
    switch action {
    case .command(let command): encode(command, to: &stream)
    case .request(let request): encode(request, to: &stream)
    case .function(let call):
      stream.member("function", call.function.rawValue)
      encode(call.parameters, "params", to: &stream)
      if !call.conditions.isEmpty { stream.strings("conditions", call.conditions.map(\.text)) }
      if let template = call.template { stream.member("template_sha256", SHA256.hash(template.source.bytes).hex) }
    case .plugin(let call):
      stream.member("plugin", call.plugin)
      stream.member("plugin_version", call.version)
      stream.member("function", call.function)
      encode(call.parameters, "params", to: &stream)
      encode(call.configuration, "plugin_config", to: &stream)
    case .question(let question):
      encode(question.text, "prompt", to: &stream)
      question.approval.encode(to: &stream)
      if question.approval.isGate { stream.member("gate", true) }
    case .runbook(let call): encode(call, to: &stream)
    case .strategy(let strategy): encode(strategy, to: &stream)
    case .group(let group): encode(group, to: &stream)
    }
  }

  private func encode(_ group: PlanGroup, to stream: inout JSONStream) {
    stream.strings("instances", group.instances.map { plan.nodes[$0].id })
    if let size = group.batchSize { stream.member("batch_size", size) }
    if let late = group.late {
      encode(late.list, "foreach", to: &stream)
      stream.key("instance")
      encode(late.template, to: &stream)
    }
    if group.maxFailures > 0 { stream.member("max_failures", group.maxFailures) }
  }

  private func encode(_ command: PlanCommand, to stream: inout JSONStream) {
    switch command.form {
    case .words(let words): encode(words, "command", to: &stream)
    case .shell(let text, let shell): encode(text, shell, to: &stream)
    }
    encode(command.stdin, "stdin", to: &stream)
    if command.isInteractive.literal != false { encode(command.isInteractive, "interactive", to: &stream) }
    if command.leavesRunning.literal != false { encode(command.leavesRunning, "leave_running", to: &stream) }
    if let parse = command.parse { stream.member("parse", parse.rawValue) }
    if command.captureLimit.literal != CommandDeclaration.defaultCaptureLimit {
      encode(command.captureLimit, "capture_limit", to: &stream)
    }
    if command.successCodes != [0] { encode(command.successCodes, "success_codes", to: &stream) }
  }

  private func encode(_ text: ShellText, _ shell: PlanShell, to stream: inout JSONStream) {
    stream.key("command")
    switch text {
    case .literal(let text): stream.string(text)
    case .template(let command): encode(command.template, to: &stream)
    }
    if shell.arguments.map(\.literal) != ["sh", "-c"] { encode(shell.arguments, "shell", to: &stream) }
  }
}
