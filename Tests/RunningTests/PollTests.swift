import Planning
import Running
import TestSupport
import Testing
import Values

/// Nodes that are repeated until there is a verdict (design 5.5).
@Suite("Polls")
struct PollTests {
  typealias Script = FakeWorld.Script

  private static func rehearse(
    _ poll: String, _ scripts: [String: Script], keys: String = "", kind: String = "command = \"probe\"",
    settings: String = "", more: String = "", answers: [String: Answer] = [:],
    signals: [(at: Duration, signal: RunSignal)] = [], jobs: Int = 4, hasTerminal: Bool = false
  ) -> Rehearsal {
    let text = "[runbook]\n\(settings)\n[a]\n\(kind)\n\(keys)\npoll = { \(poll) }\n\(more)"
    let (plan, diagnostics) = Reading.plan(text)
    #expect(!diagnostics.hasErrors, "\(Reading.problems(text))")
    var options = RunOptions(jobs: jobs)
    options.hasTerminal = hasTerminal
    return Rehearsal.run(plan, scripts: scripts, answers: answers, signals: signals, options: options)
  }

  /// A script for each sample, by a letter: `p` passes, `f` fails, `u` could not be run; the last one goes on for ever.
  private static func scripts(_ samples: String) -> [String: Script] {
    var scripts: [String: Script] = [:]
    for (index, letter) in samples.enumerated() {
      let script = Script(letter == "p" ? .exited(0) : letter == "f" ? .exited(1) : .couldNotStart("gone"))
      scripts["a@\(index + 1)"] = script
      scripts["a"] = script
    }
    return scripts
  }

  /// What was recorded of the samples: `p f u`.
  private static func samples(_ rehearsal: Rehearsal) -> String {
    rehearsal.events.compactMap { event in
      if case .sampled(let sample) = event { String(sample.verdict.rawValue.prefix(1)) } else { nil }
    }.joined()
  }

  /// What a poll makes of samples: how many are taken, how the node ends, and after how long in milliseconds.
  static let verdicts: [(poll: String, given: String, taken: String, status: NodeStatus, message: String)] = [
    // A target: a failure means "not yet", until the time is up.
    ("", "p", "p", .succeeded, ""),
    ("", "fffp", "fffp", .succeeded, ""),
    ("", "uffup", "uffup", .succeeded, ""),
    ("timeout = 25", "f", "fff", .failed, "no verdict within 25s; the last sample: exit 1"),
    ("min_pass = 3", "ppfppfppp", "ppfppfppp", .succeeded, ""),
    ("min_pass = 2", "pupp", "pupp", .succeeded, ""),
    (
      "min_pass = 3, timeout = 32", "ffpp", "ffp", .failed,
      "no verdict within 32s; the last sample: only 1 of 3 passed in a row"
    ),
    // Unless the runbook says how many of them may be.
    ("fail_limit = 0", "fp", "f", .failed, "exit 1"),
    ("fail_limit = 2", "fpf", "fp", .succeeded, ""),
    ("fail_limit = 2, min_pass = 2", "fpfpf", "fpfpf", .failed, "3 samples failed, 2 may; the last: exit 1"),
    // Silence is no success, and not for ever.
    ("", "uuuup", "uuuup", .succeeded, ""),
    ("", "uuuuup", "uuuuu", .failed, "nobody could tell, 5 times in a row: could not be started: gone"),
    ("", "uuuufuuuup", "uuuufuuuup", .succeeded, ""),
    ("unknown_limit = 0", "u", "u", .failed, "nobody could tell: could not be started: gone"),
    ("timeout = 15", "fu", "fu", .failed, "no verdict within 15s; the last sample: could not be started: gone"),
    // What an observer says is certain.
    ("of = \"observer\"", "f", "f", .failed, "exit 1"),
    ("of = \"observer\"", "uup", "uup", .succeeded, ""),
    ("of = \"observer\", fail_limit = 1, min_pass = 3", "pfpppf", "pfppp", .succeeded, ""),
    (
      "of = \"observer\", fail_limit = 1, min_pass = 3", "pfppf", "pfppf", .failed,
      "2 samples failed, 1 may; the last: exit 1"
    ),
  ]

  @Test("come to a verdict", arguments: verdicts)
  func verdict(poll: String, given: String, taken: String, status: NodeStatus, message: String) {
    let rehearsal = Self.rehearse(poll, Self.scripts(given))
    #expect(Self.samples(rehearsal) == taken)
    #expect(rehearsal.statuses["a"] == status)
    #expect(rehearsal.reasons["a"]?.message ?? "" == message)
    #expect(rehearsal.started.count == taken.count)
  }

  static let endings: [(kind: String, poll: String, ending: ActionResult.Ending, verdict: String)] = [
    ("command = \"x\"", "", .exited(0), "p"), ("command = \"x\"", "", .exited(1), "f"),
    ("command = \"x\"", "", .exited(3), "f"), ("command = \"x\"", "", .exited(75), "u"),
    ("command = \"x\"", "", .exited(126), "u"), ("command = \"x\"", "", .exited(127), "u"),
    ("command = \"x\"", "", .killed(signal: 9), "u"), ("command = \"x\"", "", .couldNotStart("x"), "u"),
    ("command = \"x\"\nsuccess_codes = [0, 75]", "", .exited(75), "p"),
    ("command = \"x\"\nparse = \"json\"", "", .exited(0), "u"),
    ("command = \"x\"\nparse = \"json\"", "", .exited(1), "f"),
    ("command = \"x\"", "of = \"observer\"", .exited(0), "p"),
    ("command = \"x\"", "of = \"observer\"", .exited(1), "f"),
    ("command = \"x\"", "of = \"observer\"", .exited(2), "u"),
    ("command = \"x\"", "of = \"observer\", fail_codes = [2]", .exited(2), "f"),
    ("command = \"x\"", "of = \"observer\", fail_codes = [2]", .exited(1), "u"),
    ("command = \"x\"", "of = \"observer\", pass_codes = [1], fail_codes = [0]", .exited(1), "p"),
    ("command = \"x\"\nsuccess_codes = [4]", "of = \"observer\"", .exited(4), "p"),
    ("url = \"http://x\"", "", .answered(status: 204), "p"), ("url = \"http://x\"", "", .answered(status: 503), "f"),
    ("url = \"http://x\"\nexpect_status = 301", "", .answered(status: 301), "p"),
    ("url = \"http://x\"", "", .requestFailed(RequestFailure(.refused)), "f"),
    ("url = \"http://x\"", "", .requestFailed(RequestFailure(.dns)), "u"),
    ("url = \"http://x\"", "", .answerTooLarge(limit: 5), "u"),
    // An observer that says nothing has seen nothing.
    ("url = \"http://x\"", "of = \"observer\"", .answered(status: 200), "u"),
    ("url = \"http://x\"\nmethod = \"HEAD\"", "of = \"observer\"", .answered(status: 200), "p"),
    ("url = \"http://x\"", "", .requestFailed(RequestFailure(.socket)), "f"),
    ("url = \"http://x\"", "", .requestFailed(RequestFailure(.proxyConnection)), "u"),
    ("url = \"http://x\"", "of = \"observer\"", .answered(status: 404), "u"),
    ("url = \"http://x\"", "of = \"observer\"", .requestFailed(RequestFailure(.refused)), "u"),
  ]

  @Test("read the end of a sample by whom it asked", arguments: endings)
  func ending(kind: String, poll: String, ending: ActionResult.Ending, verdict: String) {
    let limits = "unknown_limit = 0, fail_limit = 0"
    let rehearsal = Self.rehearse(poll.isEmpty ? limits : limits + ", " + poll, ["a": Script(ending)], kind: kind)
    #expect(Self.samples(rehearsal) == verdict)
  }

  /// Expressions about what was printed and the exit code.
  static let expressions: [(poll: String, printed: String, code: Int, verdict: String)] = [
    ("until = \"result.json.ready\"", "{\"ready\":true}", 0, "p"),
    ("until = \"result.json.ready\"", "{\"ready\":false}", 0, "f"),
    ("until = \"result.json.ready\"", "<html>", 0, "u"), ("until = \"result.json.ready\"", "<html>", 3, "f"),
    ("until = \"result.exit_code == 3\"", "", 3, "p"), ("until = \"result.exit_code == 3\"", "", 0, "f"),
    ("fail_if = \"'error' in result.stdout\"", "an error", 0, "f"),
    ("fail_if = \"'error' in result.stdout\"", "fine", 0, "p"),
    ("fail_if = \"'error' in result.stdout\"", "fine", 1, "f"),
    ("until = \"result.stdout == 'done'\", fail_if = \"result.stdout == 'bad'\"", "done", 0, "p"),
    ("until = \"result.stdout == 'done'\", fail_if = \"result.stdout == 'bad'\"", "bad", 0, "f"),
    ("of = \"observer\", until = \"result.stdout | float < 0.5\"", "0.1", 0, "p"),
    ("of = \"observer\", until = \"result.stdout | float < 0.5\"", "0.9", 0, "f"),
    ("of = \"observer\", until = \"result.stdout | float < 0.5\"", "", 0, "u"),
    ("of = \"observer\", until = \"result.stdout | float < 0.5\"", "NaN", 0, "u"),
    ("of = \"observer\", until = \"result.json.v | float < 0.5\"", "{\"v\":\"NaN\"}", 0, "u"),
    ("of = \"observer\", until = \"result.json.v < 0.5\"", "{\"v\":null}", 0, "u"),
    ("of = \"observer\", until = \"result.json.v < 0.5\"", "{}", 0, "u"),
    ("of = \"observer\", until = \"result.json.v < 0.5\"", "{\"v\":0.1}", 2, "u"),
  ]

  @Test("ask about the answer where there is one", arguments: expressions)
  func expression(poll: String, printed: String, code: Int, verdict: String) {
    let script = Script(.exited(code), stdout: printed)
    let rehearsal = Self.rehearse("unknown_limit = 0, timeout = 5, \(poll)", ["a": script])
    #expect(Self.samples(rehearsal) == verdict)
  }

  @Test("with `until` and `fail_if`: what is neither goes on, whatever `fail_limit` says")
  func neither() {
    let poll = "until = \"result.stdout == 'done'\", fail_if = \"result.stdout == 'bad'\", fail_limit = 1"
    let states = ["wait", "bad", "wait", "wait", "wait", "done"]
    var scripts = Dictionary(uniqueKeysWithValues: states.enumerated().map { ("a@\($0 + 1)", Script(stdout: $1)) })
    #expect(Self.rehearse(poll, scripts).summary == "a succeeded")
    scripts["a@5"] = Script(stdout: "bad")
    let failed = Self.rehearse(poll, scripts)
    #expect(Self.samples(failed) == "fffff")
    #expect(failed.reasons["a"]?.message == "2 samples failed, 1 may; the last: this holds: result.stdout == 'bad'")
  }

  static let waits: [(poll: String, milliseconds: Int)] = [
    ("", 4000 + 3 * 10_000), ("every = 2", 4000 + 3 * 2000), ("every = \"2m\"", 4000 + 3 * 120_000),
    ("every = 2, backoff = \"linear\"", 4000 + 2000 + 4000 + 6000),
    ("every = 30, backoff = \"exponential\"", 4000 + 30_000 + 60_000 + 60_000),
    ("every = 2, backoff = \"exponential\", max_every = 3", 4000 + 2000 + 3000 + 3000),
  ]

  @Test("wait between samples as they say", arguments: waits)
  func wait(poll: String, milliseconds: Int) {
    let rehearsal = Self.rehearse(poll.isEmpty ? "timeout = \"1h\"" : poll + ", timeout = \"1h\"", Self.scripts("fffp"))
    #expect(rehearsal.finish.duration == .milliseconds(milliseconds))
  }

  @Test("vary each wait by a tenth, the same for the same seed")
  func jitter() {
    let first = Self.rehearse("jitter = true, every = 100, timeout = \"1h\"", Self.scripts("ffffp"))
    let second = Self.rehearse("jitter = true, every = 100, timeout = \"1h\"", Self.scripts("ffffp"))
    #expect(first.finish.duration == second.finish.duration)
    #expect(first.finish.duration != .seconds(405))
    #expect((Duration.seconds(365)...(.seconds(445))).contains(first.finish.duration))
  }

  @Test("for hours end in no time, twice in the same way")
  func hours() {
    let poll = "every = \"30s\", timeout = \"12h\", jitter = true"
    let scripts = ["a": Script(.exited(1)), "a@1200": Script()]
    let first = Self.rehearse(poll, scripts)
    #expect(first.summary == "a succeeded")
    #expect(first.started.count == 1200)
    #expect(first.finish.duration > .seconds(9 * 3600))
    #expect(first.events.map { "\($0)" } == Self.rehearse(poll, scripts).events.map { "\($0)" })
  }

  // MARK: - Times

  @Test("bound each sample by the node's timeout: no answer from a target is a bad one, from an observer none")
  func sampleTimeout() {
    let target = Self.rehearse("", ["a": .endless(), "a@3": Script()], keys: "timeout = 2")
    #expect(Self.samples(target) == "ffp")
    #expect(target.finish.duration == .milliseconds(2 * 2001 + 20_000 + 1000))
    let observer = Self.rehearse("of = \"observer\"", ["a": .endless(), "a@3": Script()], keys: "timeout = 2")
    #expect(Self.samples(observer) == "uup")
  }

  @Test("end the sample at hand when the time for a verdict is up")
  func wholeTimeout() {
    let rehearsal = Self.rehearse("timeout = 15", ["a": .endless(), "a@1": Script(.exited(1))])
    #expect(rehearsal.finish.duration == .milliseconds(15_001))
    #expect(rehearsal.reasons["a"]?.message == "no verdict within 15s; the last sample: timed out after 15s")
    let stubborn = Self.rehearse("timeout = 15", ["a": .endless(heedsSignals: false)])
    #expect(stubborn.finish.duration == .milliseconds(25_001))
    let silent = Self.rehearse("timeout = 15, of = \"observer\"", ["a": .endless()])
    #expect(silent.reasons["a"]?.message == "no verdict within 15s; the last sample: timed out after 15s")
  }

  // MARK: - Beside others

  @Test("give their place to others between samples, unless one runs at a time")
  func places() {
    let other = "[b]\ncommand = \"x\"\ndepends_on = []\n"
    let parallel = Self.rehearse("", Self.scripts("fp"), more: other, jobs: 1)
    #expect(parallel.started == ["a", "b", "a"])
    let sequential = Self.rehearse("", Self.scripts("fp"), settings: "mode = \"sequential\"", more: other)
    #expect(sequential.started == ["a", "a", "b"])
    let late = Self.rehearse(
      "timeout = 15", Self.scripts("f"), settings: "mode = \"sequential\"\non_failure = \"continue\"", more: other)
    #expect(late.started == ["a", "a", "b"])
  }

  @Test("hold their locks and pools all the while")
  func holdings() {
    let other = "[b]\ncommand = \"x\"\ndepends_on = []\n"
    let pool = Self.rehearse(
      "", Self.scripts("fp"), keys: "pool = \"p\"", settings: "pools = { p = 1 }", more: other + "pool = \"p\"\n")
    #expect(pool.started == ["a", "a", "b"])
    let lock = Self.rehearse("", Self.scripts("fp"), keys: "lock = \"l\"", more: other + "lock = \"l\"\n")
    #expect(lock.started == ["a", "a", "b"])
  }

  @Test("are tried again as a whole by `retry`")
  func retry() {
    let rehearsal = Self.rehearse(
      "fail_limit = 1", Self.scripts("fffpp"), keys: "retry = { attempts = 2, delay = 100, jitter = false }")
    #expect(Self.samples(rehearsal) == "fffp")
    #expect(rehearsal.summary == "a succeeded")
    #expect(rehearsal.finish.duration == .seconds(4 + 10 + 60 + 10))
    let numbers = rehearsal.events.compactMap { event in
      if case .sampled(let sample) = event { "\(sample.attempt).\(sample.number)" } else { nil }
    }
    #expect(numbers == ["1.1", "1.2", "2.1", "2.2"])
  }

  @Test("end with a signal, between samples and in one")
  func signals() {
    let between = Self.rehearse("", Self.scripts("f"), signals: [(.seconds(5), .interrupt)])
    #expect(between.summary == "a cancelled")
    #expect(between.finish.duration == .seconds(5))
    let within = Self.rehearse("", ["a": .endless()], signals: [(.seconds(5), .interrupt)])
    #expect(within.summary == "a cancelled")
    #expect(within.finish.duration == .milliseconds(5001))
  }

  @Test("give their node the outputs of the sample that passed")
  func outputs() {
    let rehearsal = Self.rehearse(
      "", ["a@1": Script(.exited(1), stdout: "no"), "a@2": Script(stdout: "v2")],
      keys: "outputs = { version = \"{{ result.stdout }}\" }",
      settings: "outputs = { version = \"{{ nodes.a.outputs.version }}\" }")
    #expect(rehearsal.finish.outputs["version"]?.string == "v2")
  }

  // MARK: - Nobody can tell

  @Test("with on_unknown = \"halt\" end the run as it stands: nothing starts, nothing is undone")
  func halt() {
    let more = """
      [b]
      command = "x"
      [undo]
      command = "x"
      when = "has_failed('a')"
      [end]
      command = "x"
      when = "always()"
      """
    let rehearsal = Self.rehearse(
      "on_unknown = \"halt\", unknown_limit = 0", Self.scripts("fu"), keys: "rollback = \"back\"\nretry = 3", more: more
    )
    #expect(rehearsal.summary == "a failed, b blocked, end blocked, undo blocked")
    #expect(rehearsal.started == ["a", "a"])
    #expect(rehearsal.finish.status == .halted)
    #expect(rehearsal.finish.cause == 0)
    #expect(rehearsal.finish.commandsLeft == ["back"])
    #expect(rehearsal.reasons["end"]?.message == "the run was halted at a")
    let failed = Self.rehearse("on_unknown = \"halt\", fail_limit = 0", Self.scripts("f"), more: more)
    #expect(failed.finish.status == .failed)
  }

  @Test("that halt stay halted whatever else happens")
  func haltAndMore() {
    let other = "[b]\ncommand = \"x\"\ndepends_on = []\nrollback = \"back\"\n"
    let poll = "on_unknown = \"halt\", unknown_limit = 0"
    let late = Self.rehearse(
      poll, Self.scripts("u").merging(["b": Script(.exited(1), after: .seconds(9))]) { $1 }, more: other)
    #expect(late.finish.status == .halted)
    #expect(late.started == ["a", "b"])
    let early = Self.rehearse(
      poll, ["a": Script(.couldNotStart("gone"), after: .seconds(9)), "b": Script(.exited(1))], more: other)
    #expect(early.finish.status == .halted)
    #expect(early.finish.cause == 1)
    let signalled = Self.rehearse(
      poll, Self.scripts("u").merging(["b": .endless()]) { $1 }, more: other, signals: [(.seconds(5), .terminate)])
    #expect(signalled.finish.status == .halted)
    #expect(signalled.summary == "a failed, b cancelled")
  }

  @Test("that halt do so for the whole run, also from inside a nested runbook")
  func haltInside() {
    let inner = """
      [prepare]
      command = "x"
      rollback = "tidy"
      [probe]
      command = "x"
      poll = { on_unknown = "halt", unknown_limit = 0 }
      """
    let outer = """
      [first]
      command = "x"
      rollback = "back"
      [inner]
      runbook = "inner.toml"
      retry = { attempts = 3, delay = 1 }
      [after]
      command = "x"
      [other]
      command = "x"
      depends_on = []
      retry = { attempts = 3, delay = 60 }
      """
    let plan = Reading.plan(outer, files: ["inner.toml": inner]).plan
    let rehearsal = Rehearsal.run(
      plan, scripts: ["inner/probe": Script(.couldNotStart("gone")), "other": Script(.exited(1))])
    #expect(rehearsal.finish.status == .halted)
    #expect(rehearsal.started == ["first", "other", "inner/prepare", "inner/probe"])
    #expect(rehearsal.statuses["other"] == .cancelled)
    #expect(rehearsal.reasons["other"]?.message == "the run was halted at inner/probe")
    #expect(rehearsal.statuses["after"] == .blocked)
    #expect(rehearsal.finish.undone.isEmpty)
    #expect(rehearsal.finish.commandsLeft.contains("back"))
  }

  @Test("with on_unknown = \"approve\" ask a person, also after a pause")
  func approve() {
    let poll = "on_unknown = \"approve\", unknown_limit = 0"
    let approved = Self.rehearse(
      poll, Self.scripts("u"), more: "[b]\ncommand = \"x\"\n", answers: ["a": .approved(fields: [:])], hasTerminal: true
    )
    #expect(approved.summary == "a succeeded, b succeeded")
    let rejected = Self.rehearse(
      poll, Self.scripts("u"), keys: "retry = 3", answers: ["a": .rejected], hasTerminal: true)
    #expect(rejected.reasons["a"] == .rejected(by: "tester"))
    #expect(rejected.started == ["a"])
    let late = Self.rehearse(
      "on_unknown = \"approve\", timeout = 15", Self.scripts("pu".replacing("p", with: "u")),
      settings: "mode = \"sequential\"", more: "[b]\ncommand = \"x\"\n", answers: ["a": .approved(fields: [:])],
      hasTerminal: true)
    #expect(late.summary == "a succeeded, b succeeded")
    #expect(late.finish.duration == .seconds(17))
    let alone = Self.rehearse(poll, Self.scripts("u"))
    #expect(alone.finish.status == .waiting)
    let cancelled = Self.rehearse(poll, Self.scripts("u"), signals: [(.seconds(5), .interrupt)], hasTerminal: true)
    #expect(cancelled.summary == "a cancelled")
  }

  @Test("do not ask a person about a failure")
  func noQuestion() {
    let failed = Self.rehearse("on_unknown = \"approve\", fail_limit = 0", Self.scripts("f"), hasTerminal: true)
    #expect(failed.summary == "a failed")
  }
}
