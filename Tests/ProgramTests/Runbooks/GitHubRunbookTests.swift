import TestSupport
import Testing

/// `runbooks/features/github.toml`.
@Suite("The GitHub runbook")
struct GitHubRunbookTests {
  private let program: Program

  init() {
    var program = Program()
    program.folder.copy("runbooks/features/github.toml", as: "deploy.toml")
    program.environment = [
      "GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "page.md",
    ]
    self.program = program
  }

  @Test("gives its version on, and its key to nobody")
  func succeeds() throws {
    let result = program.run("run")
    #expect(result.exit == 0)
    let outputs = try WorkflowFile.values(program.folder.read("output") ?? "")
    #expect(outputs["version"] == "1.2.3" && outputs["status"] == "succeeded" && outputs["key"] == nil)
    let log = WorkflowLog(result.error)
    #expect(log.messages("add-mask") == ["not-so-secret-key"] && log.messages("error").isEmpty)
    #expect(log.messages("group").count == 3)
  }

  @Test("points at the check that fails")
  func fails() throws {
    let result = program.run("run", "--var", "BROKEN=true")
    #expect(result.exit == 1)
    let errors = WorkflowLog(result.error).commands.filter { $0.name == "error" }
    #expect(errors.count == 1 && errors.first?.properties["line"] == "20")
    #expect(try WorkflowFile.values(program.folder.read("output") ?? "")["failed-node"] == "check")
  }
}
