internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What HTTP nodes send.
extension FieldPlanner {
  mutating func plan(_ request: HTTPDeclaration) -> PlanRequest {
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
