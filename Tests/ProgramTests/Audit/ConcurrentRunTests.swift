import TestSupport
import Testing

/// Many runs of one runbook at once, which share one audit file.
@Suite("Runs at once")
struct ConcurrentRunTests {
  @Test("fifty all finish, and the audit holds fifty complete runs")
  func fifty() {
    let program = Program(
      """
      [variables]
      NUMBER = { required = true, type = "int" }
      [a]
      command = "echo {{ NUMBER }}"
      [b]
      command = "test {{ nodes.a.stdout }} = {{ NUMBER }}"
      [c]
      command = "true"
      depends_on = ["a"]
      """)
    let runs = (0..<50).map { program.start("run", "--json", "--quiet", "--var", "NUMBER=\($0)") }
    let results = runs.map { $0.wait() }
    #expect(results.allSatisfy { $0.exit == 0 })
    let ids = Set(results.compactMap { $0.report?.run })
    #expect(ids.count == 50)
    #expect(program.run("audit", "verify", "--quiet").exit == 0)
    let table = program.run("audit", "show").output.split(separator: "\n").dropFirst()
    #expect(table.count == 50)
    #expect(Set(table.compactMap { $0.split(separator: " ").first.map(String.init) }) == ids)
    #expect(table.allSatisfy { $0.contains("  succeeded  ") && $0.contains("  3✓  ") })
  }
}
