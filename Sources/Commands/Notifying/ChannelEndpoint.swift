internal import Effects
internal import Notifications
internal import Planning
internal import Runbooks
internal import Running
internal import Templates
internal import Text
internal import Values

/// Where the messages of a channel go, with everything that it takes to send them: all of it in memory alone.
struct ChannelEndpoint {
  let name: String
  let kind: ChannelKind
  /// What the runbook states, rendered.
  var texts: [ChannelKey: String] = [:]
  var headers: [(name: String, value: String)] = []
  var recipients: [String] = []
  var isEncrypted = true
  /// The words of its program.
  var command: [String] = []
  /// The runbook's folder, absolute.
  let folder: String
  /// The file of GitHub's step summary, if this is one.
  var summary: String?

  private static let events = "https://events.pagerduty.com"

  /// What lets others send messages.
  var credentials: [String] {
    let texts = texts.filter(\.key.isCredential).map(\.value)
    let fields = headers.map { (name: $0.name, value: ValueTemplate.literal(.string($0.value))) }
    return texts + texts.flatMap(Self.path) + ChannelDeclaration.credentials(in: fields)
  }

  /// The part of an address that makes it a secret, where that is long enough to tell it from others.
  private static func path(of url: String) -> [String] {
    guard URLText.isHTTP(url) else { return [] }
    let parts = url.split(separator: "/", maxSplits: 2)
    return parts.count == 3 && parts[2].utf8.count >= 20 ? [String(parts[2])] : []
  }

  /// The message, ready to be sent.
  func dispatch(_ payload: Payload, key: String, topic: String, run: String) -> Dispatch {
    var dispatch = Dispatch(way(payload, key: key, topic: topic, run: run), bytes(payload))
    dispatch.certificates = texts[.caFile].map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
    return dispatch
  }

  private func bytes(_ payload: Payload) -> [UInt8] {
    switch payload.way {
    case .alert, .change:
      // Behind the opening brace: nothing that is kept has the key in it.
      var key = JSONStream()
      key.object { $0.member("routing_key", texts[.routingKey] ?? "") }
      return key.bytes.dropLast() + [UInt8(ascii: ",")] + payload.bytes.dropFirst()
    case .mail where texts[.sendmail] != nil: return MailText.withoutReturns(payload.bytes)
    case .mail, .post, .program, .file: return payload.bytes
    }
  }

  private func way(_ payload: Payload, key: String, topic: String, run: String) -> Dispatch.Way {
    switch payload.way {
    case .post: return .post(url: url, headers: headers(payload, key: key))
    case .alert, .change:
      let path = payload.way == .alert ? "/v2/enqueue" : "/v2/change/enqueue"
      var base = texts[.eventsURL] ?? Self.events
      while base.hasSuffix("/") { base.removeLast() }
      return .post(url: base + path, headers: Self.common)
    case .mail: return mail
    case .file:
      return .file(summary ?? "/dev/null", isLast: NotificationTopic(rawValue: topic)?.isEnd ?? false)
    case .program:
      let environment = [
        (name: "PYFLOW_EVENT", value: topic), ("PYFLOW_CHANNEL", name), ("PYFLOW_RUN_ID", run),
        ("PYFLOW_IDEMPOTENCY_KEY", key),
      ]
      return .program(words: command, environment: environment)
    }
  }

  private static let common: [(name: String, value: String)] = [
    (name: "Content-Type", value: "application/json"), ("User-Agent", "pyflow/\(Version.current)"),
  ]

  /// Discord tells only with this whether it has kept the message.
  private var url: String {
    let url = texts[.url] ?? ""
    return kind == .discord ? URLText.adding([("wait", "true")], to: url) : url
  }

  private func headers(_ payload: Payload, key: String) -> [(name: String, value: String)] {
    guard kind == .webhook else { return Self.common }
    var own: [(name: String, value: String)] = Self.common + [(name: "Idempotency-Key", value: Self.headerValue(key))]
    if let secret = texts[.signingSecret] {
      own.append(("X-Pyflow-Signature", "sha256=\(HMAC.code(of: payload.bytes, key: Array(secret.utf8)).hex)"))
    }
    let names = Set(headers.map { $0.name.lowercased() })
    return own.filter { !names.contains($0.name.lowercased()) } + headers
  }

  /// A key may have a node's item in it, which can be any text.
  private static func headerValue(_ key: String) -> String {
    key.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? key : PercentEncoding.encoded(key.utf8)
  }

  private var mail: Dispatch.Way {
    if let program = texts[.sendmail] {
      return .program(words: [program, "-t", "-i"], environment: [])
    }
    var server = Dispatch.MailServer(
      url: texts[.server] ?? "", sender: ChannelAddress.mailAddress(in: texts[.from] ?? ""),
      recipients: recipients.map { ChannelAddress.mailAddress(in: $0) })
    server.isEncrypted = isEncrypted
    if let user = texts[.user] { server.login = (user, texts[.password] ?? "") }
    return .mail(server)
  }
}
