import TestSupport
import Testing

/// The release pipeline of `runbooks/pipeline` in every situation: three environments, with and without tests, and
/// every failure.
///
/// What ran, what the programs were told, how it ended.
@Suite("The pipeline runbook")
struct PipelineTests {
  struct Situation: Sendable, CustomStringConvertible {
    let environment: String
    let skipsTests: Bool
    let failing: [String]
    /// What the programs were told, sorted: two of them may run at once.
    let calls: [String]
    let message: String?
    var exit = 1
    var description: String { "\(environment), skips tests \(skipsTests), failing \(failing)" }
  }

  @Test("does what it must", arguments: situations)
  func situation(_ situation: Situation) {
    var program = Program()
    for name in ["pipeline.toml", "bin"] { program.folder.copy("runbooks/pipeline/\(name)") }
    program.environment = [
      "FAILING": situation.failing.joined(separator: " "), "CALLS": "\(program.folder.path)/calls",
    ]
    let result = program.run(
      "run", "--quiet", "--var", "ENVIRONMENT=\(situation.environment)", "--var", "SKIP_TESTS=\(situation.skipsTests)")
    let calls = (program.folder.read("calls") ?? "").split(separator: "\n").map(String.init)
    #expect(calls.sorted() == situation.calls.sorted())
    #expect(calls.first == "npm run build")
    #expect(result.exit == situation.exit)
    let messages = result.error.split(separator: "\n").filter { $0.hasPrefix("» ") }.map(String.init)
    #expect(messages == (situation.message.map { [$0] } ?? []))
  }

  static let situations = ["dev", "staging", "prod"].flatMap { environment in
    [false, true].flatMap { skipsTests in situations(environment, skipsTests) }
  }

  private static func situations(_ environment: String, _ skipsTests: Bool) -> [Situation] {
    let isProduction = environment == "prod"
    let tests = skipsTests ? [] : ["npm test"]
    let scan = isProduction ? ["npm audit --audit-level high"] : []
    let build = ["npm run build"]
    let deploy = build + tests + scan + ["deploy \(environment) --app=shop"]
    let check = deploy + ["check-health https://shop-\(environment).example.com/health"]
    let back = check + ["roll-back \(environment)"]
    let live = "» notify_success: shop is live in \(environment)"
    let notLive = "» notify_failure: shop did not make it into \(environment)"
    func situation(_ failing: [String], _ calls: [String], _ message: String?, exit: Int = 1) -> Situation {
      Situation(
        environment: environment, skipsTests: skipsTests, failing: failing, calls: calls, message: message, exit: exit)
    }
    let allWell = situation([], check, live, exit: 0)
    func unharmed(_ failing: String) -> Situation { situation([failing], allWell.calls, live, exit: 0) }
    return [
      allWell,
      situation(["build"], build, nil),
      skipsTests ? unharmed("tests") : situation(["tests"], build + tests + scan, nil),
      isProduction ? situation(["scan"], build + tests + scan, nil) : unharmed("scan"),
      situation(["deploy"], deploy, nil),
      situation(["health"], back, notLive),
      situation(["health", "rollback"], back, nil),
    ]
  }

  @Test("a deployment that fails blocks what comes after it, and says why")
  func deploymentFails() {
    var program = Program()
    for name in ["pipeline.toml", "bin"] { program.folder.copy("runbooks/pipeline/\(name)") }
    program.environment["FAILING"] = "deploy"
    let result = program.run("run", "--json", "--quiet", "--var", "ENVIRONMENT=dev")
    let reasons = result.report?.nodes.filter { $0.status == "blocked" }.map { "\($0.id): \($0.reason ?? "")" }
    #expect(
      reasons == [
        "health_check: blocked by deploy_application", "rollback_on_failure: blocked by deploy_application",
        "notify_success: blocked by deploy_application", "notify_failure: blocked by deploy_application",
      ])
  }
}
