import TestSupport
import Testing

/// The scenarios of the three runbooks of rollouts.
@Suite("The scenarios of rollouts")
struct RolloutScenarioTests {
  @Test("go as they must", arguments: Playground.Strategy.allCases)
  func scenarios(_ strategy: Playground.Strategy) {
    let program = Program()
    program.folder.copy("runbooks")
    let result = program.run("test", "runbooks/\(strategy.rawValue).toml")
    #expect(result.exit == 0, "\(result.output)\(result.error)")
    print("rollout: scenarios of \(strategy.rawValue): \(result.output.split(separator: "\n").last ?? "")")
  }
}
