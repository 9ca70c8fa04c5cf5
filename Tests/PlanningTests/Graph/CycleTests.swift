import TestSupport
import Testing

/// Cycles are named with their path (design 12).
@Suite("Cycles")
struct CycleTests {
  @Test("are named with their path, at the entries that begin them")
  func path() {
    let text = """
      [build]
      command = "make"
      depends_on = ["lint", "deploy"]
      [test]
      command = "make test"
      [deploy]
      command = "make deploy"
      [lint]
      command = "make lint"
      depends_on = []
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:3:15: error: nodes depend on each other in a cycle: build → deploy → test → build [plan.cycle]
          3 | depends_on = ["lint", "deploy"]
            |               ^^^^^^^^^^^^^^^^
             = hint: remove one of these dependencies

        """)
  }

  static let cases: [GraphExpectation] = [
    .init(
      "two nodes", "a: depends_on = \"b\"\nb: depends_on = \"a\"",
      "error plan.cycle: nodes depend on each other in a cycle: a → b → a"),
    .init("a node and itself", "a: depends_on = \"a\"", "error plan.cycle: node `a` depends on itself"),
    .init(
      "a node that reads itself", "a: command = \"echo {{ nodes.a.stdout }}\"",
      "error plan.cycle: node `a` depends on itself"),
    .init(
      "a node that asks about itself", "a: when = \"has_failed('a')\"", "error plan.cycle: node `a` depends on itself"),
    .init(
      "through a reading", "a: command = \"echo {{ nodes.b.stdout }}\"\nb",
      "error plan.cycle: nodes depend on each other in a cycle: a → b → a"),
    .init(
      "through a wait", "a: when = \"has_run('b')\"\nb",
      "error plan.cycle: nodes depend on each other in a cycle: a → b → a"),
    .init(
      "through conditional entries", "a: depends_on = \"b:done\"\nb: depends_on = \"a:failure\"",
      "error plan.cycle: nodes depend on each other in a cycle: a → b → a"),
    .init(
      "two of them", "a: depends_on = \"b\"\nb: depends_on = \"a\"\nc: depends_on = \"d\"\nd: depends_on = \"c\"",
      """
      error plan.cycle: nodes depend on each other in a cycle: a → b → a
      error plan.cycle: nodes depend on each other in a cycle: c → d → c
      """),
    .init(
      "two that share a node are one group, of which the shortest is told",
      "a: depends_on = [\"b\", \"c\"]\nb: depends_on = \"d\"\nc: depends_on = \"a\"\nd: depends_on = \"a\"",
      "error plan.cycle: nodes depend on each other in a cycle: a → c → a"),
    .init(
      "an entry on an end node", "a: depends_on = \"tell\"\ntell: when = \"failure()\"",
      "error plan.cycle: nodes depend on each other in a cycle: a → tell → a"),
    .init(
      "an end node that asks about a later one",
      "one: when = \"failure() and has_run('two')\"\ntwo: when = \"failure()\"",
      "error plan.cycle: nodes depend on each other in a cycle: one → two → one"),
    .init(
      "end nodes that ask about each other, once",
      "one: when = \"failure() and has_run('two')\"\ntwo: when = \"failure() and has_run('one')\"",
      "error plan.cycle: nodes depend on each other in a cycle: one → two → one"),
    .init(
      "not an end node that asks about an earlier one",
      "one: when = \"failure()\"\ntwo: when = \"failure() and has_run('one')\"", ""),
    .init("not a diamond", "a\nb: depends_on = \"a\"\nc: depends_on = \"a\"\nd: depends_on = [\"b\", \"c\"]", ""),
  ]

  @Test("are found", arguments: cases)
  func found(_ entry: GraphExpectation) {
    #expect(GraphSketch.messages(entry.graph).joined(separator: "\n") == entry.expected)
  }

  @Test("on an end node have a hint of their own")
  func endNodeHint() {
    let text = GraphSketch.runbook("a: depends_on = \"tell\"\ntell: when = \"always()\"")
    #expect(
      Reading.problems(text) == """
        deploy.toml:3:14: error: nodes depend on each other in a cycle: a → tell → a [plan.cycle]
          3 | depends_on = "tell"
            |              ^^^^^^
             = hint: `tell` runs when everything else has ended; give it a `depends_on` to run it earlier

        """)
  }
}
