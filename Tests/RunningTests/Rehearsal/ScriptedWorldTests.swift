import Planning
import Running
import Templates
import TestSupport
import Testing
import Values

/// What is in a scripted world, and what nodes change there.
@Suite("The values of a scripted world")
struct ScriptedWorldTests {
  private static let date = Timestamp(milliseconds: 1_790_000_000_000)

  private func world(
    _ text: String, _ script: RehearsalScript = RehearsalScript(), _ values: [(String, Value)] = []
  ) -> ScriptedWorld {
    var scene = ScriptedScene()
    scene.values = values.map { ScriptedScene.Change($0.0, to: .literal($0.1)) }
    return ScriptedWorld(of: Reading.plan(text).plan, script, in: scene, date: Self.date)
  }

  private static func blueGreen(_ names: String...) -> String {
    names.map { name in
      """
      [\(name)]
      type = "BlueGreen"
      target = "\(name)"
      active = "live"
      deploy = "deploy"
      check = "check"
      switch = "point {{ rollout.to }}"
      depends_on = []

      """
    }.joined()
  }

  @Test("are those that are told, and those that rollouts are bound to")
  func values() {
    let world = world(Self.blueGreen("api"), RehearsalScript(), [("replicas", .int(2))])
    #expect(world.value(of: "replicas") == .int(2))
    #expect(world.value(of: "live") == .string("blue"))
    #expect(world.value(of: "weight") == nil && world.value(of: "version") == nil)
    #expect(self.world("[a]\ncommand = 'x'", RehearsalScript(), [("live", .int(1))]).value(of: "live") == .int(1))
  }

  @Test("are of all rollouts, or of each by its id")
  func several() {
    let text = Self.blueGreen("api", "web")
    #expect(world(text, RehearsalScript(), [("live", .string("green"))]).value(of: "live") == .string("green"))
    let differing = world(
      text, RehearsalScript(), [("live", .map(["api": .string("blue"), "web": .string("green")]))])
    #expect(differing.value(of: "live") == .map(["api": .string("blue"), "web": .string("green")]))
    #expect(differing.value(of: "live", ofRollout: "web") == .string("green"))
    #expect(differing.value(of: "live", ofRollout: "none") == nil)
  }

  @Test("are versions of targets, all or some")
  func versions() {
    let text = """
      [ship]
      type = "Progressive"
      target = "api"
      targets = ["web1", "web2"]
      version = "2.0"
      previous = "1.9"
      update = "update {{ rollout.target }}"
      check = "check"
      revert = "revert"
      """
    #expect(world(text).value(of: "version") == .map(["web1": .string("1.9"), "web2": .string("1.9")]))
    let some = world(text, RehearsalScript(), [("version", .map(["web2": .string("2.0")]))])
    #expect(some.value(of: "version")?.map?["web2"] == .string("2.0"))
    #expect(some.value(of: "version")?.map?["web1"] == .string("1.9"))
    let one = world(text, RehearsalScript(), [("version", .map(["ship": .map(["web1": .double(1.5)])]))])
    #expect(one.value(of: "version")?.map?["web1"] == .string("1.5"))
  }

  @Test("answer commands: what is not scripted succeeds in a second, and nothing is done already")
  func commands() {
    let text = "[a]\ncommand = 'x'\nunless = 'y'\nconfirm = 'z'\n"
    var world = world(text)
    let action = Action.process(ProcessAction(program: .words(["x"]), workingDirectory: "/", captureLimit: 10))
    world.perform(.start(node: 0, step: .unless, attempt: 1, action))
    #expect(endings(of: world.wait(until: nil)) == [.exited(1)])
    world.perform(.start(node: 0, step: .run, attempt: 1, action))
    #expect(endings(of: world.wait(until: nil)) == [.exited(0)])
    #expect(world.now().nanoseconds == 2_000_000_000)
    world.perform(.start(node: 0, step: .confirm, attempt: 1, action))
    #expect(endings(of: world.wait(until: nil)) == [.exited(1)])
  }

  @Test("let what hangs be killed alone, and what takes too long be asked to end")
  func ends() {
    let script = RehearsalScript([
      RehearsalScript.Entry("a", [ScriptStep(.timeout)]), RehearsalScript.Entry("b", [ScriptStep(.hang)]),
    ])
    var world = world("[a]\ncommand = 'x'\n[b]\ncommand = 'y'\n", script)
    let action = Action.process(ProcessAction(program: .words(["x"]), workingDirectory: "/", captureLimit: 10))
    for node in 0...1 { world.perform(.start(node: node, step: .run, attempt: 1, action)) }
    #expect(world.wait(until: Instant(nanoseconds: 5)).isEmpty)
    for node in 0...1 { world.perform(.end(node: node, .terminate)) }
    #expect(endings(of: world.wait(until: nil)) == [.killed(signal: 15)])
    world.perform(.end(node: 1, .kill))
    #expect(endings(of: world.wait(until: nil)) == [.killed(signal: 9)])
  }

  @Test("tell confirm that what died with pyflow has happened, where it has")
  func confirming() {
    let step = ScriptStep(.crash, moves: true)
    var world = world("[a]\ncommand = 'x'\nconfirm = 'z'\n", RehearsalScript([RehearsalScript.Entry("a", [step])]))
    let action = Action.process(ProcessAction(program: .words(["x"]), workingDirectory: "/", captureLimit: 10))
    world.perform(.start(node: 0, step: .run, attempt: 1, action))
    #expect(world.crashTime == Instant(nanoseconds: 1_000_000_000))
    world.restart()
    #expect(world.crashTime == nil)
    world.perform(.start(node: 0, step: .confirm, attempt: 1, action))
    #expect(endings(of: world.wait(until: nil)) == [.exited(0)])
  }

  private func endings(of events: [Event]) -> [ActionResult.Ending] {
    events.compactMap { if case .finished(_, let result) = $0 { result.ending } else { nil } }
  }
}
