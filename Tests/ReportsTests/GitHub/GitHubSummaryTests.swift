import Foundation
import Planning
import Reports
import Running
import TestSupport
import Testing
import Text
import Values

@Suite("The page that GitHub shows of a step")
struct GitHubSummaryTests {
  private static func summary(
    _ runbook: String, scripts: [String: FakeWorld.Script] = [:]
  ) -> (summary: GitHubSummary, diagnostics: Diagnostics) {
    let plan = Reading.plan(runbook).plan
    let rehearsal = Rehearsal.run(plan, scripts: scripts)
    var outcome = RunOutcome(plan: plan)
    outcome.hear(rehearsal.events)
    var view = ProgressView(plan: plan, options: ProgressOptions())
    for event in rehearsal.events { _ = view.text(for: [event], at: Instant(nanoseconds: 0)) }
    let lines = view.endLines(rehearsal.finish, run: ReportSample.run, auditPath: "deploy.audit.jsonl")
    let arguments = RunArguments(file: "deploy.toml", run: ReportSample.run, auditPath: "deploy.audit.jsonl")
    return (
      GitHubSummary(outcome, rehearsal.finish, arguments, lastLines: lines),
      GitHubFailures.diagnostics(outcome, rehearsal.finish)
    )
  }

  @Test("tells how it ended, what failed, how to go on, and every node, those that failed first")
  func failed() {
    let (summary, diagnostics) = Self.summary(ReportSample.release, scripts: ReportSample.scripts)
    #expect(
      summary.render() == """
        ## pyflow: Release – failed

        Run `01TESTA000000000000000000A` of deploy.toml, 1m16s

        ```text
        ── deploy failed: exit 3
          Puts it there
          $ deploy --to dev
            check
          │ connecting
          │ refused
          did not run because of it: announce
        warning: failed with permission: lint
        failed in 1m16s: 1 succeeded, 2 failed, 1 skipped, 1 blocked
          run 01TESTA000000000000000000A · deploy.audit.jsonl
          go on with: pyflow resume deploy.toml 01TESTA000000000000000000A
        ```

        | node | status | duration | attempts | why |
        |---|---|--:|--:|---|
        | lint | failed, which is allowed | 1.00s | 1 | exit 2 |
        | deploy | failed | 1m15s | 1 | exit 3 |
        | build | succeeded | 1.50s | 1 |  |
        | docs | skipped |  |  | &#96;skip&#96; is set |
        | announce | blocked |  |  | blocked by deploy |


        """)
    #expect(
      DiagnosticRenderer(format: .github).render(diagnostics) == """
        ::warning file=deploy.toml,line=7,endLine=7,col=2,endColumn=6,title=pyflow%3A run.node-failed::`lint` failed: exit 2
        ::error file=deploy.toml,line=15,endLine=15,col=2,endColumn=8,title=pyflow%3A run.node-failed::`deploy` failed: exit 3%0Anote: connecting%0Anote: refused

        """)
  }

  @Test("tells what waits, and how it is approved")
  func waiting() {
    let text = Self.summary("[go]\nprompt = \"Go on | <now>?\"\napprovers = [\"ann\"]").summary.render()
    #expect(text.hasPrefix("## pyflow: deploy – waiting\n"))
    #expect(
      text.contains(
        """
        ### Waits for approval

        - **go**: Go on &#124; &#60;now&#62;? (may approve: ann)

        ```sh
        pyflow approve deploy.toml 01TESTA000000000000000000A go
        ```

        """))
    #expect(text.contains("| go | waiting |"))
  }

  @Test("is never larger than it may be, and leaves out what went well first")
  func short() {
    let nodes = (1...3000).map { "[n\($0)]\ncommand = \"x\"\ndepends_on = []\nallow_failure = true\n" }.joined()
    let summary = Self.summary(nodes, scripts: ["n2999": .fails]).summary
    for limit in [0, 10, 100, 500, 2000, 20000, 100_000] {
      let text = summary.render(limit: limit)
      #expect(text.utf8.count <= limit)
      if limit >= 2000 {
        #expect(text.contains("| n2999 | failed") && text.contains(" more nodes are in the audit file."))
      }
      if limit == 10 { #expect(text.isEmpty) }
    }
    #expect(!summary.render().contains("more nodes"))
  }

  @Test("has nothing of what others wrote as markup")
  func hostile() {
    let text = Self.summary(
      "[runbook]\ntitle = \(ReportSample.hostileTOML)\n[a]\ncommand = \"x\"\n",
      scripts: ["a": FakeWorld.Script(.exited(1), stdout: "```\n<script>\n````\n" + ReportSample.hostile)]
    ).summary.render()
    #expect(text.contains("`````text\n"))
    #expect(ReportSample.dangerousLines(text).isEmpty)
    let outside = text.components(separatedBy: "`````")
    #expect(outside.count == 3 && !outside[0].contains("##[") && !outside[2].contains("<"))
  }
}
