import Runbooks
import Testing
import Text

/// Files of scenarios: what they state, and what is wrong with them.
@Suite("Reading scenarios")
struct ScenarioReaderTests {
  private func read(_ text: String) -> (file: ScenarioFile, problems: String) {
    var diagnostics = Diagnostics()
    let file = ScenarioReader.read(SourceText(name: "t.test.toml", bytes: Array(text.utf8)), into: &diagnostics)
    return (file, DiagnosticRenderer(format: .text).render(diagnostics))
  }

  @Test("takes in all of it")
  func whole() throws {
    let (file, problems) = read(
      """
      vars = { A = 1, B = 2 }
      [world]
      live = "blue"
      [world.on."ship/switch"]
      live = "{{ rollout.to }}"
      [world.says]
      guard = { live = "{{ world.live }}" }
      [[scenario]]
      name = "one"
      vars = { B = 3 }
      environment = "prod"
      env = { HOME = "/root" }
      kv = { n = 1 }
      terminal = true
      jobs = 2
      world = { live = "green", says = { guard = "no" } }
      script = { a = ["pass", 3, { status = 503, take = "40s", times = 2, moves = false, headers = { X = "y" } }], "b*" = { result = "crash", world = { live = "x" } }, c = { by = "ann", fields = { N = 1 }, json = { x = 1 } } }
      expect = { outcome = "failed", exit = 1, cause = "a", ran = ["a"], never = "b", order = ["a", "c"], status = { a = "failed" }, outputs = { u = 1 }, world.live = "blue", within = "8m", notified = ["run.failed"] }
      """)
    #expect(problems.isEmpty)
    let scenario = try #require(file.scenarios.first)
    #expect(scenario.name.content == "one" && scenario.environment?.content == "prod")
    #expect(scenario.variables.map(\.name) == ["A", "B"])
    #expect(scenario.processEnvironment == ["HOME": "/root"] && scenario.hasTerminal && scenario.jobs == 2)
    #expect(scenario.store["n"]?.int == 1)
    let world = file.world.changed(by: scenario.world)
    #expect(world.values.map(\.key.content) == ["live", "live"])
    #expect(world.effects.map(\.pattern.content) == ["ship/switch"])
    #expect(world.sayings.count == 2)
    #expect(scenario.script.map(\.pattern.content) == ["a", "b*", "c"])
    let steps = scenario.script[0].steps
    #expect(steps.map(\.ending) == [.word(.pass), .code(3), .status(503)])
    #expect(steps[2].take == .seconds(40) && steps[2].times == 2 && steps[2].moves == false)
    #expect(scenario.script[1].steps[0].changes.map(\.key.content) == ["live"])
    #expect(scenario.script[2].steps[0].people.map(\.content) == ["ann"])
    let expectation = scenario.expectation
    #expect(expectation.outcome?.content == "failed" && expectation.exit?.content == 1)
    #expect(expectation.never.map(\.content) == ["b"] && expectation.order.map(\.content) == ["a", "c"])
    #expect(expectation.within?.content == .seconds(480) && expectation.world.map(\.key.content) == ["live"])
  }

  @Test("reports every mistake, each at its place")
  func mistakes() {
    let (_, problems) = read(
      """
      worlds = 1
      [[scenario]]
      nme = "x"
      [[scenario]]
      name = "y"
      script = { a = "fial", b = [], c = 1.5, d = { code = 1, status = 7 }, e = { times = 0, take = "-1s" }, "" = "pass" }
      expect = {}
      [[scenario]]
      name = "y"
      expect = { exit = "1", within = "soon", ran = [1] }
      """)
    #expect(
      problems == """
        t.test.toml:1:1: error: unknown key `worlds` in a scenario file [runbook.unknown-key]
          1 | worlds = 1
            | ^^^^^^
             = hint: did you mean `world`?
        t.test.toml:2:1: error: a scenario needs a `name` [scenario.name]
          2 | [[scenario]]
            | ^^^^^^^^^^^^
             = hint: say what it is about: name = "the check fails"
        t.test.toml:3:1: error: unknown key `nme` in a scenario [runbook.unknown-key]
          3 | nme = "x"
            | ^^^
             = hint: did you mean `name`?
        t.test.toml:5:8: error: scenario `y` expects nothing, so it cannot fail [scenario.no-expectation]
          5 | name = "y"
            |        ^^^
             = hint: say what must come of it: expect = { outcome = "succeeded" }
        t.test.toml:6:16: error: nothing ends as `fial` [scenario.script]
          6 | script = { a = "fial", b = [], c = 1.5, d = { code = 1, status = 7 }, e = { times = 0, take = "-1s" }, "" = "pass" }
            |                ^^^^^^
             = hint: did you mean `fail`?
        t.test.toml:6:28: error: the list says nothing [scenario.script]
          6 | script = { a = "fial", b = [], c = 1.5, d = { code = 1, status = 7 }, e = { times = 0, take = "-1s" }, "" = "pass" }
            |                            ^^
             = hint: name what the node does; one that is not named succeeds in a second
        t.test.toml:6:36: error: what a node does is a word, an exit code or a table, not a float [scenario.script]
          6 | script = { a = "fial", b = [], c = 1.5, d = { code = 1, status = 7 }, e = { times = 0, take = "-1s" }, "" = "pass" }
            |                                    ^^^
             = hint: write "fail", 3, { code = 3, stdout = "…", take = "40s" }, or a list of these
        t.test.toml:6:57: error: `code` and `status` exclude each other [runbook.conflict]
          6 | script = { a = "fial", b = [], c = 1.5, d = { code = 1, status = 7 }, e = { times = 0, take = "-1s" }, "" = "pass" }
            |                                                         ^^^^^^
             = hint: keep one of them
        t.test.toml:6:66: error: there is no status 7 [scenario.script]
          6 | script = { a = "fial", b = [], c = 1.5, d = { code = 1, status = 7 }, e = { times = 0, take = "-1s" }, "" = "pass" }
            |                                                                  ^
             = hint: statuses go from 100 to 599
        t.test.toml:6:85: error: something happens at least once, not 0 times [scenario.script]
          6 | script = { a = "fial", b = [], c = 1.5, d = { code = 1, status = 7 }, e = { times = 0, take = "-1s" }, "" = "pass" }
            |                                                                                     ^
        t.test.toml:6:95: error: `take` must be a duration such as 30 or "1m30s", not `-1s` [runbook.value]
          6 | script = { a = "fial", b = [], c = 1.5, d = { code = 1, status = 7 }, e = { times = 0, take = "-1s" }, "" = "pass" }
            |                                                                                               ^^^^^
        t.test.toml:6:104: error: an empty text names no node [scenario.script]
          6 | script = { a = "fial", b = [], c = 1.5, d = { code = 1, status = 7 }, e = { times = 0, take = "-1s" }, "" = "pass" }
            |                                                                                                        ^^
             = hint: name a node by its id, or several by a pattern such as "ship/*"
        t.test.toml:9:8: error: two scenarios are called `y` [scenario.name]
          9 | name = "y"
            |        ^^^
             = hint: give one of them another name

        """ + problems.components(separatedBy: "t.test.toml:10:").dropFirst().map { "t.test.toml:10:" + $0 }.joined())
    #expect(problems.contains("`exit` must be an integer, not a string"))
    #expect(problems.contains("`within` must be a duration") && problems.contains("an item of `ran` must be a string"))
  }

  @Test(
    "says that nothing is expected, by lists of nothing too",
    arguments: ["{ ran = [] }", "{ never = [], order = [] }", "{}"])
  func nothing(expectation: String) {
    let text = "[[scenario]]\nname = \"y\"\nexpect = \(expectation)\n"
    #expect(read(text).problems.contains("error: scenario `y` expects nothing, so it cannot fail"))
  }

  @Test("says that there are none")
  func none() {
    #expect(read("").problems.hasPrefix("t.test.toml: error: the file has no scenarios [scenario.none]\n"))
    #expect(read("scenario = []\n").problems == read("").problems)
    #expect(read("[[scenario\n").problems.contains("toml."))
    #expect(read("scenario = [1]\n").problems.contains("an item of `scenario` must be a table, not an integer"))
  }
}
