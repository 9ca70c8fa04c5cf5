import TestSupport
import Testing

/// `runbooks/features/discovered.toml`.
@Suite("The runbook over what is found")
struct DiscoveredRunbookTests {
  private static func program() -> Program {
    let program = Program()
    program.folder.copy("runbooks/features/discovered.toml", as: "deploy.toml")
    return program
  }

  @Test("does for each item that is found what the template says, and records the instances")
  func found() {
    let program = Self.program()
    let result = program.run("run")
    #expect(result.exit == 0, "\(result.error)")
    for name in ["web-1", "web-2", "web-3"] { #expect(result.error.contains("│ restarting \(name)")) }
    #expect(result.error.contains("restarted 3 of them, first restarting web-1"))
    let audit = program.folder.read("deploy.audit.jsonl") ?? ""
    #expect(
      audit.contains(
        """
        "event":"node.expanded","node":"restart","instances":[{"id":"restart[web-1]","item":"web-1"},\
        {"id":"restart[web-2]","item":"web-2"},{"id":"restart[web-3]","item":"web-3"}]
        """))
    #expect(program.run("audit", "show", "deploy.toml", "latest").output.contains("restart[web-2]"))
  }

  @Test("one failure of three is within the limit")
  func failing() {
    var program = Self.program()
    program.environment = ["FAILING": "web-2"]
    let result = program.run("run")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.error.contains("✓ restart: 1 of 3 failed, 1 may"))
  }
}
