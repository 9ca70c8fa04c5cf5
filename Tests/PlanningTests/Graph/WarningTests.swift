import TestSupport
import Testing

/// What is doubtful or impossible in a graph without being a cycle (design 5.2).
@Suite("Warnings about graphs")
struct WarningTests {
  static let warnings: [GraphExpectation] = [
    .init(
      "two `:success` entries without `join`", "a\nb\nc: depends_on = [\"a:success\", \"b:success\"]",
      "warning plan.join-any: of these 2 conditional entries any one is enough"),
    .init(
      "not with a written `join`", "a\nb\nc: join = \"any\"; depends_on = [\"a:success\", \"b:success\"]", ""),
    .init(
      "not one `:success` and one `:failure`", "a\nb\nc: depends_on = [\"a:success\", \"b:failure\"]", ""),
    .init(
      "a handler that a failing handler before it blocks",
      "a\nundo: when = \"has_failed('a')\"\ntell: when = \"has_failed('a')\"",
      "warning plan.handler-may-block: if `undo` fails, this node is blocked by it"),
    .init(
      "not if that failure is allowed",
      "a\nundo: when = \"has_failed('a')\"; allow_failure = true\ntell: when = \"has_failed('a')\"", ""),
    .init(
      "not if it is lifted too",
      "a\nundo: when = \"has_failed('a')\"\ntell: when = \"has_failed('a') or has_failed('undo')\"", ""),
    .init(
      "a comparison of a status, which lifts nothing", "a\nb: when = \"nodes.a.status == 'failed'\"",
      "warning plan.status-comparison: a comparison with `nodes.a.status` does not let this node run after a failure"),
    .init(
      "also the other way round, in brackets, and inside others",
      "a-1\nb: when = \"true and 'failed' == nodes['a-1'].status\"",
      "warning plan.status-comparison: a comparison with `nodes.a-1.status` does not let this node run after a failure"),
    .init("not a comparison with another word", "a\nb: when = \"nodes.a.status == 'skipped'\"", ""),
    .init(
      "`failure()` that looks at nothing", "a\nb: depends_on = []; when = \"failure()\"",
      "warning plan.failure-never-true: `failure()` looks at the nodes in `depends_on`, which are none"),
    .init(
      "an entry on a node that is always skipped", "a: skip = true\nb: depends_on = \"a:success\"",
      "warning plan.never-runs: node `b` can never run: `a:success` never holds, because `a` is always skipped"),
    .init(
      "also `:failure`, and everything that follows from it",
      "a: skip = true\nb: depends_on = \"a:failure\"\nc: depends_on = \"b:success\"",
      """
      warning plan.never-runs: node `b` can never run: `a:failure` never holds, because `a` is always skipped
      warning plan.never-runs: node `c` can never run: `b:success` never holds, because `b` is always skipped
      """),
    .init("not `:skipped` and `:done`", "a: skip = true\nb: depends_on = [\"a:skipped\", \"a:done\"]", ""),
    .init("not a plain entry", "a: skip = true\nb: depends_on = \"a\"", ""),
    .init(
      "not while another entry may hold",
      "a: skip = true\nx: depends_on = []\nb: depends_on = [\"a:success\", \"x:failure\"]", ""),
    .init(
      "but where all must hold",
      "a: skip = true\nx: depends_on = []\nb: join = \"all\"; depends_on = [\"a:success\", \"x:failure\"]",
      "warning plan.never-runs: node `b` can never run: `a:success` never holds, because `a` is always skipped"),
    .init(
      "`join` without conditional entries", "a\nb: join = \"all\"; depends_on = \"a\"",
      "warning plan.join: `join` has no effect without conditional entries"),
  ]

  @Test("are given", arguments: warnings)
  func warned(_ entry: GraphExpectation) {
    #expect(GraphSketch.messages(entry.graph).joined(separator: "\n") == entry.expected)
  }

  static let errors: [GraphExpectation] = [
    .init(
      "entries that exclude each other", "a\nb: join = \"all\"; depends_on = [\"a:success\", \"a:failure\"]",
      "error plan.never-runs: `a:success` and `a:failure` can never both hold"),
    .init(
      "also among others", "a\nx\nb: join = 3; depends_on = [\"a:done\", \"x:success\", \"x:skipped\"]",
      "error plan.never-runs: `x:success` and `x:skipped` can never both hold"),
    .init("not with `done`", "a\nb: join = \"all\"; depends_on = [\"a:success\", \"a:done\"]", ""),
    .init("not if one is enough", "a\nb: join = \"any\"; depends_on = [\"a:success\", \"a:failure\"]", ""),
    .init(
      "a `join` over the number of entries", "a\nb: join = 2; depends_on = [\"a:success\", \"a:success\"]",
      "error plan.join: `join` asks for 2 conditional entries of 1"),
    .init(
      "a `join` that is known only in the run", "a\nb: join = \"{{ run.attempt }}\"; depends_on = [\"a:done\"]",
      "error plan.needs-run: `join` must be known before the run"),
    .init("`^` without a node before it", "a: depends_on = \"^\"", "error plan.no-previous: `^` has no node before it"),
    .init(
      "an entry on no node", "build\nb: depends_on = \"biuld:success\"",
      "error plan.unknown-node: there is no node `biuld`"),
  ]

  @Test("are errors where a node could never run", arguments: errors)
  func refused(_ entry: GraphExpectation) {
    #expect(GraphSketch.messages(entry.graph).joined(separator: "\n") == entry.expected)
  }

  @Test("have hints, and mark all entries")
  func text() {
    let text = """
      [a]
      command = "true"
      [b]
      command = "true"
      [c]
      command = "true"
      depends_on = ["a:success", "b:success"]
      [undo]
      command = "true"
      when = "has_failed('b')"
      [tell]
      command = "true"
      when = "has_failed('b') or nodes.a.status == 'failed'"
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:7:15: warning: of these 2 conditional entries any one is enough [plan.join-any]
          7 | depends_on = ["a:success", "b:success"]
            |               ^^^^^^^^^^^^^^^^^^^^^^^^
             = hint: write join = "all" to wait for all of them, or join = "any" to say that this is meant
        deploy.toml:11:2: warning: if `undo` fails, this node is blocked by it [plan.handler-may-block]
          11 | [tell]
             |  ^^^^
              = hint: name it in the condition too (`or has_failed('undo')`), or give it allow_failure = true
        deploy.toml:13:28: warning: a comparison with `nodes.a.status` does not let this node run after a failure [plan.status-comparison]
          13 | when = "has_failed('b') or nodes.a.status == 'failed'"
             |                            ^^^^^^^^^^^^^^^^^^^^^^^^^^
              = hint: write has_failed('a')

        """)
  }
}
