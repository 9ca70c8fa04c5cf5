import TestSupport
import Testing

/// Rollouts that find the traffic where none of them can begin: nothing is touched, and they say what was expected.
@Suite("Traffic where no rollout can begin")
struct MisplacedTrafficTests {
  @Test("is a colour that there is not", arguments: ["purple", "Blue", "v1-blue"])
  func colour(_ text: String) {
    let site = RolloutSite()
    site.program.folder.write(text + "\n", to: "live")
    let result = site.program.run("run", "--no-input")
    #expect(result.exit == 3)
    #expect(
      result.error.contains(
        """
        ✗ ship failed: refused: `active` has printed "\(text)"; it must print "blue" or "green" and nothing else, \
        as in active = "./lb.sh live"; colors = ["\(text)", …] says what else the sides are called
        """), "\(result.error)")
    #expect(!result.error.contains("\(text) has it"))
    #expect(site.text("live") == text)
    #expect(site.program.folder.read("green.version") == nil)
  }

  private static let canary = """
    [ship]
    type = "Canary"
    target = "shop"
    version = "2"
    deploy = "touch deployed"
    weight = "cat weight"
    shift = "echo {{ rollout.weight }} > weight"
    check = "true"
    """

  @Test(
    "is a percentage that is none, or not 0",
    arguments: [
      (
        "foo",
        "`weight` has printed \"foo\"; it must print the percentage of the new version, from 0 to 100, and nothing else, "
          + "as in weight = \"./lb.sh weight\""
      ),
      (
        "25",
        "the new version has 25 percent of the traffic before anything was done: another rollout stands half-way there, "
          + "or somebody moves it; give it 0, and begin again"
      ),
    ])
  func weight(_ text: String, _ reason: String) {
    let program = Program(Self.canary)
    program.folder.write(text + "\n", to: "weight")
    let result = program.run("run", "--no-input")
    #expect(result.exit == 3)
    #expect(result.error.contains("✗ ship failed: refused: \(reason) ("), "\(result.error)")
    #expect(!result.error.contains("foo%"))
    #expect(program.folder.read("deployed") == nil)
  }
}
