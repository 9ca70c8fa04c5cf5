import Running
import TestSupport
import Testing

/// What templates can read while a run goes on, seen in the actions that are started.
@Suite("Names in a run")
struct ScopeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let expression: String
    let text: String
    var testDescription: String { expression }
  }

  static let cases: [Case] = [
    Case(expression: "{{ nodes.first.stdout }}", text: "one\ntwo"),
    Case(expression: "{{ nodes.first.stderr }}", text: "careful"),
    Case(expression: "{{ nodes.first.status }}", text: "succeeded"),
    Case(expression: "{{ nodes.first.exit_code }}", text: "3"),
    Case(expression: "{{ nodes.first.attempts }}", text: "1"),
    Case(expression: "{{ nodes.first.duration }}", text: "1.0"),
    Case(expression: "{{ nodes.first.started_at }}", text: "2026-09-21T14:13:20.000Z"),
    Case(expression: "{{ nodes['data-1'].json.items[1].name }}", text: "b"),
    Case(expression: "{{ nodes.gone.exit_code }}", text: "1"),
    Case(expression: "{{ nodes.gone.status }}", text: "failed"),
    Case(
      expression: "{{ has_succeeded('first') }} {{ has_failed('gone') }} {{ has_run('gone') }}", text: "true true true"),
    Case(expression: "{{ is_skipped('none') }} {{ is_skipped('first') }}", text: "true false"),
    Case(expression: "{{ run.id }} {{ run.user }}@{{ run.host }}", text: "01TEST00000000000000000000 tester@testhost"),
    Case(expression: "{{ run.dir }} {{ run.title }} {{ run.attempt }}", text: "/srv/here Names 1"),
    Case(expression: "{{ env.HOME }}", text: "/home/tester"),
    Case(expression: "{{ env.NOPE | default('none') }}", text: "none"),
    Case(expression: "${HOME}/x", text: "/home/tester/x"),
    Case(expression: "{{ V }}", text: "it's"),
  ]

  private static func runbook(_ text: String) -> String {
    """
    [variables]
    V = "it's"
    [runbook]
    title = "Names"
    [first]
    command = "work"
    success_codes = [0, 3]
    [data-1]
    command = "work"
    depends_on = []
    [gone]
    command = "work"
    depends_on = []
    allow_failure = true
    [none]
    command = "work"
    skip = true
    [show]
    command = ["print", ""]
    env = { SHOWN = "\(text)" }
    depends_on = ["first", "data-1", "gone", "none"]
    """
  }

  private static let scripts: [String: FakeWorld.Script] = {
    var first = FakeWorld.Script(.exited(3), stdout: "one\ntwo\n")
    first.result?.stderr = Array("careful\n".utf8)
    return [
      "first": first,
      "data-1": FakeWorld.Script(stdout: #"{"items": [{"name": "a"}, {"name": "b"}]}"#),
      "gone": .fails,
    ]
  }()

  @Test("have their values", arguments: cases)
  func value(_ entry: Case) {
    let (plan, diagnostics) = Reading.plan(Self.runbook(entry.expression))
    #expect(!diagnostics.hasErrors)
    let rehearsal = Rehearsal.run(plan, scripts: Self.scripts, environment: ["HOME": "/home/tester"])
    #expect(Self.shown(rehearsal) == entry.text)
  }

  private static func shown(_ rehearsal: Rehearsal) -> String? {
    for case .start(_, _, _, .process(let process)) in rehearsal.effects {
      if let entry = process.environment.first(where: { $0.name == "SHOWN" }) { return entry.value }
    }
    return nil
  }

  @Test(
    "that do not exist fail the node, with the place",
    arguments: [
      ("{{ env.NOPE }}", "`NOPE` is not defined in this environment (deploy.toml:20:21)"),
      ("${NOPE}", "`NOPE` is not defined in this environment (deploy.toml:20:18)"),
      (
        "{{ nodes.first.json.x }}",
        "the output of `first` is not JSON: `o` is not expected here, at byte 0 (deploy.toml:20:21)"
      ),
    ])
  func missing(text: String, message: String) {
    let rehearsal = Rehearsal.run(Reading.plan(Self.runbook(text)).plan, scripts: Self.scripts)
    #expect(rehearsal.reasons["show"]?.message == message)
  }

  @Test("what `parse` demands is read when the node ends")
  func parse() {
    let runbook = """
      [a]
      command = "work"
      parse = "lines"
      [b]
      command = "work"
      parse = "json"
      depends_on = []
      [c]
      command = ["print"]
      env = { SHOWN = "{{ nodes.a.json | length }} {{ nodes.b.json.x }}" }
      depends_on = ["a", "b"]
      """
    let scripts = ["a": FakeWorld.Script(stdout: "x\ny\n\n"), "b": FakeWorld.Script(stdout: "{\"x\": [1]}")]
    #expect(Self.shown(Rehearsal.run(Reading.plan(runbook).plan, scripts: scripts)) == "2 [1]")
    let wrong = Rehearsal.run(Reading.plan(runbook).plan, scripts: ["b": FakeWorld.Script(stdout: "nope")])
    #expect(wrong.reasons["b"]?.message == "its output cannot be read: `n` is not expected here, at byte 0")
  }

  @Test("output that was not kept cannot be parsed")
  func truncated() {
    var script = FakeWorld.Script(stdout: "[1]")
    script.result?.isTruncated = true
    let plan = Reading.plan("[a]\ncommand = \"work\"\nparse = \"json\"\ncapture_limit = 3").plan
    #expect(Rehearsal.run(plan, scripts: ["a": script]).reasons["a"] == .outputNotKept(limit: 3))
  }
}
