import Planning
import TestSupport
import Testing
import Values

@testable import Running

/// Requests that are tried again, and what is expected of answers.
@Suite("Attempts of requests")
struct RequestAttemptTests {
  typealias Script = FakeWorld.Script

  private static func rehearse(_ keys: String, _ scripts: [String: Script]) -> Rehearsal {
    let text = "[a]\nurl = \"http://x/\"\n\(keys)\n"
    let (plan, diagnostics) = Reading.plan(text)
    #expect(!diagnostics.hasErrors, "\(Reading.problems(text))")
    return Rehearsal.run(plan, scripts: scripts)
  }

  private static func delays(_ rehearsal: Rehearsal) -> [Int] {
    rehearsal.events.compactMap { event in
      if case .retrying(let retry) = event { Int(retry.delay / .milliseconds(1)) } else { nil }
    }
  }

  static let tried: [(keys: String, ending: ActionResult.Ending, count: Int)] =
    [408, 429, 502, 503, 504].map { ("retry = 3", .answered(status: $0), 3) }
    + [400, 401, 404, 409, 500, 501, 302].map { ("retry = 3", .answered(status: $0), 1) }
    + [RequestFailure.Kind.dns, .refused, .connectTimeout, .broken, .truncated, .noAnswer, .tls].map {
      ("retry = 3", .requestFailed(RequestFailure($0)), 3)
    }
    + [RequestFailure.Kind.tlsExpired, .tlsHost, .tlsAuthority, .malformed, .redirectLoop, .save, .address].map {
      ("retry = 3", .requestFailed(RequestFailure($0)), 1)
    }
    + [
      ("retry = 3", .answerTooLarge(limit: 5), 1), ("retry = 3", .couldNotStart("x"), 3),
      ("retry = { attempts = 3, on = \"5xx\" }", .answered(status: 500), 3),
      ("retry = { attempts = 3, on = [404, \"5xx\"] }", .answered(status: 404), 3),
      ("retry = { attempts = 3, on = [404, \"5xx\"] }", .answered(status: 503), 3),
      ("retry = { attempts = 3, on = [404, \"5xx\"] }", .answered(status: 429), 1),
      ("retry = { attempts = 3, on = [503] }", .requestFailed(RequestFailure(.refused)), 1),
      ("retry = { attempts = 3, when = \"result.status == 404\" }", .answered(status: 404), 3),
    ]

  @Test("happen where the next one may fare better", arguments: tried)
  func tries(keys: String, ending: ActionResult.Ending, count: Int) {
    #expect(Self.rehearse(keys, ["a": Script(ending)]).started.count == count)
  }

  @Test("happen after a timeout")
  func timeout() {
    #expect(Self.rehearse("timeout = 2\nretry = 3", ["a": .endless()]).started.count == 3)
  }

  static let demands: [(headers: [(String, String)], delay: Int)] = [
    ([("retry-after", "7")], 7000), ([("Retry-After", " 7 ")], 7000), ([("retry-after", "0")], 1000),
    ([("retry-after", "100000")], 60000), ([("retry-after", "99999999999999999999999")], 60000),
    ([("retry-after", "-5")], 1000), ([("retry-after", "soon")], 1000), ([("retry-after", "")], 1000),
    ([("retry-after", "1.5")], 1000),
    // The rehearsal's run starts at 2026-09-21T14:13:20Z, and its first attempt takes a second.
    ([("retry-after", "Mon, 21 Sep 2026 14:13:41 GMT")], 20000),
    ([("retry-after", "Mon, 21 Sep 2026 15:13:41 GMT")], 60000),
    ([("retry-after", "Mon, 21 Sep 2020 15:13:41 GMT")], 1000),
    ([("retry-after", "Mon, 21 Sep 2020 15:13:41 GMT"), ("date", "Mon, 21 Sep 2020 15:13:31 GMT")], 10000),
    ([("retry-after", "Mon, 31 Feb 2027 15:13:41 GMT")], 1000),
    ([("retry-after", "Mon, 21 Xxx 2027 15:13:41 GMT")], 1000),
    ([("retry-after", "Mon, 21 Sep 99999999999 15:13:41 GMT")], 1000),
  ]

  @Test("wait for as long as the server wants, within reason", arguments: demands)
  func retryAfter(headers: [(String, String)], delay: Int) {
    var script = Script(.answered(status: 503))
    script.result?.headers = headers.map { (name: $0.0, value: $0.1) }
    let rehearsal = Self.rehearse("retry = { attempts = 2, delay = 1, jitter = false }", ["a": script])
    #expect(Self.delays(rehearsal) == [delay])
  }

  @Test("of a poll wait for as long as the server wants")
  func pollDelay() {
    var busy = Script(.answered(status: 503))
    busy.result?.headers = [("retry-after", "30")]
    let rehearsal = Self.rehearse(
      "poll = { every = 5 }", ["a@1": busy, "a@2": Script(.answered(status: 200))])
    #expect(rehearsal.finish.duration == .seconds(32))
  }

  static let expectations: [(keys: String, body: String, status: NodeStatus, code: String)] = [
    ("expect = \"result.json.ok\"", "{\"ok\":true}", .succeeded, ""),
    ("expect = \"{{ result.json.items[0].name == 'x' }}\"", "{\"items\":[{\"name\":\"x\"}]}", .succeeded, ""),
    ("expect = \"result.json.ok\"", "{\"ok\":false}", .failed, "expect"),
    ("expect = \"result.json.ok\"", "{}", .failed, "expression"),
    ("expect = \"result.json.ok\"", "<html>", .failed, "expression"),
    ("expect = \"result.status == 200 and result.headers['x-a'] == '1, 2'\"", "", .succeeded, ""),
    ("expect = \"result.headers['set-cookie'] == ['a=1, b', 'c=2']\"", "", .succeeded, ""),
    ("expect = \"result.headers.etag is defined\"", "", .failed, "expect"),
    ("outputs = { x = \"{{ result.json.v }}\" }", "[]", .failed, "expression"),
  ]

  @Test("are held to what is expected of the answer", arguments: expectations)
  func expectation(keys: String, body: String, status: NodeStatus, code: String) {
    var script = Script(.answered(status: 200), stdout: body)
    script.result?.headers = [("x-a", "1"), ("set-cookie", "a=1, b"), ("x-a", "2"), ("set-cookie", "c=2")]
    let rehearsal = Self.rehearse(keys, ["a": script])
    #expect(rehearsal.statuses["a"] == status)
    #expect(rehearsal.reasons["a"]?.code ?? "" == code)
  }

  @Test(
    "of a poll pass, fail or tell nothing",
    arguments: [
      ("expect = \"result.json.ok\"", "{\"ok\":true}", "pass"),
      ("expect = \"result.json.ok\"", "{\"ok\":false}", "fail"),
      ("expect = \"result.json.ok\"", "{}", "unknown"), ("expect = \"result.json.ok\"", "no", "unknown"),
    ])
  func sample(keys: String, body: String, verdict: String) {
    for source in ["target", "observer"] {
      let poll = "poll = { fail_limit = 0, unknown_limit = 0, of = \"\(source)\" }"
      let rehearsal = Self.rehearse("\(keys)\n\(poll)", ["a": Script(.answered(status: 200), stdout: body)])
      let verdicts = rehearsal.events.compactMap {
        if case .sampled(let sample) = $0 { sample.verdict.rawValue } else { nil }
      }
      #expect(verdicts == [verdict], "\(source)")
    }
  }

  @Test("are judged by their own answer where they belong to another node")
  func steps() {
    let text = """
      [a]
      command = "x"
      snapshot = { url = "http://x/", expect = "result.json.n == 1" }
      rollback = { url = "http://x/", expect = "result.json.n == 1", headers = { A = "1" } }
      [b]
      command = "y"
      """
    func run(_ body: String) -> Rehearsal {
      let script = Script(.answered(status: 200), stdout: body)
      return Rehearsal.run(
        Reading.plan(text).plan,
        scripts: ["b": Script(.exited(1)), "a!rollback": script, "a!before": script, "a!after": script])
    }
    #expect(run("{\"n\":1}").finish.status == .rolledBack)
    #expect(run("{\"n\":2}").finish.status == .rollbackFailed)
  }

  @Test("carry a key by which the server knows them again")
  func idempotencyKey() {
    func headers(_ keys: String) -> [String] {
      Self.rehearse(keys, [:]).effects.compactMap { effect in
        guard case .start(_, _, _, .request(let request)) = effect else { return nil }
        return request.headers.first { $0.name.lowercased() == "idempotency-key" }?.value
      }
    }
    #expect(headers("body = \"x\"").isEmpty)
    #expect(headers("idempotent = true").isEmpty)
    #expect(headers("body = \"x\"\nidempotent = true").first?.utf8.count == 64)
    #expect(headers("body = \"x\"\nidempotent = true\nheaders = { idempotency-key = \"mine\" }") == ["mine"])
  }

  @Test("are none where the method turns out to be one that must not be sent twice")
  func unsafe() {
    let text = "[m]\ncommand = \"x\"\n[a]\nurl = \"http://x/\"\nmethod = \"{{ nodes.m.stdout }}\"\nretry = 2\n"
    let rehearsal = Rehearsal.run(Reading.plan(text).plan, scripts: ["m": Script(.exited(0), stdout: "POST")])
    #expect(rehearsal.started == ["m"])
    #expect(
      rehearsal.reasons["a"]?.message
        == "`method` must be one that may be sent twice, as the node is not `idempotent`, not `POST`")
  }
}
