import Foundation
import TestSupport
import Testing

/// `pyflow rollback TARGET`, and what rollouts know of the version before (design 8, 10).
@Suite("Rolling a target back")
struct TargetRollbackTests {
  @Test("points the traffic back where the old side still runs, without deploying anything")
  func instant() {
    let site = RolloutSite()
    for version in ["1.0", "2.0"] { #expect(site.rollOut(version).exit == 0) }
    #expect(site.traffic == "blue 2.0")
    site.program.folder.write("exit 1", to: "hook")
    let result = site.program.run("rollback", "api@prod")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.error.contains("api@prod goes back from 2.0 to 1.0, as run "))
    #expect(!result.error.contains("ship/deploy") && !result.error.contains("ship/preflight"))
    #expect(result.error.contains("▸ ship/verify: "))
    #expect(site.traffic == "green 1.0")
    #expect(site.audit.contains("\"rollback\":{\"target\":\"api@prod\",\"version\":\"1.0\",\"side\":\"green\"}"))
    // What was gone back from is the version before, now.
    #expect(site.program.run("rollback", "api@prod", "--quiet").exit == 0)
    #expect(site.traffic == "blue 2.0")
  }

  @Test("deploys again what the old side has no more, although what is live is sick")
  func deployed() {
    let site = RolloutSite()
    for version in ["1.0", "2.0", "3.0"] { #expect(site.rollOut(version).exit == 0) }
    let result = site.program.run("rollback", "api@prod", "--to", "1.0")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.error.contains("▸ ship/deploy: "))
    #expect(site.text("live") == "blue" && site.text("blue.version") == "1.0")
    #expect(
      site.program.run("rollback", "api@prod", "--to", "1.0").error == "api@prod has 1.0 already: nothing to do\n")
  }

  @Test("goes back to a version that no run has rolled out")
  func unknownVersion() {
    let site = RolloutSite()
    #expect(site.rollOut("2.0").exit == 0)
    let refused = site.program.run("rollback", "api@prod")
    #expect(refused.exit == 3)
    #expect(refused.error.contains("no version of `api@prod` besides 2.0 is on record"))
    #expect(site.program.run("rollback", "api@prod", "--to", "0.9", "--quiet").exit == 0)
    #expect(site.traffic == "blue 0.9")
    let missing = site.program.run("rollback", "web@prod", "--to", "0.9")
    #expect(missing.exit == 3 && missing.error.contains("no rollout of `web@prod` is on record"))
  }

  @Test("shows what it would do, and refuses where a check fails")
  func checked() {
    let site = RolloutSite()
    for version in ["1.0", "2.0"] { #expect(site.rollOut(version).exit == 0) }
    let plan = site.program.run("rollback", "api@prod", "--dry-run")
    #expect(plan.exit == 0 && plan.output.contains("switch") && !plan.output.contains(".version"))
    #expect(site.traffic == "blue 2.0")
    try? FileManager.default.removeItem(atPath: "\(site.program.folder.path)/healthy")
    let result = site.program.run("rollback", "api@prod", "--quiet")
    #expect(result.exit == 4, "\(result.error)")
    #expect(site.traffic == "blue 2.0")
  }

  @Test("leaves out what stands around the rollout")
  func alone() {
    let site = RolloutSite(before: "")
    site.program.folder.write(RolloutSite.runbook() + "\n[tell]\ncommand = \"echo told >> told\"\n", to: "deploy.toml")
    for version in ["1.0", "2.0"] { #expect(site.rollOut(version).exit == 0) }
    #expect(site.program.run("rollback", "deploy.toml", "api@prod", "--quiet").exit == 0)
    #expect(site.traffic == "green 1.0")
    #expect(site.text("told") == "told\ntold")
  }

  @Test("is still of a run where a run is named")
  func run() {
    let site = RolloutSite()
    let run = site.program.run("run").run
    let result = site.program.run("rollback", "deploy.toml", run)
    #expect(!result.error.contains("goes back"))
    #expect(result.exit == 0 || result.exit == 3, "\(result.error)")
  }

  @Test("knows the version before from the audit, and refuses where it is needed and nobody knows it")
  func previous() throws {
    let site = RolloutSite("cleanup = \"echo back to {{ rollout.previous }} > cleaned\"")
    let refused = site.rollOut("1.0")
    #expect(refused.exit == 3)
    #expect(
      refused.error == """
        pyflow: error: nothing was done: `ship` needs `rollout.previous`, and no run on record has rolled out `api@prod`
          = hint: write previous = "…", or a `current` command that prints what a target has; or keep the audit file of \
        earlier runs

        """)
    #expect(site.program.folder.read("deploy.audit.jsonl") == nil)
    site.program.folder.write(RolloutSite.runbook(), to: "deploy.toml")
    let first = site.program.run("run")
    site.program.folder.write(
      RolloutSite.runbook("cleanup = \"echo back to {{ rollout.previous }} > cleaned\""), to: "deploy.toml")
    site.program.folder.write("exit 1", to: "hook")
    #expect(site.rollOut("2.0").exit == 4)
    #expect(site.text("cleaned") == "back to 1.0")
    #expect(site.audit.contains("\"previous\":{\"api@prod\":{\"version\":\"1.0\",\"run\":\"\(first.run)\"}}"))
    #expect(
      site.audit.contains(
        "\"phase\":\"succeeded\",\"step\":1,\"old\":\"blue\",\"target\":\"api@prod\",\"version\":\"1.0\""))
    #expect(site.program.run("plan").output.contains("api@prod  1.0 (previous 1.0, from run \(first.run))"))
  }

  private static let fleet = """
    [variables]
    VERSION = "1.0"
    LIST = "hosts"
    [ship]
    type = "Progressive"
    target = "fleet"
    targets_from = "cat {{ LIST }}"
    update = "echo {{ VERSION }} > {{ rollout.target }}.version; . ./hook"
    check = "true"
    revert = "true"
    interval = "10ms"
    min_healthy = "10ms"
    pause = 0
    soak = 0
    """

  /// A program with targets that a command tells.
  private static func fleetProgram(_ text: String = fleet) -> Program {
    let program = Program(text)
    program.folder.write("web1\nweb2\n", to: "hosts")
    program.folder.write("", to: "hook")
    return program
  }

  @Test("asks which targets there are, as a run does")
  func foundTargets() {
    let program = Self.fleetProgram()
    for version in ["1.0", "2.0"] { #expect(program.run("run", "--quiet", "--var", "VERSION=\(version)").exit == 0) }
    let result = program.run("rollback", "fleet", "--yes", "--quiet")
    #expect(result.exit == 0, "\(result.error)")
    #expect(["web1", "web2", "TARGET"].map { program.folder.read("\($0).version") } == ["1.0\n", "1.0\n", nil])
  }

  @Test("a run is not taken up with targets that nobody has asked for")
  func unknownTargets() {
    let program = Self.fleetProgram()
    program.folder.write("exit 1", to: "hook")
    #expect(program.run("run").exit == 4)
    program.folder.write("", to: "hook")
    program.folder.write("web3\n", to: "others")
    let resumed = program.run("resume", "--var", "LIST=others", "--accept-changes")
    #expect(resumed.exit == 3)
    #expect(
      resumed.error == """
        pyflow: error: nothing was done: with these values nobody has asked which targets `ship` has
          = hint: begin a new run: one that is taken up again keeps the targets that it began with

        """)
    #expect(program.folder.read("TARGET.version") == nil)
  }

  @Test("a version that a halted rollout may have replaced is rolled out again, and gone back to")
  func afterHalt() {
    let site = RolloutSite("on_failure = \"halt\"")
    for version in ["1.0", "2.0"] { #expect(site.rollOut(version).exit == 0) }
    let halting = RolloutSite.runbook("on_failure = \"halt\"")
      .replacingOccurrences(of: "> live\"", with: "> live; test -e ready\"")
    site.program.folder.write(halting, to: "deploy.toml")
    #expect(site.rollOut("2.1").exit == 5)
    #expect(site.traffic == "green 2.1")
    site.program.folder.write("", to: "ready")
    let there = site.program.run("rollback", "api@prod", "--to", "2.0", "--dry-run")
    #expect(there.exit == 0 && !there.error.contains("already"), "\(there.error)")
    let result = site.rollOut("2.0", "--break-lock")
    #expect(result.exit == 0, "\(result.error)")
    #expect(site.traffic == "blue 2.0")
    #expect(site.audit.contains("\"live\":false"))
    // It is there now, and known to be.
    #expect(site.rollOut("2.0").exit == 0)
    #expect(site.traffic == "blue 2.0")
    #expect(site.audit.contains("\"row\":\"P13\""))
  }

  @Test("names the place where the runbook states another version")
  func fixedVersion() {
    let site = RolloutSite()
    for version in ["1.3", "1.4"] { #expect(site.rollOut(version).exit == 0) }
    site.program.folder.write(RolloutSite.runbook("version = \"1.4\""), to: "deploy.toml")
    let result = site.program.run("rollback", "api@prod")
    #expect(result.exit == 3)
    #expect(
      result.error == """
        pyflow: error: nothing was done: `version` in deploy.toml:16 is 1.4, whatever the variables say
          = hint: set it to 1.3 and run, or write version = "{{ VERSION }}"

        """)
  }

  /// A runbook edited since, what is asked then, and what is said to that.
  struct Edit: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let runbook: String
    var to: String?
    let words: String
    let hint: String
  }

  private static let edits = [
    Edit(
      testDescription: "rolls out to another target",
      runbook: RolloutSite.runbook().replacing("api@prod", with: "api@test"),
      words: "`ship` of deploy.toml does not roll out `api@prod` any more",
      hint: "run the runbook that does, with the older version"),
    Edit(
      testDescription: "takes its version from another variable", runbook: tagged, to: "0.9",
      words: "no run has rolled out 0.9 to `api@prod`, and VERSION does not tell its `version`",
      hint: "give the variable that does: --var NAME=…"),
    Edit(
      testDescription: "has no such variable",
      runbook: tagged.replacing("VERSION = \"1.0\"\n", with: "").replacing("{{ VERSION }}", with: "{{ TAG }}"),
      to: "0.9",
      words: "no run has rolled out 0.9 to `api@prod`, and VERSION does not tell its `version`",
      hint: "give the variable that does: --var NAME=…"),
    Edit(
      testDescription: "makes another version of the same values",
      runbook: RolloutSite.runbook("version = \"v{{ VERSION }}\""),
      words: "with the values of run RUN `api@prod` would get v1.0 now, not 1.0",
      hint: "the runbook has changed since, or --var says otherwise: run it with the values that give that version"),
    Edit(
      testDescription: "has no version", runbook: RolloutSite.runbook().replacing("VERSION", with: "NUMBER"),
      words: "`ship` of deploy.toml has no `version` any more",
      hint: "write version = \"{{ NAME }}\" with the variable that tells it"),
  ]

  private static let tagged = RolloutSite.runbook("version = \"{{ TAG }}\"")
    .replacing("[variables]\n", with: "[variables]\nTAG = \"1.9\"\n")

  @Test("says why the runbook as it is now cannot give the version", arguments: edits)
  func edited(_ edit: Edit) {
    let site = RolloutSite()
    let first = site.program.run("run").run
    #expect(site.rollOut("2.0").exit == 0)
    site.program.folder.write(edit.runbook, to: "deploy.toml")
    let result = site.program.run(["rollback", "api@prod"] + (edit.to.map { ["--to", $0] } ?? []))
    #expect(result.exit == 3)
    #expect(
      result.error == """
        pyflow: error: nothing was done: \(edit.words.replacing("RUN", with: first))
          = hint: \(edit.hint)

        """)
    #expect(site.traffic == "blue 2.0")
  }

  @Test("goes back to a version that no run has rolled out by the variable that tells it")
  func unknownVersionByAnotherVariable() {
    let site = RolloutSite()
    let text = RolloutSite.runbook("version = \"{{ TAG }}\"").replacing("VERSION", with: "TAG")
    site.program.folder.write(text, to: "deploy.toml")
    #expect(site.program.run("run", "--quiet", "--var", "TAG=2.0").exit == 0)
    let result = site.program.run("rollback", "api@prod", "--to", "0.9", "--var", "TAG=0.9", "--quiet")
    #expect(result.exit == 0, "\(result.error)")
    #expect(site.traffic == "blue 0.9")
  }

  @Test("says what is wrong with the runbook by now")
  func broken() {
    let site = RolloutSite()
    for version in ["1.0", "2.0"] { #expect(site.rollOut(version).exit == 0) }
    site.program.folder.write("[ship]\ncomand = \"x\"\n", to: "deploy.toml")
    let result = site.program.run("rollback", "api@prod")
    #expect(result.exit == 2)
    #expect(
      result.error == """
        deploy.toml:2:1: error: unknown key `comand` in node `ship` [runbook.unknown-key]
          2 | comand = "x"
            | ^^^^^^
             = hint: did you mean `command`?

        """)
  }

  @Test("needs a rollout that has succeeded", arguments: [["--to", "0.9"], []])
  func noneGood(options: [String]) {
    let site = RolloutSite()
    site.program.folder.write("exit 1", to: "hook")
    #expect(site.rollOut("1.0").exit == 4)
    let result = site.program.run(["rollback", "api@prod"] + options)
    #expect(result.exit == 3)
    #expect(
      result.error == """
        pyflow: error: nothing was done: no version of `api@prod` is on record
          = hint: only rollouts that succeeded, and have a `version`, can be gone back to

        """)
  }

  @Test(
    "asks whoever sits at the terminal, and does nothing but on yes",
    arguments: [("y", true), (" YES ", true), ("", false), ("n", false), ("yellow", false), ("\u{4}", false)])
  func asked(answer: String, isYes: Bool) throws {
    let site = RolloutSite()
    for version in ["1.0", "2.0"] { #expect(site.rollOut(version).exit == 0) }
    let records = site.audit.count
    let terminal = try #require(TerminalProgram(site.program, "rollback", "api@prod"))
    #expect(terminal.waitForScreen("go back? [y/N] "))
    terminal.type(answer == "\u{4}" ? answer : answer + "\n")
    let (exit, screen) = terminal.wait()
    #expect(screen.contains("api@prod goes back from 2.0 to 1.0, as run "))
    #expect(exit == (isYes ? 0 : 3), "\(screen)")
    #expect(screen.contains("nothing was done") == !isYes)
    #expect(site.traffic == (isYes ? "green 1.0" : "blue 2.0"))
    #expect((site.audit.count == records) == !isYes)
  }

  @Test("finds the rollout by its target where the node is called otherwise by now")
  func renamed() {
    let site = RolloutSite()
    for version in ["1.0", "2.0"] { #expect(site.rollOut(version).exit == 0) }
    site.program.folder.write(
      RolloutSite.runbook().replacingOccurrences(of: "[ship]", with: "[launch]"), to: "deploy.toml")
    let result = site.program.run("rollback", "api@prod", "--quiet")
    #expect(result.exit == 0, "\(result.error)")
    #expect(site.traffic == "green 1.0")
  }

  @Test("suggests the target that was meant, or names those that there are")
  func misspelt() {
    let site = RolloutSite()
    #expect(site.rollOut("1.0").exit == 0)
    let near = site.program.run("rollback", "api@prdo")
    #expect(near.exit == 2)
    #expect(
      near.error
        == "pyflow: error: neither a run nor a target is called `api@prdo`\n  = hint: did you mean `api@prod`?\n")
    let far = site.program.run("rollback", "elsewhere")
    #expect(far.error.hasSuffix("`elsewhere`\n  = hint: targets on record: api@prod (1.0)\n"))
    let version = site.program.run("rollback", "api@prdo", "--to", "0.9")
    #expect(version.exit == 3)
    #expect(
      version.error
        == "pyflow: error: nothing was done: no rollout of `api@prdo` is on record\n  = hint: did you mean `api@prod`?\n"
    )
  }

  @Test("a beginning that several runs have is that of a run")
  func ambiguousRun() throws {
    let site = RolloutSite()
    for version in ["1.0", "2.0"] { #expect(site.rollOut(version).exit == 0) }
    let runs = site.audit.matches(of: /"run":"(\w+)","event":"run.started"/).map { String($0.1) }
    try #require(runs.count == 2)
    let result = site.program.run("rollback", "deploy.toml", "0")
    #expect(result.exit == 2)
    #expect(
      result.error == """
        pyflow: error: `0` is the beginning of 2 runs: \(runs[0]), \(runs[1])
          = hint: write more of it

        """)
  }

  @Test("says that the audit cannot be read, and not that nothing is on record")
  func unreadable() throws {
    let site = RolloutSite()
    try FileManager.default.createDirectory(
      atPath: "\(site.program.folder.path)/deploy.audit.jsonl", withIntermediateDirectories: false)
    let result = site.program.run("rollback", "api@prod")
    #expect(result.exit == 2)
    #expect(result.error.contains("deploy.audit.jsonl: this is a folder, not a file"))
    let plan = site.program.run("plan")
    #expect(plan.exit == 0)
    #expect(
      plan.error.contains(
        "deploy.audit.jsonl: warning: nobody knows what earlier runs have rolled out: this is a folder, not a file"))
  }

  @Test("a run is not undone where a later one has rolled out to the same target")
  func replaced() {
    let site = RolloutSite()
    let old = site.program.run("run").run
    #expect(site.rollOut("2.0").exit == 0)
    let new = site.audit.matches(of: /"run":"(\w+)"/).last.map { String($0.1) } ?? ""
    let result = site.program.run("rollback", "deploy.toml", old)
    #expect(result.exit == 3)
    #expect(
      result.error == """
        pyflow: error: nothing was done: `ship` of run \(old) would go back, and run \(new) has changed `api@prod` since
          = hint: for the version before: pyflow rollback deploy.toml api@prod; to undo only the rest of that run, say \
        first: pyflow set-status deploy.toml \(old) ship undone

        """)
    #expect(site.traffic == "blue 2.0")
    let last = site.program.run("rollback", "deploy.toml", new)
    #expect(last.exit == 0, "\(last.error)")
    #expect(site.traffic == "green 1.0")
  }
}
