import Planning
import TestSupport
import Testing
import Values

/// What is known of polls before anything runs.
@Suite("Polls of a plan")
struct PollPlanTests {
  private static func problems(_ poll: String, _ keys: String = "") -> String {
    let kind = keys.contains("url") || keys.contains("function") ? "" : "command = \"x\"\n"
    return Reading.problems("[a]\n\(kind)\(keys)\npoll = \(poll)\n")
      .split(separator: "\n").filter { $0.contains("error:") || $0.contains("warning:") }
      .map { $0.split(separator: ":", maxSplits: 3).last.map(String.init) ?? "" }.joined(separator: "\n")
  }

  @Test("have their defaults filled in, in JSON too")
  func defaults() throws {
    let plan = Reading.plan("[a]\ncommand = \"x\"\npoll = {}\n").plan
    let poll = try #require(plan.nodes[0].poll)
    #expect(poll.every == .seconds(10))
    #expect(poll.timeout == .seconds(300))
    #expect(poll.maximumEvery == .seconds(60))
    #expect(poll.unknownLimit == 4)
    #expect(poll.failCodes == [1])
    var stream = JSONStream()
    PlanEncoder(plan).encodeNode(0, to: &stream)
    #expect(
      String(decoding: stream.bytes, as: UTF8.self).contains(
        #""poll":{"every":"10s","timeout":"5m","unknown_limit":4,"on_unknown":"fail"}"#))
  }

  @Test("are written out in JSON")
  func json() {
    let poll = """
      { until = "result.stdout == 'x'", fail_if = "{{ result.exit_code == 3 }}", every = "{{ W }}", timeout = "1h", of = "observer",
        min_pass = 3, fail_limit = 1, backoff = "linear", max_every = 30, jitter = true, on_unknown = "halt", pass_codes = [0, 2] }
      """
    var stream = JSONStream()
    PlanEncoder(Reading.plan("[variables]\nW = \"5s\"\n[a]\ncommand = \"x\"\npoll = \(poll)\n").plan)
      .encodeNode(0, to: &stream)
    #expect(
      String(decoding: stream.bytes, as: UTF8.self).contains(
        #""poll":{"until":"result.stdout == 'x'","fail_if":"{{ result.exit_code == 3 }}","every":"5s","backoff":"linear","#
          + #""max_every":"30s","jitter":true,"timeout":"1h","min_pass":3,"fail_limit":1,"unknown_limit":4,"#
          + #""on_unknown":"halt","of":"observer","pass_codes":[0,2],"fail_codes":[1]}"#))
  }

  static let refused: [(poll: String, keys: String, message: String)] = [
    ("{ min_pass = 0 }", "", "`min_pass` must be at least 1, not `0`"),
    ("{ fail_limit = -1 }", "", "`fail_limit` must be at least 0, not `-1`"),
    ("{ unknown_limit = -1 }", "", "`unknown_limit` must be at least 0, not `-1`"),
    ("{ every = 0 }", "", "`every` must be more than nothing"),
    ("{ timeout = \"0s\" }", "", "`timeout` must be more than nothing"),
    ("{ every = \"soon\" }", "", "`every` must be a duration such as 30 or \"1m30s\", not `soon`"),
    ("{ every = -1 }", "", "`every` must be a duration such as 30 or \"1m30s\", not `-1`"),
    ("{ min_pass = \"{{ 1 - 1 }}\" }", "", "`min_pass` must be at least 1, not `0`"),
    ("{ every = \"{{ 0 }}\" }", "", "`every` must be more than nothing, not `0s`"),
    ("{ evry = 1 }", "", "unknown key `evry` in `poll`"),
    ("{ of = \"me\" }", "", "`of` must be one of \"target\", \"observer\", not `me`"),
    ("{ on_unknown = \"go\" }", "", "`on_unknown` must be one of \"fail\", \"approve\", \"halt\", not `go`"),
    ("{ max_every = 5 }", "", "`max_every` must be at least `every`, 10s, not `5s`"),
    ("{ min_pass = 40 }", "", "40 samples that pass in a row do not fit into the 5m of the poll's `timeout`"),
    (
      "{ min_pass = 4, every = 10, timeout = 60, backoff = \"exponential\" }", "",
      "4 samples that pass in a row do not fit into the 1m of the poll's `timeout`"
    ),
    ("{ fail_codes = [2] }", "", "`fail_codes` are exit codes of an observer, and none is asked here"),
    (
      "{ of = \"observer\", fail_codes = [2] }", "url = \"http://x\"",
      "`fail_codes` are exit codes of an observer, and none is asked here"
    ),
    ("{ of = \"observer\", pass_codes = [1], fail_codes = [1, 2] }", "", "exit code 1 cannot mean yes and no"),
    (
      "{ of = \"observer\", pass_codes = [0] }", "success_codes = [0]",
      "`pass_codes` and `success_codes` exclude each other"
    ),
    ("{ of = \"observer\", fail_codes = [] }", "", "`fail_codes` must not be empty"),
    ("{ every = \"{{ nodes.a.stdout }}\" }", "", "`every` must be known before the run"),
    ("{ until = \"result.exitcode == 0\" }", "", "`result` has no `exitcode`"),
    ("{ until = \"resul.json\" }", "", "`resul` is not defined"),
    ("{}", "function = \"noop\"", "key `poll` does not belong to a Function node"),
    ("{}", "interactive = true", "`interactive` and `poll` exclude each other"),
    ("{}", "url = \"http://x\"\nmethod = \"POST\"", "a POST that is sent twice may be done twice"),
    ("3", "", "`poll` must be a table, not an integer"),
  ]

  @Test("refuse what they cannot mean", arguments: refused)
  func refusal(poll: String, keys: String, message: String) {
    #expect(Self.problems(poll, keys).contains(message), "\(Self.problems(poll, keys))")
  }

  @Test("are no part of a rollback, and neither are other keys that are about the node")
  func rollback() {
    for key in ["poll = {}", "unless = \"y\""] {
      let problems = Reading.problems("[a]\ncommand = \"x\"\nrollback = { command = \"y\", \(key) }\n")
      #expect(problems.contains("error: unknown key"), "\(problems)")
    }
  }

  @Test("with values that are not known yet are not found wrong")
  func unknown() {
    let text =
      "[variables]\nW = { required = true }\n[a]\ncommand = \"x\"\npoll = { min_pass = 40, timeout = \"{{ W }}\" }\n"
    #expect(Reading.problems(text) == "")
  }
}
