internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What a node of a plan does.
public enum PlanAction: Sendable {
  case command(PlanCommand)
  /// Stored apart, being much larger than a command.
  indirect case request(PlanRequest)
  case function(PlanFunctionCall)
  indirect case plugin(PlanPluginCall)
  indirect case question(PlanQuestion)
  /// What another runbook does.
  indirect case runbook(PlanRunbookCall)
  /// A rollout, whose nodes stand behind it.
  indirect case strategy(PlanStrategy)
  /// Nothing by itself: it ends as its instances tell (design 5.6).
  case group(PlanGroup)

  /// The action in one line; templates as they are written.
  public var summary: String {
    switch self {
    case .command(let command): command.summary
    case .request(let request):
      "\(request.methodText) \(WebAddress.hidingCredentials(PlanAction.text(request.url)))"
    case .function(let call): call.summary
    case .plugin(let call): call.summary
    case .question(let question): Self.text(question.text)
    case .runbook(let call): call.summary
    case .strategy(let strategy): strategy.summary
    case .group(let group): group.summary
    }
  }

  /// Whether background processes that it starts may be meant to stay.
  var mayLeaveRunning: Bool {
    if case .command(let command) = self { command.leavesRunning.literal ?? true } else { false }
  }

  /// Whether carrying it out may change something: a command, or a request whose method is not a safe one (RFC 9110, 9.2.1).
  public var mayChange: Bool {
    switch self {
    case .command, .plugin: true
    case .function(let call): call.mayChange
    case .request(let request):
      !PlanRequest.safeMethods.contains(request.methodText)
    // The nodes of a runbook or a rollout count for themselves.
    case .question, .runbook, .strategy, .group: false
    }
  }

  /// Whether doing it twice does what doing it once does, as far as its kind tells (design 7).
  var isRepeatable: Bool {
    if case .function(let call) = self { call.isRepeatable } else { !mayChange }
  }

  static func text(_ field: Field<String>) -> String {
    field.literal ?? field.template?.text ?? ""
  }
}
