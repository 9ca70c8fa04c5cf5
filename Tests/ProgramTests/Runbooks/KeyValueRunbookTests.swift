import Foundation
import TestSupport
import Testing

/// `runbooks/features/kv.toml`.
@Suite("The key-value runbook")
struct KeyValueRunbookTests {
  private var program = Program()

  init() {
    program.folder.copy("runbooks/features/kv.toml", as: "deploy.toml")
    program.input = Data("very-secret-token".utf8)
    #expect(program.run("kv", "set", "--secret", "token").exit == 0)
  }

  @Test("counts its builds, and goes back to the one before")
  func builds() {
    #expect(program.run("run").exit == 0)
    let second = program.run("run", "--json")
    #expect(second.exit == 0 && second.output.contains("\"outputs\":{\"build\":2,\"before\":1}"))
    #expect(second.error.contains("│ looking at build 2\n"))
    #expect(second.error.contains("✓ tidy unchanged: there is no `legacy`\n"))
    let back = program.run("run", "--var", "BACK=true")
    #expect(back.exit == 0 && program.run("kv", "get", "build").output == "1\n")
    #expect(
      program.folder.read("deployed")
        == (["1", "2", "1"].map { "deployed build \($0) with very-secret-token\n" }).joined())
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("very-secret") == false)
  }

  @Test("heeds what was set from outside, and is unchanged where nothing changes")
  func outside() {
    #expect(program.run("kv", "set", "features/canary", "false", "--type", "bool").exit == 0)
    #expect(program.run("run").error.contains("○ canary skipped: condition is false"))
    #expect(program.run("kv", "set", "before", "1", "--type", "int").exit == 0)
    let again = program.run("run", "--var", "BACK=true").error
    #expect(again.contains("✓ keep unchanged: `build` has this value already\n"))
    #expect(program.run("audit", "verify").exit == 0)
  }
}
