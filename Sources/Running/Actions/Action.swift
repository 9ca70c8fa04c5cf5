/// What a node does, everything in it known: the engine's order to the outside.
public enum Action: Sendable {
  case process(ProcessAction)
  case request(RequestAction)
  case announce(Announcement)
  case builtin(BuiltinAction)
  case plugin(PluginAction)
  case ask(Question)
  /// What another runbook does, whose nodes do it.
  case call(String)

  /// The action in one line, for people and for the record.
  public var summary: String {
    switch self {
    case .process(let process): process.summary
    case .request(let request): request.summary
    case .announce(let announcement): announcement.message
    case .builtin(let action): action.summary
    case .plugin(let call): call.summary
    case .ask(let question): question.text
    case .call(let summary): summary
    }
  }
}
