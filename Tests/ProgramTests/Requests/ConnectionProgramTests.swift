import Foundation
import TestSupport
import Testing

/// Where requests are sent, and how they are signed.
@Suite("Connections of requests")
struct ConnectionProgramTests {
  @Test("a request goes through a unix socket, or to another place than its address names")
  func places() {
    let program = Program()
    let socket = LoopbackServer(at: "\(program.folder.path)/api.sock") { _ in LoopbackAnswer(body: "by socket") }
    let other = LoopbackServer { _ in LoopbackAnswer(body: "elsewhere") }
    program.folder.write(
      """
      [socket]
      url = "http://service.internal/v1/status?a=1"
      unix_socket = "api.sock"
      expect = "result.stdout == 'by socket'"
      [elsewhere]
      url = "http://service.internal/"
      connect_to = "127.0.0.1:\(other.port)"
      expect = "result.stdout == 'elsewhere'"
      [none]
      url = "http://service.internal/"
      unix_socket = "none.sock"
      """, to: "deploy.toml")
    let report = program.run("run", "--json", "--no-input").report
    #expect(report?.summary == "elsewhere succeeded, none failed, socket succeeded")
    #expect(socket.requests.first?.target == "/v1/status?a=1")
    #expect(socket.requests.first?.header("Host") == "service.internal")
    #expect(other.requests.first?.header("Host") == "service.internal")
  }

  /// AWS Signature Version 4, as its documentation describes it.
  private static let signature = """
    import hashlib, hmac, json
    r = json.load(open("request.json"))
    h = {k.lower(): v for k, v in r["headers"].items()}
    fields = dict(f.split("=", 1) for f in h["authorization"].split(" ", 1)[1].replace(" ", "").split(","))
    key, date, region, service, _ = fields["Credential"].split("/")
    path, _, query = r["target"].partition("?")
    query = "&".join(sorted(query.split("&"))) if query else ""
    names = fields["SignedHeaders"].split(";")
    payload = h.get("x-amz-content-sha256", hashlib.sha256(r["body"].encode()).hexdigest())
    canonical = "\\n".join([r["method"], path, query] + [n + ":" + h[n].strip() for n in names]
                          + ["", fields["SignedHeaders"], payload])
    text = "\\n".join(["AWS4-HMAC-SHA256", h["x-amz-date"], "/".join([date, region, service, "aws4_request"]),
                      hashlib.sha256(canonical.encode()).hexdigest()])
    step = ("AWS4" + "wJalrXUtnFEMI/K7MDENG").encode()
    for part in (date, region, service, "aws4_request"): step = hmac.new(step, part.encode(), hashlib.sha256).digest()
    print(key, region, service, hmac.new(step, text.encode(), hashlib.sha256).hexdigest() == fields["Signature"])
    """

  @Test("a signature is the one that another implementation makes", arguments: ["GET", "POST"])
  func signed(method: String) throws {
    let server = LoopbackServer { _ in LoopbackAnswer() }
    let body = method == "POST" ? "body = \"{ \\\"a\\\": 1 }\"" : ""
    let program = Program(
      """
      [sign]
      url = "\(server.url("/items/one"))"
      query = { b = "2", a = "1" }
      method = "\(method)"
      \(body)
      auth = { aws_sigv4 = { access_key = "AKEXAMPLE", secret_key = "wJalrXUtnFEMI/K7MDENG", region = "eu-west-1", service = "execute-api" } }
      """)
    #expect(program.run("run", "--no-input").exit == 0)
    let request = try #require(server.requests.first)
    let told: [String: Any] = [
      "method": request.method, "target": request.target, "body": request.text,
      "headers": Dictionary(request.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 }),
    ]
    program.folder.write(try JSONSerialization.data(withJSONObject: told), to: "request.json")
    #expect(Python.run(Self.signature, in: program) == "AKEXAMPLE eu-west-1 execute-api True\n")
  }
}
