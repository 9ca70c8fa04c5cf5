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
}
