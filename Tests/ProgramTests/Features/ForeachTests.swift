import TestSupport
import Testing

/// `runbooks/features/foreach.toml` does what its comments say.
@Suite("The runbook of iteration")
struct ForeachTests {
  private static func run(failing: String = "", _ arguments: String...) -> Program.Result {
    var program = Program()
    program.folder.copy("runbooks/features/foreach.toml", as: "deploy.toml")
    program.environment = ["FAILING": failing]
    return program.run(["run", "--json"] + arguments)
  }

  @Test("does every node once for each item, and nothing for none")
  func succeeds() throws {
    let result = Self.run()
    let report = try #require(result.report)
    #expect(result.exit == 0)
    #expect(
      report.ids("succeeded") == [
        "build[linux,x64]", "build[linux,arm64,tests]", "build[macos,arm64]", "build[freebsd,x64]", "build",
        "ship[eu-west]", "ship[us-east]", "ship[ap-south]", "ship", "warm[home]", "warm[news]", "warm", "report",
        "clean",
      ])
    #expect(report.ids("skipped") == ["warm[admin]", "undo"])
    #expect(result.error.contains("first answer: shipping to eu-west, region 1 of 3\n"))
    #expect(result.error.contains("✓ clean: there was nothing to do it for\n"))
  }

  @Test("goes on after a failure that the group allows")
  func allowed() throws {
    let result = Self.run(failing: "us-east")
    #expect(result.exit == 0)
    let report = try #require(result.report)
    #expect(report.status == "succeeded")
    #expect(report.ids("failed") == ["ship[us-east]"])
    #expect(report.nodes.first { $0.id == "ship" }?.reason == "1 of 3 failed, 1 may")
    #expect(result.error.contains("warning: failed with permission: ship[us-east]\n"))
  }

  @Test("ends when more fail than may, and answers it")
  func failed() throws {
    let result = Self.run(failing: "eu-west,us-east")
    #expect(result.exit == 1)
    let report = try #require(result.report)
    #expect(report.ids("failed").contains("ship"))
    #expect(report.nodes.first { $0.id == "ship" }?.reason == "2 of 3 failed, 1 may")
    #expect(report.nodes.first { $0.id == "undo" }?.status == "succeeded")
    #expect(report.nodes.first { $0.id == "warm" }?.reason == "blocked by ship")
  }

  @Test("is recorded and drawn with its instances")
  func shown() throws {
    let program = Program()
    program.folder.copy("runbooks/features/foreach.toml", as: "deploy.toml")
    #expect(program.run("graph").output.contains("  \"ship[us-east]\" -> \"ship\";\n"))
    #expect(program.run("graph", "--format", "mermaid").output.contains("[[\"ship\"]]"))
    #expect(program.run("plan").output.contains("9. ship [Command]\n     $ 3 instances, 2 at once, 1 may fail\n"))
    #expect(program.run("run", "--quiet").exit == 0)
    let audit = try #require(program.folder.read("deploy.audit.jsonl"))
    #expect(audit.contains(#""instances":["ship[eu-west]","ship[us-east]","ship[ap-south]"],"batch_size":2"#))
    #expect(audit.contains(#""event":"node.finished","node":"ship[us-east]""#))
    #expect(program.run("audit", "show", "deploy.toml", "latest").output.contains("✓ ship[us-east] succeeded"))
  }

  @Test("has its list from wherever variables come from")
  func variable() throws {
    let report = try #require(Self.run("--var", "REGIONS=[\"eu-west\", \"moon\"]").report)
    #expect(report.nodes.map(\.id).filter { $0.hasPrefix("ship") } == ["ship[eu-west]", "ship[moon]", "ship"])
  }
}
