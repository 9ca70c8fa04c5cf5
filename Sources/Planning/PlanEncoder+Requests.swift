internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// What HTTP nodes ask, in a plan's JSON: everything but credentials.
extension PlanEncoder {
  /// What stands for a value that a plan does not show.
  private static let hidden = "***"

  func encode(_ request: PlanRequest, to stream: inout JSONStream) {
    if let url = request.url.literal {
      stream.member("url", WebAddress.hidingCredentials(url))
    } else {
      encode(request.url, "url", to: &stream)
    }
    encode(request.method, "method", to: &stream)
    encode(headers: request.headers, to: &stream)
    encode(request.query, "query", to: &stream)
    switch request.body {
    case .json(let value): encode(value, "json", to: &stream)
    case .text(let text): encode(text, "body", to: &stream)
    case .form(let entries): encode(entries, "form", to: &stream)
    case .file(let path): encode(path, "body_file", to: &stream)
    case nil: break
    }
    stream.strings("expect_status", request.expectedStatusTexts)
    encode(request.fields, to: &stream)
  }

  private func encode(headers: [(name: String, value: ValueTemplate)], to stream: inout JSONStream) {
    let shown = headers.map { entry -> (name: String, value: ValueTemplate) in
      guard case .literal = entry.value, PlanRequest.isSensitive(header: entry.name) else { return entry }
      return (entry.name, .literal(.string(Self.hidden)))
    }
    encode(shown, "headers", to: &stream)
  }

  private func encode(_ fields: RequestFields, to stream: inout JSONStream) {
    if let auth = fields.auth { stream.object("auth") { encode(auth, to: &$0) } }
    if let expectation = fields.expectation { stream.member("expect", expectation.text) }
    if fields.redirects.literal != RedirectLimit.none { encode(fields.redirects, "follow", to: &stream) }
    if fields.isInsecure.literal != false { encode(fields.isInsecure, "insecure", to: &stream) }
    encode(fields.authorities, "ca_file", to: &stream)
    encode(fields.certificate, "client_cert", to: &stream)
    encode(fields.key, "client_key", to: &stream)
    encode(fields.socket, "unix_socket", to: &stream)
    encode(fields.place, "connect_to", to: &stream)
    if let proxy = fields.proxy?.literal {
      stream.member("proxy", WebAddress.hidingCredentials(proxy))
    } else {
      encode(fields.proxy, "proxy", to: &stream)
    }
    encode(fields.maximumAnswer, "max_bytes", to: &stream)
    encode(fields.target, "save_to", to: &stream)
  }

  private func encode(_ auth: AuthFields, to stream: inout JSONStream) {
    switch auth {
    case .bearer(let token): encode(hidden: token, "bearer", to: &stream)
    case .basicText(let text): encode(hidden: text, "basic", to: &stream)
    case .basic(let user, let password):
      stream.object("basic") { stream in
        encode(user, "user", to: &stream)
        encode(hidden: password, "password", to: &stream)
      }
    case .signature(let fields):
      stream.object("aws_sigv4") { stream in
        encode(fields.accessKey, "access_key", to: &stream)
        encode(hidden: fields.secretKey, "secret_key", to: &stream)
        encode(fields.region, "region", to: &stream)
        encode(fields.service, "service", to: &stream)
        if let token = fields.sessionToken { encode(hidden: token, "session_token", to: &stream) }
      }
    }
  }

  /// A field whose text is shown only where it is a template, which names a secret but does not hold it.
  private func encode(hidden field: Field<String>, _ key: String, to stream: inout JSONStream) {
    encode(field.literal == nil ? field : .literal(Self.hidden), key, to: &stream)
  }
}
