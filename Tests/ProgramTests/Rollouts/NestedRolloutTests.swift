import TestSupport
import Testing

/// Rollouts in a runbook that another one runs.
@Suite("Nested rollouts")
struct NestedRolloutTests {
  private static let inner = """
    [variables]
    TARGET = { required = true }

    [ship]
    type = "Canary"
    target = "{{ TARGET }}"
    version = "2.0"
    steps = [50]
    hold = "1m"
    deploy = "./deploy.sh {{ TARGET }}"
    weight = "./lb.sh weight {{ TARGET }}"
    shift = "./lb.sh shift {{ TARGET }} {{rollout.weight}}"
    check = "./check.sh {{ TARGET }}"
    soak = "30s"
    """
  private static let outer = """
    [migrate]
    command = "./db.sh up"
    rollback = "./db.sh down"

    [shop]
    runbook = "inner.toml"
    depends_on = "migrate"
    variables = { TARGET = "{{ 'sh' + 'op' }}" }

    [smoke]
    command = "./smoke.sh"
    depends_on = "shop"
    """
  private static let scenarios = """
    [[scenario]]
    name = "pyflow is killed at half of the traffic"
    script = { "shop/ship/step-1/analyse" = "crash" }
    expect = { outcome = "rolled_back", order = ["shop/ship/undo-shift", "migrate!rollback"], never = ["smoke"] }

    [[scenario]]
    name = "what comes after it fails"
    script = { smoke = "fail" }
    expect = { outcome = "rolled_back", order = ["shop/ship/undo-shift", "migrate!rollback"] }

    [[scenario]]
    name = "pyflow is killed while it goes back"
    script = { smoke = "fail", "shop/ship/undo-shift" = "crash" }
    expect = { outcome = "rolled_back", order = ["shop/ship/undo-shift", "migrate!rollback"] }
    """

  @Test("go back before what the outer runbook has done is undone, whatever happens")
  func recovered() {
    let program = Program(Self.outer)
    program.folder.write(Self.inner, to: "inner.toml")
    program.folder.write(Self.scenarios, to: "deploy.test.toml")
    let result = program.run("test")
    #expect(result.exit == 0, "\(result.output)\(result.error)")
  }
}
