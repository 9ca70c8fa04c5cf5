import Planning
import Running
import TestSupport
import Testing
import Values

@testable import Commands

@Suite("An exploration")
struct ExplorationTests {
  private static func report(_ text: String, width: Int = 2, isDeep: Bool = true) -> ExplorationReport {
    var exploration = Exploration(plan: RehearsedRunbook.plan(text))
    exploration.width = width
    exploration.isDeep = isDeep
    return exploration.run()
  }

  private static func text(_ report: ExplorationReport) -> String {
    ExplorationText(report: report, time: .milliseconds(1234)).text
  }

  @Test("tells what comes of every fault, and of every fault on the way back")
  func table() {
    #expect(
      Self.text(Self.report(RehearsedRunbook.byHand)) == """
        how the run ends if one thing goes wrong:

                   fail         timeout      unknown      cancel     crash        resume
        unpack     rolled back  rolled back  rolled back  cancelled  rolled back  halted
        switch_on  rolled back  rolled back  rolled back  cancelled  rolled back  halted
        smoke      rolled back  rolled back  rolled back  cancelled  rolled back  halted

        if something goes wrong on the way back too:

                            fail             timeout          unknown          cancel                  crash
        unpack!rollback     rollback failed  rollback failed  rollback failed  rolled back, cancelled  rolled back
        switch_on!rollback  rollback failed  rollback failed  rollback failed  rolled back, cancelled  rolled back

        144 runs in 1.2s, every invariant held in each of them
        back to safe within 3s at most: switch_on fail, then switch_on!rollback crash, until unpack

        """)
  }

  @Test("finds a missing rollback, and tells where, why and how to see it again")
  func missingRollback() {
    let text = RehearsedRunbook.byHand.replacing("rollback = \"./switch.sh off\"\n", with: "")
    let report = Self.report(text)
    #expect(!report.isClean)
    let shown = Self.text(report)
    let parts = shown.split(separator: "I2 violated", omittingEmptySubsequences: false)
    let finding = parts.last.map { "I2 violated" + $0 }
    #expect(
      finding?.split(separator: "\n\n").dropLast().joined(separator: "\n\n") == """
        I2 violated: what was rolled back is as it was before
          deploy.toml:6: switch_on changed something that nothing undoes, while what it stands on was undone
          = hint: give switch_on a `rollback`; `rollback = "true"` says that there is nothing to undo, `irreversible = true` that nothing can undo it
          in 15 runs, the first: smoke fail, which ends rolled back

                   0s  ▸ unpack: ./unpack.sh
                   1s  ✓ unpack (1.00s)
                   1s  ▸ switch_on: ./switch.sh on
                   2s  ✓ switch_on (1.00s)
                   2s  ▸ smoke: ./smoke.sh
                   3s  ✗ smoke failed: exit 1 (1.00s)
                   3s  rolling back
                   3s  ◂ unpack: ./unpack.sh --remove
                   4s  ✓ unpack rolled back (1.00s)

          to see it again, as a scenario:

            [[scenario]]
            name = "smoke fail"
            script = { "smoke" = "fail" }
        """)
  }

  @Test("finds the same on one processor as on several")
  func deterministic() {
    let texts = [1, 2, 5].map { Self.text(Self.report(RehearsedRunbook.byHand, width: $0)) }
    #expect(Set(texts).count == 1)
  }

  @Test("of a rollout keeps every invariant, and meets every transition that there can be")
  func rollout() {
    let report = Self.report(RehearsedRunbook.blueGreen)
    #expect(report.findings.map(\.violation.message) == [])
    #expect(report.cases.count > 300)
    #expect(report.coverage.map(\.title) == ["P1–P14", "B1–B36"])
    #expect(report.coverage.flatMap(\.missed) == [])
    #expect(report.coverage[1].impossible == ["B6", "B8", "B9", "B21", "B25a", "B25b", "B33", "B34"])
  }

  @Test("of targets in batches, and of a release of three services, keeps every invariant where one thing goes wrong")
  func singleFaults() throws {
    let release = try #require(Repository.read("runbooks/release.toml"))
    for text in [RehearsedRunbook.progressive, release] {
      let report = Self.report(text, isDeep: false)
      #expect(report.findings.map { "\($0.violation.message): \($0.first.name)" } == [], "\(Self.text(report))")
    }
  }

  @Test("finds that nobody asks where the traffic is")
  func lyingBalancer() {
    let text = """
      [ship]
      type = "Canary"
      target = "api"
      deploy = "./deploy.sh"
      shift = "./lb.sh {{rollout.weight}}"
      check = "./check.sh"
      steps = [50]
      hold = "1m"
      soak = 0
      """
    let finding = Self.report(text).findings.first
    #expect(finding?.violation.message == "ship was rolled back, and its traffic is at 50, not at 0")
    #expect(finding?.violation.hint == "nothing asks where the traffic is: add `weight`")
  }

  @Test("of several rollouts leaves those alone that had ended when pyflow died")
  func endedRollouts() {
    let second = RehearsedRunbook.blueGreen.replacing("[ship]", with: "[next]").replacing("\"api\"", with: "\"shop\"")
    let text = RehearsedRunbook.blueGreen + "\n" + second
    let plan = RehearsedRunbook.plan(text)
    var settings = RehearsalRun.Settings()
    settings.purpose = .resume
    let script = RehearsalScript([.init("next/verify", [RehearsalFault.resume.step])])
    let outcome = RehearsalRun(plan: plan, script: script, settings: settings).run()
    #expect(outcome.finish?.status == .succeeded)
    #expect(outcome.finish?.counts[.pending] == nil)
    #expect(RehearsedRunbook.violations(text, outcome) == [])
  }

  @Test("as JSON has every run")
  func json() throws {
    let report = Self.report(RehearsedRunbook.byHand)
    let value = try #require(try? JSONReader.read(ExplorationJSON(report: report, time: .seconds(2)).text))
    #expect(value.map?["schema"]?.string == "pyflow.exploration/1")
    #expect(value.map?["runs"]?.int == 144)
    #expect(value.map?["clean"] == .bool(true))
    #expect(value.map?["cases"]?.list?.count == 144)
  }
}
