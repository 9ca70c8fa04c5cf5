import Foundation
import TestSupport
import Testing

/// The locks of rollouts on one machine (design 8, rows P2 to P6), with processes that are really killed.
@Suite("Locks of rollouts")
struct RolloutLockTests {
  /// A site whose rollout of 1.0 stands in its deployment, and the process that does.
  private func halfWay(_ keys: String = "") -> (RolloutSite, RunningProgram) {
    let site = RolloutSite(keys)
    let reached = NamedPipe(in: site.program.folder, "reached")
    site.program.folder.write("echo here > reached; exec sleep 600", to: "hook")
    let running = site.program.start("run", "--quiet")
    #expect(reached.nextLine() == "here")
    site.program.folder.write("", to: "hook")
    return (site, running)
  }

  @Test("keep others out while they are held, at once or after a wait (P2, P3, P4)")
  func held() {
    let (site, running) = halfWay()
    let refused = site.rollOut("2.0")
    #expect(refused.exit == 3)
    #expect(refused.error.contains("lock `api@prod` is not free: held by run "))
    #expect(refused.error.contains("nothing was changed"))
    let late = site.rollOut("2.0", "--lock-wait", "50ms")
    #expect(late.exit == 3)
    #expect(late.error.contains("lock `api@prod` was not free within 50ms: held by run "))
    for row in ["P2", "P3", "P4"] { #expect(site.audit.contains("\"row\":\"\(row)\""), "\(row)") }
    running.signal(SIGKILL)
    _ = running.wait()
  }

  @Test("of a run that died half-way are refused to others until it is recovered (P6)")
  func dirty() throws {
    let (site, running) = halfWay()
    let run = try #require(site.audit.firstMatch(of: /"run":"(\w+)"/)).1
    running.signal(SIGKILL)
    #expect(running.wait().exit == 137)
    let refused = site.rollOut("2.0")
    #expect(refused.exit == 3)
    let words = """
      refused: lock `api@prod` was held by run \(run), which has died half-way; finish that with: pyflow recover \
      \(site.program.folder.path)/deploy.toml \(run); or, once things are in order: pyflow lock break api@prod
      """
    #expect(refused.error.contains(words), "\(refused.error)")
    #expect(site.audit.contains("\"row\":\"P6\",\"from\":\"start\",\"trigger\":\"dirty\",\"phase\":\"refused\""))
    #expect(site.program.run("recover", "deploy.toml", String(run)).exit == 0)
    #expect(site.rollOut("2.0").exit == 0)
    #expect(site.traffic == "green 2.0")
  }

  @Test("of a run that died half-way are freed by a person")
  func freed() {
    let (site, running) = halfWay()
    running.signal(SIGKILL)
    #expect(running.wait().exit == 137)
    let freed = site.program.run("lock", "break", "api@prod")
    #expect(freed.exit == 0, "\(freed.error)")
    #expect(freed.output.hasPrefix("lock `api@prod` is free; it was held by run "))
    #expect(site.rollOut("2.0").exit == 0)
    #expect(site.program.run("lock", "break", "api@prod").exit == 3)
  }

  @Test("of a run that died before it changed anything are taken over, on the record (P5)")
  func stolen() throws {
    let site = RolloutSite()
    let reached = NamedPipe(in: site.program.folder, "reached")
    site.program.folder.write(
      RolloutSite.runbook().replacing(
        "\"cat live\"", with: "\"test -e quick || { echo here > reached; exec sleep 600; }; cat live\""),
      to: "deploy.toml")
    let running = site.program.start("run", "--quiet")
    #expect(reached.nextLine() == "here")
    let run = try #require(site.audit.firstMatch(of: /"run":"(\w+)"/)).1
    running.signal(SIGKILL)
    #expect(running.wait().exit == 137)
    site.program.folder.write("", to: "quick")
    let result = site.rollOut("2.0")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.error.contains("warning: lock `api@prod` is taken over from run \(run) of "))
    #expect(
      site.audit.contains(
        "\"event\":\"lock.stolen\",\"node\":\"ship/lock\",\"locks\":[\"api@prod\"],\"held_by\":\"\(run)\""))
    #expect(site.audit.contains("\"row\":\"P5\""))
  }

  @Test("of a run that was halted stay reserved, until somebody has looked")
  func halted() {
    let site = RolloutSite()
    site.program.folder.write("echo purple > live", to: "hook")
    let halted = site.rollOut("1.0")
    #expect(halted.exit == 5)
    #expect(
      halted.error.contains("lock `api@prod` stays reserved for this run: it was halted, and a person must look first"))
    site.program.folder.write("", to: "hook")
    site.program.folder.write("blue\n", to: "live")
    let refused = site.rollOut("2.0")
    #expect(refused.exit == 3)
    #expect(refused.error.contains("refused: lock `api@prod` was left by run \(halted.run): it was halted"))
    #expect(refused.error.contains("; once things are in order: pyflow lock break api@prod"))
    #expect(site.program.run("lock", "break", "api@prod").exit == 0)
    #expect(site.rollOut("2.0").exit == 0)
  }
}
