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
    let program = Program(
      """
      [ship]
      type = "BlueGreen"
      target = "api"
      active = "./lb.sh live"
      deploy = "./deploy.sh {{ rollout.idle }}"
      check = "./check.sh {{ rollout.side }}"
      switch = "./lb.sh point {{ rollout.to }}"
      """)
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
