import Running
import TestSupport
import Testing
import Values

/// What undoes a node, by kind, and with settings of its own (design 5.4).
@Suite("Kinds of rollbacks")
struct RollbackKindTests {
  private static func rehearse(
    _ rollback: String, keys: String = "", settings: String = "", _ scripts: [String: FakeWorld.Script] = [:]
  ) -> Rehearsal {
    let (plan, diagnostics) = Reading.plan(
      """
      [runbook]
      \(settings)
      [variables]
      T = { default = "7s" }
      [a]
      command = "do"
      rollback = \(rollback)
      \(keys)
      [b]
      command = "x"
      """)
    #expect(!diagnostics.hasErrors, "\(diagnostics.items.map(\.message))")
    return Rehearsal.run(plan, scripts: scripts.merging(["b": FakeWorld.Script(.exited(1))]) { one, _ in one })
  }

  private static func actions(_ run: Rehearsal) -> [Action] {
    run.effects.compactMap { if case .start(_, .rollback, _, let action) = $0 { action } else { nil } }
  }

  private static func process(_ run: Rehearsal) throws -> ProcessAction {
    let action = try #require(actions(run).first)
    guard case .process(let process) = action else { throw Absent() }
    return process
  }

  private struct Absent: Error {}

  @Test(
    "a list of words needs no shell, alone or in a table",
    arguments: ["[\"rm\", \"x y\"]", "{ command = [\"rm\", \"x y\"] }"])
  func words(rollback: String) throws {
    #expect(try Self.process(Self.rehearse(rollback)).program == .words(["rm", "x y"]))
  }

  @Test("a request that must not be sent twice has a key of its own, or the runbook's", arguments: ["POST", "PATCH"])
  func key(method: String) {
    func keys(_ table: String) -> [String] {
      let run = Self.rehearse(
        "{ url = \"http://x/\", method = \"{{ nodes.a.stdout }}\"\(table) }",
        ["a": .init(.exited(0), stdout: method), "a!rollback": .init(.answered(status: 503))])
      return Self.actions(run).map { action in
        guard case .request(let request) = action else { return "none" }
        return request.headers.first { $0.name.lowercased() == "idempotency-key" }?.value ?? "none"
      }
    }
    #expect(keys("").map(\.utf8.count) == [64])
    #expect(keys(", retry = 3").isEmpty)
    let own = keys(", retry = 3, headers = { Idempotency-Key = \"mine\" }")
    #expect(own == ["mine", "mine", "mine"])
  }

  @Test("one whose method turns out to be one that must not be sent twice is not sent where there is a `retry`")
  func unsafe() {
    let run = Self.rehearse(
      "{ url = \"http://x/\", method = \"{{ nodes.a.stdout }}\", retry = 3 }", ["a": .init(.exited(0), stdout: "post")])
    #expect(run.finish.status == .rollbackFailed && Self.actions(run).isEmpty)
    let reasons = run.events.compactMap {
      if case .rollbackFinished(let finish) = $0 { finish.reason?.message } else { nil }
    }
    #expect(reasons == ["`method` must be one that may be sent twice, as there is a `retry`, not `POST`"])
  }

  @Test("a request is sent with its method, headers and body; its status decides")
  func request() throws {
    let table = """
      { url = "http://host/x", method = "DELETE", headers = { A = "b" }, json = { n = 1 }, \
      expect_status = [204, 404], timeout = "9s" }
      """
    let answered = Self.rehearse(table, ["a!rollback": FakeWorld.Script(.answered(status: 404))])
    #expect(answered.finish.status == .rolledBack)
    guard case .request(let request)? = Self.actions(answered).first else { throw Absent() }
    #expect(request.method == "DELETE" && request.url == "http://host/x" && request.timeout == .seconds(9))
    #expect(request.body == Array(#"{"n":1}"#.utf8))
    let refused = Self.rehearse(table, ["a!rollback": FakeWorld.Script(.answered(status: 500))])
    #expect(refused.finish.status == .rollbackFailed)
  }

  @Test("a request without a timeout has that of requests")
  func requestTimeout() throws {
    guard case .request(let request)? = Self.actions(Self.rehearse("{ url = \"http://host/x\" }")).first else {
      throw Absent()
    }
    #expect(request.timeout == .seconds(30))
  }

  @Test(
    "functions undo too",
    arguments: [
      ("{ function = \"noop\" }", RunStatus.rolledBack, 2),
      ("{ function = \"log\", params = { message = \"m\" } }", .rolledBack, 2),
      ("{ function = \"sleep\", params = { seconds = 5 } }", .rolledBack, 7),
      ("{ function = \"fail\", params = { message = \"m\" } }", .rollbackFailed, 2),
    ])
  func functions(rollback: String, status: RunStatus, seconds: Int) {
    let run = Self.rehearse(rollback)
    #expect(run.finish.status == status)
    #expect(run.finish.duration == .seconds(seconds))
  }

  @Test("a sleep that takes too long ends with its timeout")
  func sleepTimeout() {
    let run = Self.rehearse("{ function = \"sleep\", params = { seconds = 5 }, timeout = 1 }")
    #expect(run.finish.status == .rollbackFailed)
    #expect(run.finish.duration == .seconds(3))
    let all = Self.rehearse(
      "{ function = \"sleep\", params = { seconds = 50 } }", settings: "recovery_timeout = 5")
    #expect(all.finish.status == .rollbackFailed)
    #expect(all.finish.duration == .seconds(7))
  }

  @Test("codes that mean success are the rollback's own, not those of its node")
  func codes() {
    let seven = ["a!rollback": FakeWorld.Script(.exited(7))]
    #expect(Self.rehearse("\"undo\"", keys: "success_codes = [0, 7]", seven).finish.status == .rollbackFailed)
    #expect(Self.rehearse("{ command = \"undo\", success_codes = [7] }", seven).finish.status == .rolledBack)
  }

  @Test("the environment, folder and shell of its node hold, unless it has its own")
  func settings() throws {
    let keys = "env = { A = \"node\", B = \"node\" }\nworking_dir = \"nodes\"\nshell = [\"dash\", \"-c\"]"
    let own = try Self.process(
      Self.rehearse(
        "{ command = \"undo > x\", env = { B = \"own\" }, working_dir = \"/own\", shell = \"bash\", stdin = \"s\" }",
        keys: keys))
    let environment = Dictionary(own.environment.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    #expect(environment["A"] == "node" && environment["B"] == "own")
    #expect(own.workingDirectory == "/own")
    #expect(own.program == .shell(arguments: ["bash", "-euo", "pipefail", "-c"], text: "undo > x"))
    #expect(own.standardInput == Array("s".utf8))
    let inherited = try Self.process(Self.rehearse("\"undo > x\"", keys: keys))
    #expect(inherited.workingDirectory == "/srv/here/nodes")
    #expect(inherited.program == .shell(arguments: ["dash", "-c"], text: "undo > x"))
  }

  @Test("a secret of its own reaches it as a reference, and is masked in the record")
  func secrets() throws {
    let (plan, _) = Reading.plan(
      """
      [variables]
      KEY = { secret = true }
      [a]
      command = "do"
      rollback = { command = "echo {{ KEY }} | undo", env = { TOKEN = "{{ KEY }}" } }
      [b]
      command = "x"
      """, variables: ["KEY": "tr0ub4dor"])
    let run = Rehearsal.run(plan, scripts: ["b": FakeWorld.Script(.exited(1))])
    let process = try Self.process(run)
    #expect(process.summary == "echo \"${PYFLOW_SECRET_KEY}\" | undo")
    #expect(process.environment.contains { $0.name == "TOKEN" && $0.value == "tr0ub4dor" })
    let told = run.events.compactMap {
      if case .rollbackStarted(_, _, .process(let process)) = $0 { process } else { nil }
    }
    #expect(told.first?.environment.contains { $0.value == "tr0ub4dor" } == false)
  }

  @Test("the timeout may be a template, known before the run or only in it")
  func timeoutTemplate() {
    let endless = ["a!rollback": FakeWorld.Script.endless(), "a": FakeWorld.Script(stdout: "3")]
    for (text, seconds) in [("{{ T }}", 7), ("{{ result.stdout }}s", 3)] {
      let run = Self.rehearse("{ command = \"undo\", timeout = \"\(text)\" }", endless)
      #expect(run.finish.status == .rollbackFailed)
      #expect(run.finish.duration == .seconds(seconds + 2) + .milliseconds(1))
    }
    let wrong = Self.rehearse(
      "{ command = \"undo\", timeout = \"{{ result.stdout }}\" }", ["a": FakeWorld.Script(stdout: "x")])
    let reasons = wrong.events.compactMap { if case .rollbackFinished(let finish) = $0 { finish.reason } else { nil } }
    #expect(reasons == [.wrongField("timeout", expected: Duration.typeName, found: "x")])
  }

  @Test("`rollback_on` may be a template")
  func condition() {
    let (plan, diagnostics) = Reading.plan(
      """
      [variables]
      ON = "success"
      [a]
      command = "do"
      rollback = ["undo"]
      rollback_on = "{{ ON }}"
      """)
    #expect(diagnostics.items.isEmpty)
    #expect(plan.nodes[0].isUndoneOnlyAfterSuccess)
    #expect(Rehearsal.run(plan, scripts: ["a": FakeWorld.Script(.exited(1))]).started == ["a"])
  }
}
