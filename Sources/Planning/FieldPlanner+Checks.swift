internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What the values of fields must be, where they are known while planning.
extension FieldPlanner {
  /// Reports what no server could be asked.
  ///
  /// An address only where it is written out: a node whose address is a variable may be skipped for want of it.
  mutating func check(_ request: HTTPDeclaration, _ planned: PlanRequest) {
    if let url = request.url.literal, !URLText.isHTTP(url.trimmed) {
      refuse(
        "url", expected: "an http:// or https:// address without white space", found: WebAddress.hidingCredentials(url),
        at: idSpan)
    }
    checkMethod(request, planned)
    for (header, plannedHeader) in zip(request.headers, planned.headers) {
      guard let span = header.value.templates.first?.span, let value = content(of: plannedHeader.value) else {
        continue
      }
      for item in value.list ?? [value] { checkLine(String.convert(item), "headers.\(header.name)", at: span) }
    }
    if let span = request.fields.place?.template?.span, let place = planned.fields.place?.literal?.trimmed,
      !place.isEmpty, ConnectionPlace(place) == nil
    {
      refuse("connect_to", expected: ConnectionPlace.name, found: place, at: span)
    }
  }

  private mutating func checkMethod(_ request: HTTPDeclaration, _ planned: PlanRequest) {
    guard let method = planned.method?.literal, !method.isEmpty else { return }
    let span = request.method?.template?.span
    if !PlanRequest.isMethod(method) {
      refuse("method", expected: "an HTTP method", found: method, at: span ?? idSpan)
    } else if let span, method.uppercased() == "HEAD", let expected = planned.methodInsteadOfHead {
      refuse("method", expected: expected, found: method, at: span)
    }
  }

  /// A text that must be of one line; one that is written out was checked when the runbook was read.
  mutating func planLine(_ field: Field<String>, key: String) -> Field<String> {
    let planned = plan(field, key: key)
    if let span = field.template?.span { checkLine(planned.literal, key, at: span) }
    return planned
  }

  private mutating func checkLine(_ text: String?, _ key: String, at span: ByteSpan) {
    guard let text, !PlanRequest.isFieldValue(text) else { return }
    refuse(key, expected: "one line of text", found: "control characters", at: span)
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
