import Foundation
import TestSupport
import Testing

/// `pyflow test --explore` of a runbook of `runbooks/`; `make explore` does it with the longer ones.
@Suite("Exploring a rollout")
struct ExploredRolloutTests {
  /// What is found in `runbooks/blue-green.toml` with something added to it.
  private static func found(_ addition: String) async -> Program.Result {
    let program = Program()
    let text = Repository.read("runbooks/blue-green.toml") ?? ""
    program.folder.write(text + addition, to: "deploy.toml")
    program.folder.copy("runbooks/blue-green.test.toml", as: "deploy.test.toml")
    return await Aside.run { program.run("test", "deploy.toml", "--explore", "--var", "VERSION=2.0") }
  }

  @Test("finds nothing where all that is done goes back")
  func clean() async {
    let result = await Self.found("")
    #expect(result.exit == 0, "\(result.output)")
    #expect(result.output.contains(", every invariant held in each of them\n"))
    #expect(!result.output.contains("not met"))
  }

  @Test("finds what is left behind when the rollout goes back under it")
  func missingRollback() async {
    let addition = """

      [purge]
      depends_on = "ship"
      command = "./cdn.sh purge"

      [look]
      depends_on = "purge"
      command = "./look.sh"
      """
    let result = await Self.found(addition)
    #expect(result.exit == 1, "\(result.output)")
    #expect(result.output.contains("I2 violated: what was rolled back is as it was before\n"))
    #expect(result.output.contains("purge changed something that nothing undoes, while what it stands on was undone\n"))
    #expect(result.output.contains("= hint: give purge a `rollback`;"))
  }
}
