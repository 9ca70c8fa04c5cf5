import Foundation
import TestSupport
import Testing

/// `pyflow run --simulate`.
@Suite("A simulation")
struct SimulationTests {
  private let program = Program(
    """
    [runbook]
    title = "Ship {{ VERSION }}"
    [variables]
    VERSION = { required = true }
    TOKEN = { secret = true, default = "correct-horse-battery" }
    [build]
    command = '''
    make {{ VERSION }}
    make check
    '''
    env = { TOKEN = "{{ TOKEN }}" }
    [wait]
    function = "sleep"
    params = { duration = "1h" }
    [approve]
    prompt = "Ship it?"
    [publish]
    command = "publish {{ nodes.build.stdout }}"
    rollback = "unpublish"
    """)

  @Test("tells every command and when it would run, and says that nothing is")
  func text() {
    let result = program.run("run", "--simulate", "--var", "VERSION=2.0")
    #expect(result.exit == 0)
    #expect(
      result.output == """
        SIMULATION of Ship 2.0: nothing is run, and nothing is recorded
               0s  ▸ build: make '2.0' …
               0s    │ make '2.0'
               0s    │ make check
               1s  ✓ build (1.00s)
               1s  ▸ wait: sleep 1h
             1h1s  ✓ wait (1h)
             1h1s  ? approve: Ship it?
             1h1s    may approve: anybody
             1h2s    approve approved by approver-1
             1h2s  ✓ approve (1.00s)
             1h2s  ▸ publish: publish ''
             1h3s  ✓ publish (1.00s)
        ! others read what build prints; nobody knows that before it runs, so it is taken to print nothing
        SIMULATION: succeeded after 1h3s of virtual time; nothing was run

        """)
    #expect(program.folder.allFiles == ["deploy.toml"])
  }

  @Test("prints JSON")
  func json() throws {
    let result = program.run("run", "--simulate", "--json", "--var", "VERSION=2.0")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "pyflow.simulation/1")
    #expect(document["status"] as? String == "succeeded" && document["virtual_ms"] as? Int == 3_603_000)
    #expect(document["unknown_outputs"] as? [String] == ["build"])
    let events = try #require(document["events"] as? [[String: Any]])
    #expect(events.first?["command"] as? String == "make '2.0'\nmake check")
    #expect(events.last?["node"] as? String == "publish" && events.last?["at_ms"] as? Int == 3_603_000)
  }

  private static let blueGreen = """
    [ship]
    type = "BlueGreen"
    target = "api"
    active = "./lb.sh live"
    deploy = "./deploy.sh {{ rollout.idle }}"
    check = "./check.sh {{ rollout.side }}"
    switch = "./lb.sh point {{ rollout.to }}"
    """

  @Test("prints JSON of rollouts, and of what is left out")
  func rolloutJSON() throws {
    let program = Program(
      """
      \(Self.blueGreen)
      soak = 0
      [tell]
      command = "./tell.sh"
      when = "1 == 2"
      """)
    let result = program.run("run", "--simulate", "--json")
    #expect(result.exit == 0)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let events = try #require(document["events"] as? [[String: Any]])
    let texts = events.map { event in
      let detail = ["command", "reason", "phase", "question"].compactMap { event[$0] as? String }
      return "\(event["at_ms"] ?? "") \(event["node"] ?? "") \(event["event"] ?? "") \(detail.joined())"
    }
    #expect(
      texts == [
        "0 ship started BlueGreen api", "0 ship/lock started ", "0 ship/lock succeeded ", "0 ship rollout observing",
        "0 ship/before started ./lb.sh live", "1000 ship/before succeeded ",
        "1000 ship/preflight started ./check.sh 'blue'", "2000 ship/preflight succeeded ", "2000 ship rollout ready",
        "2000 ship rollout deploying", "2000 ship/deploy started ./deploy.sh 'green'", "3000 ship/deploy succeeded ",
        "3000 ship rollout verifying", "3000 ship/verify started ./check.sh 'green'", "15000 ship/verify succeeded ",
        "15000 ship rollout guard", "15000 ship/guard started ./lb.sh live", "16000 ship/guard succeeded ",
        "16000 ship rollout switching", "16000 ship/switch started ./lb.sh point 'green'",
        "17000 ship/switch succeeded ", "17000 ship rollout confirming", "17000 ship/confirm started ./lb.sh live",
        "18000 ship/confirm succeeded ", "18000 ship rollout soaking", "18000 ship rollout closing",
        "18000 ship/after started ./lb.sh live", "19000 ship/after succeeded ", "19000 ship rollout succeeded",
        "19000 ship succeeded ", "19000 tell skipped condition is false: 1 == 2",
      ])
  }

  @Test("lets those approve who may, by their names and groups")
  func approvers() {
    let program = Program(
      """
      [approve]
      prompt = "Ship it?"
      approvers = ["ann", "group:release"]
      min_approvals = 3
      """)
    let result = program.run("run", "--simulate")
    #expect(result.exit == 0)
    #expect(
      result.output == """
        SIMULATION of deploy: nothing is run, and nothing is recorded
               0s  ? approve: Ship it?
               0s    may approve: 3 of ann, group:release
               1s    approve 1 of 3 approved by ann
               1s    approve 2 of 3 approved by release-2
               1s    approve 3 of 3 approved by release-3
               1s  ✓ approve (1.00s)
        SIMULATION: succeeded after 1s of virtual time; nothing was run

        """)
  }

  @Test("heeds what the scenarios beside the runbook say of the world")
  func world() {
    program.folder.write(
      "[world]\nv = \"7\"\n[world.says]\nbuild = \"release {{ world.v }}\"\n[[scenario]]\nname = \"x\"\nexpect = { exit = 0 }\n",
      to: "deploy.test.toml")
    let result = program.run("run", "--simulate", "--var", "VERSION=2.0")
    #expect(result.exit == 0)
    #expect(result.output.contains("▸ publish: publish 'release 7'\n"))
    #expect(!result.output.contains("others read"))
  }

  @Test("switches nothing, and says what would be switched when")
  func rollout() {
    let program = Program(Self.blueGreen)
    let result = program.run("run", "--simulate")
    #expect(result.exit == 0)
    #expect(result.output.contains("▸ ship/switch: ./lb.sh point 'green'\n"))
    #expect(result.output.contains("SIMULATION: succeeded after 5m"))
  }

  @Test("needs the values that a run needs, and is no dry run")
  func refusals() {
    #expect(program.run("run", "--simulate", "--no-input").exit == 2)
    #expect(program.run("run", "--simulate", "--dry-run", "--var", "VERSION=1").exit == 64)
    program.folder.write("[wrld]\n", to: "deploy.test.toml")
    let result = program.run("run", "--simulate", "--var", "VERSION=1")
    #expect(result.exit == 2 && result.error.contains("unknown key `wrld`"))
  }
}
