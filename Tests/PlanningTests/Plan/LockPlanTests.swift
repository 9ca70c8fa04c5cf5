import TestSupport
import Testing
import Text
import Values

@testable import Planning

/// Locks in a plan.
@Suite("Locks in a plan")
struct LockPlanTests {
  @Test("that make no sense are reported")
  func problems() {
    let text = """
      [runbook]
      lock = ["site", "{{ 'site' }}", "{{ env.X }}"]
      [variables]
      DB = "db"
      [a]
      command = "x"
      lock = ["db", "{{ DB }}", "other", "{{ DB[9:] }}"]
      [b]
      command = "x"
      lock = "site"
      """
    #expect(
      Reading.problems(text) == """
        deploy.toml:2:17: error: lock `site` is named twice [plan.lock]
          2 | lock = ["site", "{{ 'site' }}", "{{ env.X }}"]
            |                 ^^^^^^^^^^^^^^
             = hint: remove one of them
        deploy.toml:2:34: error: `lock` must be known before the run [plan.needs-run]
          2 | lock = ["site", "{{ 'site' }}", "{{ env.X }}"]
            |                                  ^^^^^^^^^^^
             = hint: use only variables in it
        deploy.toml:7:15: error: lock `db` is named twice [plan.lock]
          7 | lock = ["db", "{{ DB }}", "other", "{{ DB[9:] }}"]
            |               ^^^^^^^^^^
             = hint: remove one of them
        deploy.toml:7:36: error: `lock` must be a name, not `` [plan.value]
          7 | lock = ["db", "{{ DB }}", "other", "{{ DB[9:] }}"]
            |                                    ^^^^^^^^^^^^^^
        deploy.toml:10:8: warning: the whole run holds lock `site` already [plan.lock]
          10 | lock = "site"
             |        ^^^^^^
              = hint: remove it here, or in [runbook] to hold it only while this node runs

        """)
  }

  @Test("may be templates, those of nodes also over what the run tells, and are encoded")
  func encoded() {
    let text = """
      [runbook]
      lock = ["z", "{{ N }}"]
      [variables]
      N = "shop"
      [a]
      command = "x"
      lock = ["{{ N }}-db", "{{ run.user }}"]
      """
    let (plan, diagnostics) = Reading.plan(text)
    #expect(diagnostics.items.isEmpty)
    var stream = JSONStream()
    PlanEncoder(plan).encode(to: &stream)
    #expect(
      String(decoding: stream.bytes, as: UTF8.self) == """
        {"format":1,"title":"deploy","lock":["shop","z"],"variables":{"N":"shop"},\
        "nodes":[{"id":"a","type":"Command","lock":["shop-db",{"template":"{{ run.user }}"}],"command":"x"}]}
        """)
  }
}
