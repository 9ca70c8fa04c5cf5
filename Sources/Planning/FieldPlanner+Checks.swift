internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What the values of fields must be, where they are known while planning.
extension FieldPlanner {
  /// Reports what no server could be asked.
  ///
  /// Only what is written out: a node whose address is a variable may be skipped for want of it.
  mutating func check(_ request: HTTPDeclaration, at span: ByteSpan) {
    if let url = request.url.literal, !URLText.isHTTP(url.trimmed) {
      refuse(
        "url", expected: "an http:// or https:// address without white space", found: WebAddress.hidingCredentials(url),
        at: span)
    }
    if let method = request.method?.literal, !PlanRequest.isMethod(method) {
      refuse("method", expected: "an HTTP method", found: method, at: span)
    }
    for header in request.headers {
      guard case .literal(let value) = header.value, let text = String.convert(value) else { continue }
      if !PlanRequest.isFieldValue(text) {
        refuse("headers.\(header.name)", expected: "one line of text", found: "control characters", at: span)
      }
    }
  }

  /// A time in which something can end, known before the run.
  mutating func known(timeout field: Field<Duration>, key: String) -> Duration? {
    let timeout = known(field, key: key)
    refuseNothing(timeout, field, key: key)
    return timeout
  }

  /// Reports a time in which nothing can end; one that is written out was reported when the runbook was read.
  mutating func refuseNothing(_ timeout: Duration?, _ field: Field<Duration>?, key: String) {
    guard let template = field?.template, let timeout, timeout <= .zero else { return }
    refuse(key, expected: "more than nothing", found: DurationText.format(timeout), at: template.span)
  }
}
