import Planning
import Runbooks
import Running
import TestSupport
import Testing
import Text
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
            expect = { outcome = "rolled_back" }
        """)
  }

  @Test("fails where the run fails by itself, and says what it could not look at")
  func unhealthy() {
    let text = "[gate]\nfunction = \"fail\"\nparams = { message = \"no\" }\n"
    let report = Self.report(text + "\n[after]\ncommand = \"./after.sh\"\ntimeout = \"1m\"\n", isDeep: false)
    #expect(report.findings.isEmpty)
    #expect(!report.isClean)
    #expect(report.idle == ["after"])
    let shown = Self.text(report)
    #expect(shown.contains("the run ends failed though nothing goes wrong, so nothing behind that was explored:"))
    #expect(shown.contains("never started: after\n"))
  }

  @Test("asks questions, locks and looks of a node as well as the node")
  func parts() {
    let text = """
      [deploy]
      command = "./deploy.sh"
      timeout = "1m"
      rollback = "./deploy.sh --back"
      unless = "./is-there.sh"
      confirm = { command = "./is-there.sh" }
      lock = "prod"
      prompt_before = "Sure?"

      [smoke]
      command = "./smoke.sh"
      timeout = "1m"
      """
    let report = Self.report(text)
    let sites = Set(report.cases.flatMap { $0.strikes.map(\.site) })
    #expect(
      sites.isSuperset(of: [
        "deploy", "deploy!before", "deploy!unless", "deploy!lock", "deploy!rollback", "deploy!confirm", "smoke",
      ]), "\(sites)")
    #expect(report.cases.contains { $0.name == "deploy!before fail" })
    #expect(report.findings.map { "\($0.violation.message): \($0.first.name)" } == [])
  }

  @Test("plays channels that nobody can reach")
  func channels() {
    let report = Self.report(
      "[runbook.notify.ops]\nkind = \"command\"\ncommand = \"cat\"\n\n" + RehearsedRunbook.byHand)
    #expect(report.cases.filter { $0.name.hasPrefix("channel:ops ") }.map(\.status) == ["succeeded", "succeeded"])
    #expect(report.isClean)
  }

  @Test("says that nothing takes a run up that has left nothing to undo")
  func orphaned() {
    let report = Self.report("[push]\ncommand = \"push\"\ntimeout = \"1m\"\n")
    let ends = Dictionary(report.cases.map { ($0.name, $0.status) }) { first, _ in first }
    #expect(ends["push crash"] == "orphaned")
    #expect(ends["push resume"] != "orphaned")
    #expect(report.isClean)
  }

  @Test("lets programs print every secret, and none is recorded or told")
  func secrets() {
    let text = """
      [variables]
      TOKEN = { secret = true, default = "hunter2-hunter2" }

      [push]
      command = "echo {{ TOKEN }} | push"
      timeout = "1m"
      rollback = "undo"
      """
    let plan = RehearsedRunbook.plan(text)
    #expect(Exploration(plan: plan).settings.scene.noise.contains("hunter2-hunter2 aHVudGVyMi1odW50ZXIy"))
    #expect(Self.report(text).findings.map(\.violation.message) == [])
  }

  @Test(
    "has for each of its runs a scenario that plays it again", arguments: [RehearsedRunbook.byHand, shippable, steered])
  func snippets(_ text: String) throws {
    let report = Self.report(text)
    let lines = report.cases.flatMap { report.snippet.lines(of: $0) + [""] }
    let source = SourceText(name: "deploy.test.toml", bytes: Array(lines.joined(separator: "\n").utf8))
    var diagnostics = Diagnostics()
    let file = ScenarioReader.read(source, into: &diagnostics)
    #expect(diagnostics.items.map(\.message) == [])
    #expect(file.scenarios.count == report.cases.count)
    let plan = RehearsedRunbook.plan(text)
    for scenario in file.scenarios {
      let rehearsed = RehearsedScenario(scenario: scenario, world: file.world, plan: plan, environment: nil)
      var check = ScenarioCheck(rehearsed, in: source)
      check.run()
      #expect(check.diagnostics.items.map(\.message) == [], "\(scenario.name.content)")
      #expect(rehearsed.result().failures.map(\.message) == [], "\(scenario.name.content)")
    }
  }

  /// Of which an operator can want something.
  private static let steered = """
    [ship]
    type = "Canary"
    target = "api"
    version = "2.0"
    deploy = "./deploy.sh"
    shift = "./lb.sh {{rollout.weight}}"
    weight = "./lb.sh"
    check = "none"
    steps = [50]
    hold = "40s"
    soak = 0
    metrics = [{ name = "m", value = "./m.sh", max = 1 }]
    """
  private static let shippable = RehearsedRunbook.blueGreen.replacing("soak = \"30s\"", with: "soak = 0")

  @Test("finds the same on one processor as on several")
  func deterministic() {
    let texts = [1, 2, 5].map { Self.text(Self.report(RehearsedRunbook.byHand, width: $0)) }
    #expect(Set(texts).count == 1)
  }

  @Test("of a rollout whose lock is elsewhere keeps every invariant")
  func sharedLock() {
    let report = Self.report(RehearsedRunbook.sharedLock)
    #expect(report.findings.map { "\($0.violation.message): \($0.first.name)" } == [])
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

  /// How single runs end in which an operator wants something, by their names.
  private static func wishes(_ report: ExplorationReport) -> [String: String] {
    let asked = report.cases.filter { $0.strikes.contains { $0.fault.wish != nil } }
    return Dictionary(uniqueKeysWithValues: asked.map { ($0.name, $0.status) })
  }

  @Test("plays what operators want of a canary while it is watched, or waits for an answer")
  func canaryWishes() {
    let report = Self.report(RehearsedRunbook.canary, isDeep: false)
    #expect(report.findings.map { "\($0.violation.message): \($0.first.name)" } == [])
    #expect(report.problems == [])
    #expect(
      Self.wishes(report) == [
        "ship/step-1/analyse abort": "rolled_back", "ship/step-1/analyse promote": "succeeded",
        "ship/step-1/approve abort": "rolled_back", "ship/step-1/approve promote": "succeeded",
        "ship/step-1/watch abort": "rolled_back", "ship/step-1/watch promote": "succeeded",
        "ship/soak abort": "rolled_back", "ship/drift abort": "rolled_back",
      ])
    #expect(report.coverage[1].met.contains("K22"))
    #expect(!report.coverage[1].impossible.contains("K22"))
    let text = Self.text(report).split(separator: "\n").map(String.init)
    #expect(text[1].contains("cancel     abort        promote    crash"), "\(text[1])")
  }

  @Test(
    "goes by the rows that are for operators",
    arguments: [
      ("", "ship/step-1/analyse", RehearsalFault.promote, "K22 · analysing · promote", "succeeded"),
      ("", "ship/step-1/approve", .promote, "K22 · waiting · promote", "succeeded"),
      ("", "ship/step-1/analyse", .abort, "K23 · analysing · abort", "rolled_back"),
      ("", "ship/step-1/watch", .abort, "K23 · waiting · abort", "rolled_back"),
      ("", "ship/soak", .abort, "K33 · soaking · abort", "rolled_back"),
      ("promote_replaces_stable = true\n", "ship/soak", .abort, "K34 · soaking · abort", "halted"),
      (
        "promote_replaces_stable = true\nundo_promote = \"./old.sh\"\n", "ship/drift", .abort, "K34 · soaking · abort",
        "rolled_back"
      ),
      ("on_failure = \"halt\"\n", "ship/step-1/analyse", .abort, "K42 · analysing · abort", "halted"),
      ("on_failure = \"halt\"\n", "ship/soak", .abort, "K42 · soaking · abort", "halted"),
    ])
  func rowsOfWishes(_ keys: String, _ site: String, _ fault: RehearsalFault, _ row: String, _ status: String) {
    let text = RehearsedRunbook.canary + "\n" + keys
    let outcome = RehearsedRunbook.run(text, [(site, fault)])
    #expect(outcome.status == status)
    #expect(outcome.rows.contains { $0.hasPrefix(row) }, "\(outcome.rows.sorted())")
    #expect(RehearsedRunbook.violations(text, outcome) == [])
    #expect(outcome.world.problems.map(\.message) == [])
  }

  @Test("goes by the rows that are for operators of other rollouts")
  func rowsOfOtherWishes() {
    let examples = [
      (RehearsedRunbook.blueGreen, "B22 · soaking · abort"),
      (RehearsedRunbook.blueGreen + "\non_failure = \"halt\"", "B34 · soaking · abort"),
      (RehearsedRunbook.progressive, "R16 · soaking · abort"),
    ]
    for (text, row) in examples {
      let site = text == RehearsedRunbook.progressive ? "ship/soak/web1" : "ship/soak"
      let outcome = RehearsedRunbook.run(text, [(site, .abort)])
      #expect(outcome.rows.contains { $0.hasPrefix(row) }, "\(row): \(outcome.rows.sorted())")
      #expect(RehearsedRunbook.violations(text, outcome) == [])
    }
  }

  @Test("has on record what operators want, as the run that hears it")
  func recordedWish() {
    let outcome = RehearsedRunbook.run(RehearsedRunbook.blueGreen, [("ship/soak", .abort)])
    let lines = String(decoding: outcome.record, as: UTF8.self).split(separator: "\n")
    let requests = lines.filter { $0.contains(#""event":"rollout.requested""#) }
    #expect(requests.count == 1)
    #expect(requests.first?.contains(#""node":"ship","trigger":"abort","by":"rehearsal""#) ?? false, "\(requests)")
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

  /// A report of runs that nobody has made.
  private static func report(_ text: String, _ cases: [ExplorationCase], rows: Set<String> = []) -> ExplorationReport {
    let plan = RehearsedRunbook.plan(text)
    return ExplorationReport(plan, RolloutRoster(plan), cases, rows: rows)
  }

  private static func found(_ violation: InvariantViolation, _ timeline: [String] = []) -> ExplorationCase {
    ExplorationCase(
      strikes: [], status: "succeeded", timeToSafety: nil, lastNode: nil, crashes: 0, violations: [violation],
      timeline: timeline)
  }

  @Test("says which transitions were met, which not, and which there cannot be")
  func coverage() throws {
    let report = Self.report(RehearsedRunbook.blueGreen, [], rows: ["P1", "B1 …", "B2"])
    let lines = Self.text(report).split(separator: "\n").filter { $0.hasPrefix("transitions ") }
    #expect(
      lines == [
        "transitions P1–P14: 1 of 6 that can happen here; not met: P7 P9 P10 P11 P14; cannot: P2 P3 P4 P5 P6 P8 P12 P13",
        """
        transitions B1–B36: 2 of 29 that can happen here; not met: B3 B4 B5 B7 B10 B11 B12 B13 B14 B15 B16 B17 B18 \
        B19 B20 B22 B23 B24 B26 B27 B28 B29 B30 B31 B32 B35 B36; cannot: B6 B8 B9 B21 B25a B25b B33 B34
        """,
      ])
    let value = try #require(try? JSONReader.read(ExplorationJSON(report: report, time: .zero).text))
    let rows = try #require(value.map?["coverage"]?.list).compactMap(\.map)
    #expect(rows.map { $0["rows"]?.string } == ["P1–P14", "B1–B36"])
    for (number, name) in ["met", "missed", "impossible"].enumerated() {
      let texts = rows.map { $0[name]?.list?.compactMap(\.string) }
      #expect(texts == report.coverage.map { [$0.met, $0.missed, $0.impossible][number] })
    }
  }

  @Test("says of what a rollout does that it stands where the rollout does")
  func placeOfMember() throws {
    let text = "[before]\ncommand = \"true\"\n\n" + RehearsedRunbook.blueGreen
    let soak = try #require(RehearsedRunbook.plan(text).index(of: "ship/soak"))
    let report = Self.report(text, [Self.found(InvariantViolation(.soakFirst, "it was hasty", at: soak))])
    #expect(report.place(of: soak) == "deploy.toml:4")
    #expect(Self.text(report).contains("\n  deploy.toml:4: it was hasty\n"))
  }

  @Test("hides secrets in what it has found")
  func maskedFindings() {
    let violation = InvariantViolation(.secrecy, "hunter2-hunter2 was told", at: nil)
    var report = Self.report(RehearsedRunbook.byHand, [Self.found(violation, ["0s  ▸ unpack: hunter2-hunter2"])])
    report.mask(by: SecretMask(["hunter2-hunter2"]))
    #expect(
      Self.text(report) == """
        I12 violated: no secret is recorded or told
          *** was told
          in one run: nothing goes wrong, which ends succeeded

            0s  ▸ unpack: ***

          to see it again, as a scenario:

            [[scenario]]
            name = "nothing goes wrong"
            expect = { outcome = "succeeded" }

        1 run in 1.2s, 1 violation

        """)
    #expect(!ExplorationJSON(report: report, time: .zero).text.contains("hunter2"))
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
