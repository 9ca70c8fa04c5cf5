import Foundation
import TestSupport
import Testing

/// `pyflow test --explore`, as a user has it.
@Suite("Exploring a runbook")
struct ExplorationProgramTests {
  private static let deploy = """
    [unpack]
    command = "./unpack.sh"
    timeout = "1m"
    rollback = "./unpack.sh --remove"

    [switch_on]
    command = "./switch.sh on"
    timeout = "1m"

    [smoke]
    command = "./smoke.sh"
    timeout = "1m"
    """

  @Test("finds a missing rollback, with its line, and ends with 1")
  func missingRollback() {
    let result = Program(Self.deploy).run("test", "--explore")
    #expect(result.exit == 1)
    #expect(
      result.output.contains(
        "  deploy.toml:6: switch_on changed something that nothing undoes, while what it stands on was undone\n"))
    #expect(result.output.contains("script = { \"smoke\" = \"fail\" }\n"))
    #expect(result.error.isEmpty)
  }

  @Test("is content where there is one, and ends with 0")
  func clean() {
    let switching = "command = \"./switch.sh on\""
    let text = Self.deploy.replacingOccurrences(of: switching, with: switching + "\nrollback = \"./switch.sh off\"")
    let result = Program(text).run("test", "--explore")
    #expect(result.exit == 0, "\(result.output)")
    #expect(result.output.contains("every invariant held in each of them\n"))
  }

  @Test("plans as the scenarios beside the runbook do, and takes the name of either file")
  func scenarios() {
    let text = """
      [variables]
      VERSION = { required = true }
      TOKEN = { required = true, secret = true }

      [deploy]
      command = "./deploy.sh {{ VERSION }}"
      env = { TOKEN = "{{ TOKEN }}" }
      timeout = "1m"

      [gate]
      command = "./gate.sh"
      timeout = "1m"
      when = "nodes.deploy.stdout == 'ready'"
      """
    let program = Program(text)
    program.folder.write(
      """
      [world.says]
      deploy = "ready"

      [[scenario]]
      name = "all goes well"
      vars = { VERSION = "2.0" }
      expect = { outcome = "succeeded" }
      """, to: "deploy.test.toml")
    for name in ["deploy.toml", "deploy.test.toml"] {
      let result = program.run("test", name, "--explore")
      #expect(result.exit == 0, "\(result.error)")
      #expect(result.output.contains("\ngate "), "\(result.output)")
    }
  }

  @Test("does nothing outside, and leaves nothing behind")
  func harmless() throws {
    let program = Program("[make]\ncommand = 'touch made'\ntimeout = '1m'\n")
    #expect(program.run("test", "--explore").exit == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder.path) == ["deploy.toml"])
  }

  @Test("tells programs the same")
  func json() throws {
    let result = Program(Self.deploy).run("test", "--explore", "--json")
    #expect(result.exit == 1)
    let value = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(value["schema"] as? String == "pyflow.exploration/1")
    let violations = try #require(value["violations"] as? [[String: Any]])
    #expect(violations.map { $0["id"] as? String } == ["I2"])
    #expect(violations.map { $0["place"] as? String } == ["deploy.toml:6"])
    #expect(violations.map { $0["node"] as? String } == ["switch_on"])
  }
}
