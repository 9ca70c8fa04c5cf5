internal import CSystem
internal import Running
internal import Values

/// A request and its answer: one curl after another, as far as redirects are followed.
struct Exchange {
  /// What is asked now.
  private(set) var request: RequestAction
  /// Until when all of it may take.
  let deadline: Instant
  let step: Step
  let attempt: Int
  /// The redirects that were followed.
  private(set) var hops = 0
  private var visited: Set<String>
  /// The file that the answer is written to.
  var file: AnswerFile?

  init(_ request: RequestAction, step: Step, attempt: Int, at now: Instant) {
    self.request = request
    self.step = step
    self.attempt = attempt
    deadline = now.advanced(by: request.timeout)
    visited = [Redirection.mark(of: request)]
  }

  /// The body's bytes that are kept: all that may come, or the last for people where it is saved.
  var keptBytes: Int { request.target == nil ? request.maximumAnswer : ChildProcess.tailSize }

  /// The exchange with what is asked next.
  func following(_ next: RequestAction) -> Exchange {
    var exchange = self
    exchange.request = next
    exchange.hops += 1
    exchange.visited.insert(Redirection.mark(of: next))
    exchange.file = nil
    return exchange
  }

  /// What an answer with this status and header means.
  func redirection(_ ending: ActionResult.Ending, _ headers: [(name: String, value: String)]) -> Redirection {
    guard case .answered(let status) = ending else { return .none }
    let locations = headers.filter { $0.name == "location" }.map(\.value)
    return Redirection.decide(on: status, locations: locations, to: request, hops: hops, visited: visited)
  }
}
