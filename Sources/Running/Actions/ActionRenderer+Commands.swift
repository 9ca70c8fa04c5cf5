internal import Planning
internal import Templates
internal import Text
internal import Values

/// The processes of command nodes.
extension ActionRenderer {
  mutating func process(_ command: PlanCommand) throws(Failure) -> ProcessAction {
    let (program, secrets) = try program(command)
    var process = ProcessAction(
      program: program, workingDirectory: try workingDirectory(),
      captureLimit: max(0, try value(of: command.captureLimit, "capture_limit")))
    process.environment = try environment() + secrets
    process.inheritance = try inheritance()
    process.limits = try limits()
    if let stdin = command.stdin { process.standardInput = Array(try value(of: stdin, "stdin").utf8) }
    process.isInteractive = try value(of: command.isInteractive, "interactive")
    process.leavesRunning = try value(of: command.leavesRunning, "leave_running")
    return process
  }

  /// The program, and the environment that its references to secrets need.
  private mutating func program(
    _ command: PlanCommand
  ) throws(Failure) -> (ProcessAction.Program, secrets: [(name: String, value: String)]) {
    switch command.form {
    case .words(let fields):
      var words: [String] = []
      for field in fields { words.append(try passable(try value(of: field, "command"), "command")) }
      if words[0].isEmpty { throw .reason(.wrongField("command", expected: "a program", found: "")) }
      return (.words(words), [])
    case .shell(let text, let shell):
      let command = try shellText(text)
      return (try program(command.text, shell), command.secrets)
    }
  }

  private mutating func shellText(_ text: ShellText) throws(Failure) -> ShellCommandText {
    switch text {
    case .literal(let text): return ShellCommandText(text: try passable(text, "command"))
    case .template(let command):
      do throws(TemplateFailure) {
        return try command.render(with: &evaluator)
      } catch {
        throw .template(error)
      }
    }
  }

  private mutating func program(_ text: String, _ shell: PlanShell) throws(Failure) -> ProcessAction.Program {
    var arguments: [String] = []
    for word in shell.arguments { arguments.append(try passable(try value(of: word, "shell"), "shell")) }
    guard shell.isDefault, let dialect = shell.dialect,
      let words = SimpleCommand.words(of: text, dialect: dialect)
    else { return .shell(arguments: arguments, text: text) }
    return .simple(words: words, arguments: arguments, text: text)
  }

  /// The node's folder; relative ones begin at the runbook's.
}
