import TestSupport
import Testing
import Text
import Values

@testable import Planning

/// Pools and priorities in a plan.
@Suite("Pools in a plan")
struct PoolPlanTests {
  @Test("that are not there, or too small, are reported")
  func problems() {
    let text = """
      [runbook]
      pools = { api = 2, "big one" = 9 }
      [variables]
      N = 3
      [a]
      command = "x"
      pool = "apii"
      [b]
      command = "x"
      pool = { api = 3, other = 1 }
      [c]
      command = "x"
      pool = { api = "{{ N }}", "big one" = "{{ N - 3 }}" }
      priority = "{{ N * 4 }}"
      [d]
      command = "x"
      pool = "{{ run.id }}"
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:7:8: error: there is no pool `apii` [plan.unknown-pool]
          7 | pool = "apii"
            |        ^^^^^^
             = hint: did you mean `api`?
        deploy.toml:10:16: error: pool `api` has 2, and this takes 3 of it [plan.pool]
          10 | pool = { api = 3, other = 1 }
             |                ^
              = hint: such a node could never start; take less, or give the pool more
        deploy.toml:10:19: error: there is no pool `other` [plan.unknown-pool]
          10 | pool = { api = 3, other = 1 }
             |                   ^^^^^
              = hint: declare it in [runbook]: pools = { other = 1 }
        deploy.toml:13:16: error: pool `api` has 2, and this takes 3 of it [plan.pool]
          13 | pool = { api = "{{ N }}", "big one" = "{{ N - 3 }}" }
             |                ^^^^^^^^^
              = hint: such a node could never start; take less, or give the pool more
        deploy.toml:13:39: error: `pool` must be at least 1, not `0` [plan.value]
          13 | pool = { api = "{{ N }}", "big one" = "{{ N - 3 }}" }
             |                                       ^^^^^^^^^^^^^
        deploy.toml:14:13: error: `priority` must be a number from 1, the most urgent, to 10, not `12` [plan.value]
          14 | priority = "{{ N * 4 }}"
             |             ^^^^^^^^^^^
        deploy.toml:17:9: error: `pool` must be known before the run [plan.needs-run]
          17 | pool = "{{ run.id }}"
             |         ^^^^^^^^^^^^
              = hint: use only variables in it

        """)
  }

  @Test("may be templates over variables, and are encoded")
  func encoded() {
    let text = """
      [runbook]
      pools = { api = "{{ N }}" }
      [variables]
      N = 2
      [a]
      command = "x"
      pool = "{{ 'api' }}"
      priority = "{{ N - 1 }}"
      """
    let (plan, diagnostics) = Reading.plan(text)
    #expect(diagnostics.items.isEmpty)
    var stream = JSONStream()
    PlanEncoder(plan).encode(to: &stream)
    #expect(
      String(decoding: stream.bytes, as: UTF8.self) == """
        {"format":1,"title":"deploy","pools":{"api":2},"variables":{"N":2},\
        "nodes":[{"id":"a","type":"Command","priority":1,"pool":{"api":1},"command":"x"}]}
        """)
  }

  @Test("of a pool that was refused nothing more is said")
  func reportedOnce() {
    #expect(
      Reading.problemIDs("[runbook]\npools = { api = 0 }\n[a]\ncommand = \"x\"\npool = { api = 7 }")
        == ["runbook.value"])
  }
}
