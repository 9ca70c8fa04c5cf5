internal import Runbooks
internal import Templates
internal import Values

extension PlanRequest {
  /// What is sent besides the method and the address, and how, in a few words each: names, and no values.
  public var details: [String] {
    var details: [String] = []
    if !query.isEmpty { details.append("query " + query.map(\.name).joined(separator: ", ")) }
    if !headers.isEmpty { details.append("headers " + headers.map(\.name).joined(separator: ", ")) }
    if let auth = fields.auth { details.append("auth " + Self.word(for: auth)) }
    if let body { details.append(Self.word(for: body)) }
    details += connectionDetails
    if let expectation = fields.expectation { details.append("expects \(expectation.text)") }
    if let target = fields.target { details.append("saved to \(PlanAction.text(target))") }
    return details
  }

  private var connectionDetails: [String] {
    var details: [String] = []
    let redirects = fields.redirects
    if redirects.literal != RedirectLimit.none {
      details.append("follows " + (redirects.literal.map { "\($0.count) redirects" } ?? "redirects"))
    }
    if fields.isInsecure.literal != false { details.append("does not check the server's certificate") }
    if let certificate = fields.certificate { details.append("certificate \(PlanAction.text(certificate))") }
    if let socket = fields.socket { details.append("through \(PlanAction.text(socket))") }
    if let place = fields.place { details.append("to \(PlanAction.text(place))") }
    if let proxy = fields.proxy { details.append(proxy.literal == "" ? "without a proxy" : "by a proxy") }
    return details
  }

  private static func word(for auth: AuthFields) -> String {
    switch auth {
    case .bearer: "bearer"
    case .basic, .basicText: "basic"
    case .signature: "aws_sigv4"
    }
  }

  private static func word(for body: RequestBody) -> String {
    switch body {
    case .json: "a JSON body"
    case .text: "a body"
    case .form(let entries): "a form " + entries.map(\.name).joined(separator: ", ")
    case .file(let path): "the file \(PlanAction.text(path))"
    }
  }
}
