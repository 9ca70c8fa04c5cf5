import Planning
import Running
import TestSupport
import Testing
import Values

/// `kv.get`, in virtual time.
@Suite("Reading the key-value store")
struct StoreTests {
  private static func view(_ values: [(String, Value)], secrets: Set<String> = [], problem: String? = nil) -> StoreView
  {
    var view = StoreView()
    view.values = ValueMap(values)
    view.secretKeys = secrets
    view.problem = problem
    return view
  }

  private static func run(
    _ runbook: String, _ stores: [(at: Duration, view: StoreView)] = [], scripts: [String: FakeWorld.Script] = [:]
  ) -> Rehearsal {
    Rehearsal.run(Reading.plan(runbook).plan, scripts: scripts, stores: stores)
  }

  @Test("gives values of any type, and a default where there is none")
  func values() {
    let rehearsal = Self.run(
      """
      [a]
      command = "echo {{ kv.get('n') + 1 }} {{ kv.get(key='none', default='d') }} {{ kv.get('list')[1] }}"
      [b]
      command = "echo {{ kv.get('none') | default('e') }} {{ kv.get('none') is defined }} {{ kv.get('none', none) is none }}"
      """, [(.zero, Self.view([("n", .int(2)), ("list", .list([.int(1), .string("x y")]))]))])
    #expect(rehearsal.commands == ["echo '3' 'd' 'x y'", "echo 'e' 'false' 'true'"])
  }

  @Test("fails the node, and nothing else, where there is no value")
  func failures() {
    let reasons = [
      ("kv.get('none')", "`none` is not defined in this key-value store"),
      ("kv.get(3 - 1)", "a key of the key-value store is a text, not a value of type integer"),
      ("kv.get('token', 'x')", "`token` is a secret in the key-value store"),
    ]
    for (expression, message) in reasons {
      let rehearsal = Self.run(
        "[runbook]\non_failure = \"continue\"\n[a]\ncommand = \"x\"\nwhen = \"\(expression) == 1\"\n[b]\ncommand = \"y\"\ndepends_on = []",
        [(.zero, Self.view([], secrets: ["token"]))])
      #expect(rehearsal.summary == "a failed, b succeeded")
      #expect(rehearsal.reasons["a"]?.message.hasPrefix(message) == true)
    }
    let damaged = Self.run(
      "[a]\ncommand = \"{{ kv.get('n', 1) }}\"", [(.zero, Self.view([], problem: "it is damaged"))])
    #expect(damaged.reasons["a"]?.message.hasPrefix("it is damaged") == true)
  }

  @Test("sees what others have set meanwhile: before each attempt, after each wait")
  func changes() {
    let rehearsal = Self.run(
      """
      [a]
      command = "a {{ kv.get('n') }}"
      retry = { attempts = 2, delay = "0s" }
      [b]
      command = "b {{ kv.get('n') }}"
      [c]
      when = "kv.get('n') == 4"
      command = "c"
      """,
      [
        (.zero, Self.view([("n", .int(1))])), (.milliseconds(500), Self.view([("n", .int(2))])),
        (.milliseconds(1500), Self.view([("n", .int(3))])), (.milliseconds(2500), Self.view([("n", .int(4))])),
      ],
      scripts: ["a#1": .fails])
    #expect(rehearsal.commands == ["a '1'", "a '2'", "b '3'", "c"])
  }

  @Test("is in outputs of nodes and of the run too")
  func outputs() {
    let rehearsal = Self.run(
      "[runbook]\noutputs = { n = \"{{ kv.get('n') }}\" }\n[a]\ncommand = \"x\"\noutputs = { m = \"{{ kv.get('n') * 2 }}\" }\n"
        + "[b]\ncommand = \"{{ nodes.a.outputs.m }}\"",
      [(.zero, Self.view([("n", .int(2))])), (.milliseconds(1500), Self.view([("n", .int(5))]))])
    #expect(rehearsal.commands == ["x", "'4'"] && rehearsal.finish.outputs["n"] == .int(5))
  }

  @Test("is needed only where something asks it")
  func needed() {
    #expect(Reading.plan("[a]\ncommand = \"{{ kv.get('n') }}\"").plan.readsStore)
    #expect(!Reading.plan("[a]\ncommand = \"{{ kv.get_secret('n') }}\"").plan.readsStore)
    #expect(!Reading.plan("[a]\ncommand = \"x\"").plan.readsStore)
  }
}
