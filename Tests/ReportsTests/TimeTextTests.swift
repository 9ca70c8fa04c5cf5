import Planning
import TestSupport
import Testing
import Text

@testable import Reports

/// Why nodes run, and how long they take, in words.
@Suite("Reasons and times in words")
struct TimeTextTests {
  private static func plan(_ runbook: String) -> Plan { Reading.plan(runbook, demandsAll: false).plan }

  private static func reason(_ node: String) -> String {
    let head = "[runbook]\npools = { p = 2 }\n[variables]\nENV = \"dev\"\n[z]\ncommand = \"z\"\n[y]\ncommand = \"y\"\n"
    let plan = plan(head + "[a]\n" + node)
    return PlanReason(plan: plan, time: RunTime(plan, places: 4)).text(2)
  }

  @Test(
    "the reason of a node",
    arguments: [
      ("command = \"x\"", "runs after y"), ("command = \"x\"\ndepends_on = []", "runs at the start"),
      ("command = \"x\"\ndepends_on = [\"z:failure\"]", "runs if z fails"),
      ("command = \"x\"\ndepends_on = [\"z:skipped\", \"y:done\"]", "runs if any holds: z is skipped, y is done"),
      ("command = \"x\"\nskip = true", "skipped: `skip` is set"),
      ("command = \"x\"\nwhen = \"ENV == 'prod'\"", "skipped: its condition is false: ENV == 'prod'"),
      ("command = \"x\"\nwhen = \"ENV == 'dev'\"", "runs after y, because ENV == 'dev'"),
      ("command = \"x\"\nwhen = \"ENV == run.id\"", "runs after y, if ENV == run.id"),
      (
        "command = \"x\"\ndepends_on = []\nwhen = \"nodes.z.exit_code == 0\"",
        "runs once z has ended, if nodes.z.exit_code == 0"
      ),
      ("command = \"x\"\nwhen = \"always()\"", "runs when everything else has ended, if always()"),
      (
        "command = \"x\"\ntimeout = 90\npool = { p = 2 }\nlock = \"db\"\npriority = 1",
        "runs after y; takes 2 of p; holds lock db; priority 1"
      ),
      ("command = \"x\"\ntimeout = 90\npool = \"p\"", "runs after y; takes 1 of p; takes at most 1m30s"),
      ("function = \"sleep\"\nparams = { seconds = 9 }", "runs after y; takes 9s"),
      ("foreach = []\ncommand = \"x\"", "runs after y"),
    ])
  func reasons(node: String, reason: String) {
    #expect(Self.reason(node) == reason)
  }

  @Test(
    "the time of a run",
    arguments: [
      ("[a]\nfunction = \"noop\"", "time: none"),
      ("[a]\nfunction = \"sleep\"\nparams = { seconds = 1.25 }", "time: 1.25s"),
      ("[a]\ncommand = \"x\"\ntimeout = 90", "time: at most 1m30s"),
      ("[a]\ncommand = \"x\"\ntimeout = 90\nrollback = \"y\"", "time: at most 1m30s; rollbacks take at most 15m more"),
      (
        "[a]\nfunction = \"sleep\"\nparams = { seconds = 10.5 }\n[b]\ncommand = \"x\"\ntimeout = 10.5",
        "time: 10s to 21s"
      ),
      (
        "[a]\nfunction = \"sleep\"\nparams = { seconds = 5 }\n[b]\ncommand = \"x\"",
        "time: at least 5s, and no limit, because b has no timeout"
      ),
      (
        "[a]\ncommand = \"x\"\n[b]\ncommand = \"x\"\n[c]\nprompt = \"Go?\"\n[d]\nprompt = \"Go?\"",
        "time: no limit, because a and b have no timeout, c and d wait for a person"
      ),
      (
        ["x", "y", "z", "w"].map { "[l\($0)]\ncommand = \"x\"\nlock = \"\($0)\"\n" }.joined(),
        "time: no limit, because lx may wait for lock x, ly may wait for lock y, lz may wait for lock z, and because of 1 more"
      ),
      (
        "[a]\ncommand = \"x\"\ntimeout = \"30000d\"\n[b]\ncommand = \"x\"\ntimeout = \"30000d\"",
        "time: more than 36500d"
      ),
    ])
  func times(runbook: String, text: String) {
    let plan = Self.plan(runbook)
    #expect(TimeText.total(RunTime(plan, places: 4), of: plan) == text)
  }

  @Test("in JSON: what is decided, why, and how long it takes")
  func json() {
    let text = PlanJSON.render(
      Self.plan(
        """
        [variables]
        ENV = "dev"
        [a]
        command = "x"
        timeout = 2
        rollback = "y"
        [b]
        command = "x"
        when = "ENV == 'prod'"
        [c]
        prompt = "Go?"
        when = "nodes.a.exit_code == 0"
        """), places: 4)
    let outlook = text.firstRange(of: "\"outlook\":").map { String(text[$0.lowerBound...]) }
    #expect(
      outlook == """
        "outlook":{"jobs":4,"fastest_ms":0,"recovery_ms":900000,"nodes":[\
        {"id":"a","decision":"runs","reason":"runs at the start; undone by y; takes at most 2s","fastest_ms":0,"slowest_ms":2000},\
        {"id":"b","decision":"skipped","reason":"skipped: its condition is false: ENV == 'prod'","fastest_ms":0,\
        "slowest_ms":0},\
        {"id":"c","decision":"may_run","reason":"runs after b, once a has ended, if nodes.a.exit_code == 0",\
        "fastest_ms":0,"unbounded":"c waits for a person"}]}}

        """)
  }
}
