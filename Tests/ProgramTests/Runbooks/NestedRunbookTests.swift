import TestSupport
import Testing

/// `runbooks/features/nested.toml`.
@Suite("Nested runbooks, run")
struct NestedRunbookTests {
  private let program = Program()

  init() {
    program.folder.copy("runbooks/features/nested.toml", as: "nested.toml")
    program.folder.copy("runbooks/features/nested/region.toml", as: "nested/region.toml")
  }

  @Test("every region gets the build, and the run what they give back")
  func healthy() {
    let result = program.run("run", "nested.toml", "--json")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.output.contains("https://eu.example.com"))
    #expect(program.run("run", "nested/region.toml", "--var", "REGION=eu", "--var", "BUILD=b").exit == 0)
    #expect(program.run("audit", "verify", "nested.toml").exit == 0)
  }

  @Test("a broken region undoes itself, and then the others are undone")
  func broken() {
    let result = program.run("run", "nested.toml", "--var", "BROKEN=us")
    #expect(result.exit == 4, "\(result.error)")
    let undone = result.error.split(separator: "\n").filter { $0.contains("│ removed") }
    #expect(undone == ["  │ removed build-42 from us", "  │ removed build-42 from eu"])
    #expect(result.error.contains("── region[us]/check failed: exit 1"))
  }

  @Test("one that is not there is told before anything runs")
  func missing() {
    let program = Program("[a]\nrunbook = \"none.toml\"\n")
    let result = program.run("run", "deploy.toml")
    #expect(result.exit == 2)
    #expect(result.error.contains("`none.toml` cannot be read: there is no such file"))
  }
}
