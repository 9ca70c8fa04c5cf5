import TestSupport
import Testing

/// `runbooks/features/secrets.toml`.
@Suite("The secrets runbook")
struct SecretRunbookTests {
  @Test("gives each node its secrets in its own way, and shows none", arguments: [nil, "sesame99sesame"])
  func run(token: String?) {
    var program = Program()
    program.environment["FEATURE_TOKEN"] = token
    program.folder.copy("runbooks/features/secrets.toml", as: "deploy.toml")
    let result = program.run("run", "--json")
    #expect(result.exit == 0, "\(result.error)")
    for line in ["logged in", "password: none, token: none", "  │ 21\n"] {
      #expect(result.error.contains(line), "\(line)")
    }
    #expect(result.error.contains("  │ ***\n  │ ***\n"))
    #expect(result.error.contains("with a token") == (token != nil))
    let traces = SecretTraces.all(of: program, result)
    #expect(!traces.contains("horse battery") && !traces.contains("686f727365") && !traces.contains("sesame99"))
  }
}
