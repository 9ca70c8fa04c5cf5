internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What HTTP nodes send.
extension FieldPlanner {
  mutating func plan(_ request: HTTPDeclaration) -> PlanRequest {
    let statuses = known(request.expectedStatuses, key: "expect_status") ?? .success
    return PlanRequest(
      url: plan(request.url, key: "url"), method: request.method.map { plan($0, key: "method") },
      headers: plan(request.headers), query: plan(request.query), body: request.body.map { plan($0) },
      expectedStatuses: statuses.patterns.map(\.range), fields: plan(request.fields))
  }

  private mutating func plan(_ body: RequestBody) -> RequestBody {
    switch body {
    case .json(let value): .json(plan(value))
    case .text(let text): .text(plan(text, key: "body"))
    case .form(let entries): .form(plan(entries))
    case .file(let path): .file(plan(path, key: "body_file"))
    }
  }

  private mutating func plan(_ fields: RequestFields) -> RequestFields {
    var result = fields
    result.auth = fields.auth.map { plan($0) }
    result.redirects = plan(fields.redirects, key: "follow")
    result.isInsecure = plan(fields.isInsecure, key: "insecure")
    result.authorities = fields.authorities.map { planLine($0, key: "ca_file") }
    result.certificate = fields.certificate.map { planLine($0, key: "client_cert") }
    result.key = fields.key.map { planLine($0, key: "client_key") }
    result.socket = fields.socket.map { planLine($0, key: "unix_socket") }
    result.place = fields.place.map { plan($0, key: "connect_to") }
    result.proxy = fields.proxy.map { plan($0, key: "proxy") }
    result.maximumAnswer = fields.maximumAnswer.map { plan($0, key: "max_bytes") }
    if let template = fields.maximumAnswer?.template, let limit = result.maximumAnswer?.literal, limit < 1 {
      refuse("max_bytes", expected: "at least 1", found: String(limit), at: template.span)
    }
    result.target = fields.target.map { planLine($0, key: "save_to") }
    if let expectation = fields.expectation { noteExpectation(expectation) }
    return result
  }

  private mutating func plan(_ auth: AuthFields) -> AuthFields {
    switch auth {
    case .bearer(let token): return .bearer(planLine(token, key: "auth.bearer"))
    case .basic(let user, let password):
      return .basic(
        user: planLine(user, key: "auth.basic.user"), password: planLine(password, key: "auth.basic.password"))
    case .basicText(let text): return .basicText(planLine(text, key: "auth.basic"))
    case .signature(let fields):
      var result = fields
      result.accessKey = planLine(fields.accessKey, key: "auth.aws_sigv4.access_key")
      result.secretKey = planLine(fields.secretKey, key: "auth.aws_sigv4.secret_key")
      result.region = fields.region.map { planLine($0, key: "auth.aws_sigv4.region") }
      result.service = fields.service.map { planLine($0, key: "auth.aws_sigv4.service") }
      result.sessionToken = fields.sessionToken.map { planLine($0, key: "auth.aws_sigv4.session_token") }
      return .signature(result)
    }
  }

  /// Notes what an expectation refers to; the answer that it is asked about is at hand when it is.
  private mutating func noteExpectation(_ condition: Condition) {
    var (_, found) = apart { $0.noteAfterRun(condition) }
    found.readsResult = false
    references.append(found)
  }
}
