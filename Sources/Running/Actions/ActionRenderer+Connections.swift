internal import Planning
internal import Templates
internal import Text
internal import Values

/// The requests of HTTP nodes: how they are sent, and their answers taken.
extension ActionRenderer {
  mutating func add(
    _ fields: RequestFields, _ address: WebAddress, to request: inout RequestAction
  ) throws(Failure) {
    try addCredentials(fields.auth, address, to: &request)
    request.redirects = try value(of: fields.redirects, "follow").count
    request.isInsecure = try value(of: fields.isInsecure, "insecure")
    if let file = fields.authorities { request.authorities = try path(file, "ca_file") }
    if let file = fields.certificate { request.certificate = try path(file, "client_cert") }
    if let file = fields.key { request.key = try path(file, "client_key") }
    if let file = fields.socket { request.socket = try path(file, "unix_socket") }
    if let file = fields.target { request.target = try path(file, "save_to") }
    if let field = fields.place { request.place = try place(field) }
    if let field = fields.proxy { try addProxy(try value(of: field, "proxy").trimmed, to: &request) }
    guard let field = fields.maximumAnswer else { return }
    request.maximumAnswer = try value(of: field, "max_bytes")
    if request.maximumAnswer < 1 {
      throw .reason(.wrongField("max_bytes", expected: "at least 1", found: String(request.maximumAnswer)))
    }
  }

  private mutating func place(_ field: Field<String>) throws(Failure) -> String {
    let text = try value(of: field, "connect_to").trimmed
    if let place = ConnectionPlace(text) { return place.text }
    throw .reason(.wrongField("connect_to", expected: ConnectionPlace.name, found: text))
  }

  private mutating func addProxy(_ text: String, to request: inout RequestAction) throws(Failure) {
    request.proxy = ""
    if text.isEmpty { return }
    guard let proxy = ProxyAddress(text) else {
      throw .reason(.wrongField("proxy", expected: ProxyAddress.name, found: Self.open(text)))
    }
    request.proxy = proxy.text
    request.proxyCredentials = try proxy.userInfo.map { text throws(Failure) in try credentials(text, "proxy") }
  }

  // MARK: - Credentials

  private mutating func addCredentials(
    _ auth: AuthFields?, _ address: WebAddress, to request: inout RequestAction
  ) throws(Failure) {
    let isStated = request.headers.contains { $0.name.lowercased() == "authorization" }
    if let userInfo = address.userInfo {
      if auth != nil || isStated {
        throw .reason(.wrongField("url", expected: "without credentials, as there are others", found: "…"))
      }
      addBasic(try credentials(userInfo, "url"), to: &request)
    }
    switch auth {
    case nil: return
    case .bearer(let token): authorize("Bearer " + (try line(token, "auth.bearer")), &request)
    case .basic(let user, let password):
      let name = try line(user, "auth.basic.user")
      if name.contains(":") {
        throw .reason(.wrongField("auth.basic.user", expected: "a name without a colon", found: name))
      }
      addBasic(name + ":" + (try line(password, "auth.basic.password")), to: &request)
    case .basicText(let field):
      let text = try line(field, "auth.basic")
      if !text.contains(":") { throw .reason(.wrongField("auth.basic", expected: "user:password", found: "…")) }
      addBasic(text, to: &request)
    case .signature(let fields): try sign(with: fields, &request)
    }
  }

  private mutating func sign(with fields: SignatureFields, _ request: inout RequestAction) throws(Failure) {
    let id = try line(fields.accessKey, "auth.aws_sigv4.access_key")
    if id.contains(":") {
      throw .reason(.wrongField("auth.aws_sigv4.access_key", expected: "an id without a colon", found: "…"))
    }
    var signature = RequestAction.Signature(
      credentials: id + ":" + (try line(fields.secretKey, "auth.aws_sigv4.secret_key")))
    if let region = fields.region, let service = fields.service {
      signature.scope = (
        try word(region, "auth.aws_sigv4.region"), try word(service, "auth.aws_sigv4.service")
      )
    }
    request.signature = signature
    request.url = URLText.ordered(request.url)
    if signature.scope?.service == "s3" { addContentDigest(to: &request) }
    if let token = fields.sessionToken {
      request.headers.append(("X-Amz-Security-Token", try line(token, "auth.aws_sigv4.session_token")))
    }
  }

  /// Adds what S3 wants to know of the body before it comes; of a file, which is sent as it is read, nothing.
  private func addContentDigest(to request: inout RequestAction) {
    let isStated = request.headers.contains { $0.name.lowercased() == "x-amz-content-sha256" }
    if isStated { return }
    let digest = request.bodyFile == nil ? SHA256.hash(request.body ?? []).hex : "UNSIGNED-PAYLOAD"
    request.headers.append(("X-Amz-Content-Sha256", digest))
  }

  /// A word that cannot be taken for several.
  private mutating func word(_ field: Field<String>, _ key: String) throws(Failure) -> String {
    let text = try value(of: field, key)
    if !text.isEmpty, text.utf8.allSatisfy({ $0.isASCIIWord || $0 == UInt8(ascii: "-") }) { return text }
    throw .reason(.wrongField(key, expected: "letters, digits and -", found: text))
  }

  private func addBasic(_ credentials: String, to request: inout RequestAction) {
    authorize("Basic " + Base64.encoded(Array(credentials.utf8)), &request)
  }

  private func authorize(_ value: String, _ request: inout RequestAction) {
    request.headers.append(("Authorization", value))
  }

  /// The `user:password` that stands before an `@`, which is a secret from now on.
  private mutating func credentials(_ userInfo: String, _ key: String) throws(Failure) -> String {
    let parts = userInfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let texts = parts.map { PercentEncoding.decoded($0.utf8) }
    if let password = texts.last, texts.count == 2 { hide([password, String(parts[1])]) }
    let user = try line(texts[0], key)
    if user.contains(":") { throw .reason(.wrongField(key, expected: "a user without a colon", found: "…")) }
    return user + ":" + (texts.count == 2 ? try line(texts[1], key) : "")
  }
}
