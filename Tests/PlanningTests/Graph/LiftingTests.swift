import Planning
import TestSupport
import Testing

/// What a condition lifts (design 5.2, "Lifting").
@Suite("Lifting")
struct LiftingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let when: String
    let nodes: [String]
    let functions: [RunFunction]
    var testDescription: String { when }

    init(_ when: String, _ nodes: [String] = [], _ functions: [RunFunction] = []) {
      self.when = when
      self.nodes = nodes
      self.functions = functions
    }
  }

  static let cases: [Case] = [
    Case("has_failed('a')", ["a"]),
    Case("{{ has_failed('a') }}", ["a"]),
    Case("has_failed('a') or has_failed('b')", ["a", "b"]),
    Case("has_failed('a') and X", ["a"]),
    Case("X and (has_failed('a') or has_failed('b'))", ["a", "b"]),
    Case("not has_failed('a')"),
    Case("not (has_failed('a') or has_failed('b'))"),
    Case("not not has_failed('a')"),
    Case("has_failed('a') == true"),
    Case("has_failed('a') if X else false"),
    Case("X if has_failed('a') else X"),
    Case("[has_failed('a')]"),
    Case("has_failed('a') | default(false)"),
    Case("has_failed('a') is defined"),
    Case("has_failed('a') and not has_failed('b')", ["a"]),
    Case("nodes.a.status == 'failed'"),
    Case("has_succeeded('a')"),
    Case("has_run('a')"),
    Case("is_skipped('a')"),
    Case("{% if has_failed('a') %}true{% else %}false{% endif %}"),
    Case("failure()", [], [.failure]),
    Case("always()", [], [.always]),
    Case("cancelled()", [], [.cancelled]),
    Case("success()", [], [.success]),
    Case("failure() or cancelled()", [], [.failure, .cancelled]),
    Case("failure() and has_failed('b')", ["b"], [.failure]),
    Case("X"),
    Case("true"),
  ]

  @Test("is what the condition says for certain", arguments: cases)
  func lifting(_ entry: Case) throws {
    let text =
      "[variables]\nX = true\n" + GraphSketch.runbook("a\nb\nc: depends_on = [\"a\", \"b\"]; when = \"\(entry.when)\"")
    let (plan, diagnostics) = Reading.plan(text)
    #expect(!diagnostics.hasErrors)
    let lifting = try #require(plan.nodes.last).lifting
    #expect(lifting.nodes.map { plan.nodes[$0].id } == entry.nodes)
    #expect(lifting.functions == entry.functions)
    #expect(lifting.liftsAll == !entry.functions.allSatisfy { $0 == .success })
    #expect(lifting.isLifting == (lifting.liftsAll || !entry.nodes.isEmpty))
    #expect(lifting.answersAnyFailure == !Set(entry.functions).isDisjoint(with: [.failure, .always]))
    #expect(lifting.answersCancellation == !Set(entry.functions).isDisjoint(with: [.cancelled, .always]))
  }

  @Test("needs the name of a node written out")
  func nameWritten() {
    let text = "[variables]\nX = \"a\"\n" + GraphSketch.runbook("a\nb: when = \"has_failed(X)\"")
    #expect(
      Reading.problems(text) == """
        deploy.toml:8:20: error: the name in `has_failed(…)` must be written out [plan.name]
          8 | when = "has_failed(X)"
            |                    ^
             = hint: write the name of one node in quotation marks, so that the plan knows what to wait for

        """)
  }
}
