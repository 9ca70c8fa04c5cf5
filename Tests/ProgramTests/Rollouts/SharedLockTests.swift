import Foundation
import TestSupport
import Testing

/// Locks that commands hold elsewhere, for several machines (design 8).
@Suite("Shared locks of rollouts")
struct SharedLockTests {
  /// A lock that is a file with its holder's name; whoever holds it may take it again.
  private static let keys = """
    [ship.lock]
    acquire = "echo acquire $PYFLOW_FENCE >> calls; set -C; echo $PYFLOW_FENCE > lease 2>&- || test \\"$(cat lease)\\" = $PYFLOW_FENCE"
    release = "echo release $PYFLOW_FENCE >> calls; rm lease"
    status = "echo held by $(cat lease)"
    ttl = "1m"
    """

  private func calls(_ site: RolloutSite) -> [String] {
    site.text("calls").split(separator: "\n").map { String($0.prefix { $0 != " " }) }
  }

  @Test("are taken before anything is looked at, and given back at the end, by the run's id")
  func held() throws {
    let site = RolloutSite(Self.keys)
    let result = site.program.run("run")
    #expect(result.exit == 0, "\(result.error)")
    #expect(calls(site).first == "acquire" && calls(site).last == "release")
    #expect(calls(site).count { $0 == "release" } == 1)
    #expect(site.text("calls").contains(" \(result.run)"))
    #expect(site.program.folder.read("lease") == nil)
    let plan = site.program.run("plan").output
    for node in ["lock", "status", "heartbeat", "unlock"] {
      #expect(plan.contains(node), "\(node)")
    }
  }

  @Test("of somebody else refuse the rollout with what is said of them, or are waited for")
  func busy() {
    let site = RolloutSite(Self.keys)
    site.program.folder.write("somebody\n", to: "lease")
    let result = site.rollOut("2.0")
    #expect(result.exit == 3)
    #expect(result.error.contains("refused: somebody else has its lock: held by somebody\n"), "\(result.error)")
    #expect(site.traffic == "blue ")
    let late = site.rollOut("2.0", "--lock-wait", "30ms")
    #expect(late.exit == 3, "\(late.error)")
    #expect(site.audit.contains("\"row\":\"P3\"") && site.audit.contains("\"row\":\"P4\""))
    #expect(site.text("lease") == "somebody")
  }

  @Test("are taken again while the rollout goes on; one that is lost stops it, and it goes back")
  func lost() {
    let site = RolloutSite()
    let runbook = RolloutSite.runbook(Self.keys.replacing("\"1m\"", with: "\"8s\""))
    site.program.folder.write(runbook.replacing("soak = 0", with: "soak = \"1m\""), to: "deploy.toml")
    let running = site.program.start("run")
    #expect(running.waitForError("ship: soaking"))
    site.program.folder.write("somebody\n", to: "lease")
    let result = running.wait()
    #expect(result.exit == 4, "\(result.error)")
    #expect(result.error.contains("after ship/lock/heartbeat"))
    #expect(site.text("live") == "blue")
  }

  @Test("of a rollout that was halted are kept")
  func kept() {
    let site = RolloutSite(Self.keys)
    site.program.folder.write("echo purple > live", to: "hook")
    #expect(site.rollOut("1.0").exit == 5)
    #expect(!calls(site).contains("release"))
    #expect(site.program.folder.read("lease") != nil)
  }
}
