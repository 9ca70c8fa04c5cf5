import Foundation
import TestSupport
import Testing

/// What channels hear of rollouts (design 8): each event from a run that really comes to it.
@Suite("Notifications of rollouts")
struct RolloutNotificationTests {
  private static let channel = """
    [runbook.notify.log]
    kind = "command"
    command = "cat >> events.jsonl"
    severity = "info"
    """

  private func events(_ site: RolloutSite) -> [String] {
    (site.program.folder.read("events.jsonl") ?? "").split(separator: "\n").compactMap { line in
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      guard let event = object?["event"] as? String, !event.hasPrefix("node."), !event.hasPrefix("approval.") else {
        return nil
      }
      return event + ((object?["target"] as? String).map { " \($0)" } ?? "")
    }
  }

  @Test("a good end")
  func succeeded() {
    let site = RolloutSite(before: Self.channel)
    #expect(site.rollOut("1.0").exit == 0)
    #expect(
      events(site) == [
        "run.started", "rollout.started api@prod", "rollout.promoted api@prod", "rollout.succeeded api@prod",
        "run.succeeded",
      ])
  }

  @Test("going back")
  func rolledBack() {
    let site = RolloutSite(before: Self.channel)
    site.program.folder.write("exit 1", to: "hook")
    #expect(site.rollOut("1.0").exit == 4)
    #expect(
      events(site) == [
        "run.started", "rollout.started api@prod", "rollback.started api@prod", "rollout.rolled_back api@prod",
        "run.rolled_back api@prod",
      ])
  }

  @Test("a halt, and a refusal")
  func halted() {
    let site = RolloutSite(before: Self.channel)
    site.program.folder.write("echo purple > live", to: "hook")
    #expect(site.rollOut("1.0").exit == 5)
    #expect(events(site).suffix(2) == ["rollout.halted api@prod", "run.halted api@prod"])
    #expect(site.rollOut("1.0").exit == 3)
    #expect(events(site).last == "run.refused api@prod")
  }

  @Test("going back that fails")
  func rollbackFailed() {
    let site = RolloutSite("undo_retries = 0", before: Self.channel)
    site.program.folder.write(
      RolloutSite.runbook("undo_retries = 0", before: Self.channel)
        .replacing(
          "echo {{ rollout.to }} > live", with: "test {{ rollout.to }} = green && echo green > live && exit 1"),
      to: "deploy.toml")
    let result = site.rollOut("1.0")
    #expect(result.exit == 5, "\(result.error)")
    #expect(events(site).contains("rollback.failed api@prod"))
    #expect(events(site).last == "run.rollback_failed api@prod")
  }

  @Test("a canary that is sick at its second step")
  func canary() {
    let site = RolloutSite()
    site.program.folder.write(
      """
      \(Self.channel)
      [ship]
      type = "Canary"
      target = "api@prod"
      version = "2.0"
      deploy = "true"
      shift = "echo {{ rollout.weight }} > weight"
      weight = "cat weight"
      check = "test $PYFLOW_STEP -lt 2"
      steps = [10, 50]
      hold = "40ms"
      interval = "10ms"
      min_healthy = "10ms"
      deadline = "1s"
      min_pass = 1
      fail_limit = 0
      soak = 0
      drain = 0
      """, to: "deploy.toml")
    site.program.folder.write("0\n", to: "weight")
    #expect(site.program.run("run", "--quiet").exit == 4)
    // Steps are updates: of those that come too soon after each other only the newest counts, and none after the end.
    #expect(
      events(site).filter { $0 != "rollout.step api@prod" } == [
        "run.started", "rollout.started api@prod", "rollback.started api@prod", "rollout.rolled_back api@prod",
        "run.rolled_back api@prod",
      ])
  }

  @Test("a question, and what nobody can tell")
  func waiting() {
    let site = RolloutSite("approve = true\napprove_timeout = \"100ms\"", before: Self.channel)
    let result = site.rollOut("1.0", "--wait-approval", "1m")
    #expect(result.exit == 4, "\(result.error)")
    #expect(events(site).contains("rollout.waiting api@prod"))
    let other = RolloutSite(
      "on_unknown = \"approve\"\napprove_timeout = \"100ms\"\nunknown_limit = 0", before: Self.channel)
    other.program.folder.write(
      RolloutSite.runbook(
        "on_unknown = \"approve\"\napprove_timeout = \"100ms\"\nunknown_limit = 0", before: Self.channel
      )
      .replacing("soak = 0", with: "soak = \"1s\"")
      .replacing("\"test -e healthy\"", with: "\"test $(cat live) = blue || exit 75\""), to: "deploy.toml")
    let unknown = other.rollOut("1.0", "--wait-approval", "1m")
    #expect(unknown.exit == 4, "\(unknown.error)")
    #expect(events(other).contains("rollout.unknown api@prod"))
  }

  @Test("a lock that was taken over")
  func stolen() {
    let site = RolloutSite(before: Self.channel)
    let reached = NamedPipe(in: site.program.folder, "reached")
    site.program.folder.write(
      RolloutSite.runbook(before: Self.channel)
        .replacing("\"cat live\"", with: "\"test -e quick || { echo here > reached; exec sleep 600; }; cat live\""),
      to: "deploy.toml")
    let running = site.program.start("run", "--quiet")
    #expect(reached.nextLine() == "here")
    running.signal(SIGKILL)
    _ = running.wait()
    site.program.folder.write("", to: "quick")
    #expect(site.rollOut("2.0").exit == 0)
    #expect(events(site).contains("lock.stolen"))
  }
}
