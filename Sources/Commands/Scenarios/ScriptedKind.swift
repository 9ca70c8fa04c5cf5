internal import Planning
internal import Runbooks
internal import Running

/// What a node is to a script: what it can do, and what can be said of it.
enum ScriptedKind {
  case command, request, function, question, lock, channel
  /// It does nothing that a script could say; why, and what to write in place of it.
  case nothing(why: String, instead: String)

  /// What belongs to a node besides what it does, by its name behind the `!`.
  init(_ plan: Plan, _ index: Int, part: String) {
    let node = plan.nodes[index]
    switch part {
    case Step.rollback.rawValue: self = Self.of(node.rollback)
    case Step.confirm.rawValue: self = Self.of(node.precautions?.confirm)
    case "lock": self = .lock
    case _ where ApprovalRequest.Moment(rawValue: part) != nil: self = .question
    default: self = .command
    }
  }

  init(_ plan: Plan, _ index: Int) {
    switch plan.nodes[index].action {
    case .command: self = .command
    case .request: self = .request
    case .plugin: self = .function
    case .question: self = .question
    case .function(let call) where !call.function.isInternal: self = .function
    case .function(let call):
      // The lock of a rollout is taken by a node that does nothing else.
      if plan.nodes[index].locks.isEmpty {
        self = .nothing(
          why: "`\(call.function.rawValue)` does in a rehearsal what it does in a run",
          instead: "remove it; the values that the function gets make it fail or not")
      } else {
        self = .command
      }
    case .group(let group):
      self = .nothing(
        why: "its instances do what there is to do",
        instead: "name them: \"\(plan.nodes[index].id)[*]\"" + (group.late == nil ? "" : ", which the run makes"))
    case .runbook, .strategy:
      self = .nothing(
        why: "the nodes in it do what there is to do", instead: "name them: \"\(plan.nodes[index].id)/*\"")
    }
  }

  private static func of(_ step: PlanStep?) -> ScriptedKind {
    switch step?.action {
    case .request: .request
    case .plugin, .function: .function
    default: .command
    }
  }

  /// The kind with its article.
  var words: String {
    switch self {
    case .command: "a command"
    case .request: "a request"
    case .function: "a function"
    case .question: "a question"
    case .lock: "a lock"
    case .channel: "a channel"
    case .nothing: "no action"
    }
  }

  /// Whether it takes a key.
  func takes(_ key: ScriptKey) -> Bool {
    switch key {
    case .result, .times: true
    case .take, .world: !isChannel
    case .moves: isCommand || isRequest || isFunction
    case .code: isCommand || isChannel
    case .status: isRequest || isChannel
    case .stderr: isCommand
    case .headers: isRequest
    case .stdout, .json: isCommand || isRequest
    case .outputs: isFunction
    case .fields, .by: isQuestion
    }
  }

  /// What of an ending means nothing for it; nothing if it can end so.
  func objection(to ending: ScriptEntry.Ending) -> String? {
    switch ending {
    case .code(let code): isCommand || isChannel ? nil : "the exit code \(code)"
    case .status(let status): isRequest || isChannel ? nil : "the status \(status)"
    case .word(let word) where word == .reject || word == .approve || word == .wait:
      isQuestion ? nil : "\"\(word.rawValue)\""
    case .word(let word): isChannel && ending.wish != nil ? "\"\(word.rawValue)\"" : nil
    }
  }

  /// Whether nothing can be said of it.
  var isNothing: Bool { if case .nothing = self { true } else { false } }
  private var isChannel: Bool { if case .channel = self { true } else { false } }
  private var isCommand: Bool { if case .command = self { true } else { false } }
  private var isRequest: Bool { if case .request = self { true } else { false } }
  private var isFunction: Bool { if case .function = self { true } else { false } }
  private var isQuestion: Bool { if case .question = self { true } else { false } }
}
