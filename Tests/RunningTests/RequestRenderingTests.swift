import Planning
import Running
import TestSupport
import Testing

/// How requests are made of what a runbook says.
@Suite("The making of requests")
struct RequestRenderingTests {
  private static func rehearse(_ keys: String, value: String = "") -> Rehearsal {
    let text = "[v]\ncommand = \"x\"\n[a]\nurl = \"http://x/\"\n\(keys)\n"
    let (plan, diagnostics) = Reading.plan(text)
    #expect(!diagnostics.hasErrors, "\(Reading.problems(text))")
    return Rehearsal.run(plan, scripts: ["v": .init(.exited(0), stdout: value)])
  }

  private static func request(_ keys: String, value: String = "") -> RequestAction? {
    for case .start(_, _, _, .request(let request)) in rehearse(keys, value: value).effects { return request }
    return nil
  }

  private static func header(_ name: String, _ request: RequestAction?) -> String? {
    request?.headers.first { $0.name == name }?.value
  }

  @Test("credentials become header fields")
  func credentials() {
    #expect(Self.header("Authorization", Self.request("auth = { bearer = \"t\" }")) == "Bearer t")
    let basic = "Basic YW5uOnA6dw=="
    #expect(Self.header("Authorization", Self.request("auth = { basic = \"ann:p:w\" }")) == basic)
    #expect(
      Self.header("Authorization", Self.request("auth = { basic = { user = \"ann\", password = \"p:w\" } }")) == basic)
    let signed = Self.request(
      "auth = { aws_sigv4 = { access_key = \"AK\", secret_key = \"s\", session_token = \"t\", region = \"r-1\", service = \"s3\" } }"
    )
    #expect(signed?.signature == RequestAction.Signature(credentials: "AK:s", scope: ("r-1", "s3")))
    #expect(Self.header("X-Amz-Security-Token", signed) == "t")
    #expect(
      Self.header("X-Amz-Content-Sha256", signed) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test("credentials in an address leave it")
  func addressCredentials() {
    let request = Self.request("", value: "")
    #expect(request?.url == "http://x/")
    let text = "[a]\nurl = \"https://an%40n:p%3Aw@host/x\"\nproxy = \"http://u:proxy-pw@p:3128\"\n"
    let rehearsal = Rehearsal.run(Reading.plan(text).plan)
    var found: RequestAction?
    for case .start(_, _, _, .request(let request)) in rehearsal.effects { found = request }
    #expect(found?.url == "https://host/x")
    #expect(Self.header("Authorization", found) == "Basic YW5AbjpwOnc=")
    #expect(found?.proxy == "http://p:3128" && found?.proxyCredentials == "u:proxy-pw")
    let hidden = rehearsal.effects.compactMap { if case .hide(let texts) = $0 { texts } else { nil } }.joined()
    #expect(hidden.contains("proxy-pw"))
  }

  @Test("forms are encoded, lists give several fields")
  func form() {
    let request = Self.request("form = { a = \"x y&z=ü\", b = [1, true], \"c d\" = \"\" }")
    #expect(request?.body.map { String(decoding: $0, as: UTF8.self) } == "a=x+y%26z%3D%C3%BC&b=1&b=true&c+d=")
    #expect(Self.header("Content-Type", request) == "application/x-www-form-urlencoded")
    #expect(request?.method == "POST")
  }

  @Test("paths begin at the runbook's folder")
  func paths() {
    let request = Self.request(
      """
      body_file = "data.bin"
      ca_file = "ca.pem"
      client_cert = "/etc/c.pem"
      client_key = "k.pem"
      save_to = "out/x"
      """)
    #expect(request?.bodyFile == "/srv/here/data.bin" && request?.authorities == "/srv/here/ca.pem")
    #expect(request?.certificate == "/etc/c.pem" && request?.key == "/srv/here/k.pem")
    #expect(request?.target == "/srv/here/out/x")
  }

  @Test(
    "nothing becomes more than what it stands for",
    arguments: ["a\\nb", "a\\rb", "a\\u0000b", "a\\u001bb", "a\\u007fb"])
  func controlCharacters(value: String) {
    let keys = [
      "headers = { X = \"V\" }", "auth = { bearer = \"V\" }", "auth = { basic = { user = \"V\", password = \"p\" } }",
      "auth = { basic = { user = \"u\", password = \"V\" } }", "auth = { basic = \"u:V\" }",
      "auth = { aws_sigv4 = { access_key = \"V\", secret_key = \"s\" } }",
      "auth = { aws_sigv4 = { access_key = \"a\", secret_key = \"V\" } }",
      "auth = { aws_sigv4 = { access_key = \"a\", secret_key = \"s\", session_token = \"V\" } }",
      "auth = { aws_sigv4 = { access_key = \"a\", secret_key = \"s\", region = \"V\", service = \"s3\" } }",
      "body_file = \"V\"", "ca_file = \"V\"", "client_cert = \"V\"", "client_cert = \"c\"\nclient_key = \"V\"",
      "unix_socket = \"V\"", "save_to = \"V\"", "connect_to = \"V\"", "proxy = \"http://V\"", "method = \"V\"",
    ]
    let value = value.replacing("\\n", with: "\n").replacing("\\r", with: "\r").replacing("\\u0000", with: "\0")
      .replacing("\\u001b", with: "\u{1B}").replacing("\\u007f", with: "\u{7F}")
    for key in keys {
      let rehearsal = Self.rehearse(key.replacing("V", with: "{{ nodes.v.stdout }}"), value: value)
      #expect(rehearsal.started == ["v"], "\(key)")
      #expect(rehearsal.reasons["a"]?.code == "value", "\(key)")
    }
    // As data it is what it is.
    #expect(Self.request("query = { q = \"{{ nodes.v.stdout }}\" }", value: value)?.url.contains("%") == true)
    #expect(Self.request("body = \"{{ nodes.v.stdout }}\"", value: value)?.body == Array(value.utf8))
  }

  @Test(
    "HEAD, which has no body, is sent none, and its answer is not saved",
    arguments: [("json = 1", "one that can have a body"), ("save_to = \"x\"", "one whose answer can be saved")])
  func head(keys: String, expected: String) {
    let rehearsal = Self.rehearse(keys + "\nmethod = \"{{ nodes.v.stdout }}\"", value: "head")
    #expect(rehearsal.started == ["v"])
    #expect(rehearsal.reasons["a"]?.message == "`method` must be \(expected), not `HEAD`")
  }

  @Test(
    "an address that is none fails the node",
    arguments: ["ftp://x", "file:///etc/passwd", "http://a b", "http://a\\\\@b", "x", "http://a:b@c@d"])
  func addresses(url: String) {
    let text = "[v]\ncommand = \"x\"\n[a]\nurl = \"{{ nodes.v.stdout }}\"\n"
    let rehearsal = Rehearsal.run(Reading.plan(text).plan, scripts: ["v": .init(.exited(0), stdout: url)])
    #expect(rehearsal.started == ["v"] && rehearsal.reasons["a"]?.code == "value")
    #expect(rehearsal.reasons["a"]?.message.contains("a:b@") == false)
  }
}
