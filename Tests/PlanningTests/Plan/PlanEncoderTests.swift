import TestSupport
import Testing
import Values

@testable import Planning

/// The JSON form of a plan, which is printed, recorded and digested.
@Suite("A plan as JSON")
struct PlanEncoderTests {
  private static func json(_ text: String, variables: [String: String] = [:]) -> String {
    let (plan, diagnostics) = Reading.plan(text, variables: variables)
    #expect(!diagnostics.hasErrors)
    var stream = JSONStream()
    PlanEncoder(plan).encode(to: &stream)
    return String(decoding: stream.bytes, as: UTF8.self)
  }

  @Test("of a small runbook has its nodes and what they depend on")
  func small() {
    let text = """
      [variables]
      APP = "shop"
      [build]
      command = "make {{ APP }}"
      [deploy]
      command = ["deploy", "{{ APP }}", "{{ nodes.build.stdout }}"]
      timeout = "90s"
      [undo]
      command = "undo"
      when = "has_failed('deploy')"
      """
    #expect(
      Self.json(text) == """
        {"format":1,"title":"deploy","variables":{"APP":"shop"},"nodes":[\
        {"id":"build","type":"Command","command":"make 'shop'"},\
        {"id":"deploy","type":"Command","depends_on":["build"],"timeout":"1m30s",\
        "command":["deploy","shop",{"template":"{{ nodes.build.stdout }}"}]},\
        {"id":"undo","type":"Command","depends_on":["deploy"],"handler":true,"when":"has_failed('deploy')",\
        "command":"undo"}]}
        """)
  }

  @Test("has every setting")
  func settings() {
    let text = """
      [runbook]
      title = "T {{ APP }}"
      description = "D"
      version = "1.2"
      author = "A"
      created_at = 2026-11-21T09:30:00Z
      mode = "sequential"
      jobs = 3
      on_failure = "continue"
      env = { A = "1", B = "${HOME}/x" }
      working_dir = "/srv"
      [variables]
      APP = "shop"
      N = 1
      F = 1.0
      L = ["a", true]
      """
    #expect(
      Self.json(text + "\n[a]\nfunction = \"noop\"") == """
        {"format":1,"title":"T shop","description":"D","version":"1.2","author":"A",\
        "created_at":"2026-11-21T09:30:00Z","mode":"sequential","jobs":3,"on_failure":"continue",\
        "env":{"A":"1","B":{"template":"${HOME}/x"}},"working_dir":"/srv",\
        "variables":{"APP":"shop","N":1,"F":1.0,"L":["a",true]},\
        "nodes":[{"id":"a","type":"Function","function":"noop"}]}
        """)
  }

  static let nodes: [(keys: String, json: String)] = [
    ("function = \"noop\"", #"{"id":"b","type":"Function","depends_on":["a"],"function":"noop"}"#),
    (
      "function = \"log\"\nparams = { message = \"hi\" }",
      #"{"id":"b","type":"Function","depends_on":["a"],"function":"log","params":{"message":"hi"}}"#
    ),
    ("function = \"throw\"", #"{"id":"b","type":"Function","depends_on":["a"],"function":"fail"}"#),
    ("prompt = \"Go?\"", #"{"id":"b","type":"Manual","depends_on":["a"],"prompt":"Go?"}"#),
    (
      "url = \"http://x\"",
      #"{"id":"b","type":"HTTP","depends_on":["a"],"url":"http://x","expect_status":["2xx"]}"#
    ),
    (
      "url = \"http://x\"\nmethod = \"PUT\"\nheaders = { A = \"1\" }\nquery = { q = 2 }\nbody = \"b\"\nexpect_status = [200, \"3xx\"]",
      #"{"id":"b","type":"HTTP","depends_on":["a"],"url":"http://x","method":"PUT","headers":{"A":"1"},"query":{"q":2},"body":"b","expect_status":["200","3xx"]}"#
    ),
    (
      "url = \"http://x\"\njson = { a = [1, { b = \"{{ run.id }}\" }] }",
      #"{"id":"b","type":"HTTP","depends_on":["a"],"url":"http://x","json":{"a":[1,{"b":{"template":"{{ run.id }}"}}]},"expect_status":["2xx"]}"#
    ),
    (
      "function = \"noop\"\nname = \"N\"\ndescription = \"D\"\ntags = [\"x\", \"y\"]\nskip = true\ncritical = true",
      #"{"id":"b","type":"Function","name":"N","description":"D","tags":["x","y"],"depends_on":["a"],"skip":true,"critical":true,"function":"noop"}"#
    ),
    (
      "function = \"noop\"\nallow_failure = true\ntimeout = 1.5\nenv = { E = \"1\" }\nworking_dir = \"w\"\nrollback = \"u\"",
      #"{"id":"b","type":"Function","depends_on":["a"],"allow_failure":true,"timeout":"1.5s","env":{"E":"1"},"working_dir":"w","function":"noop","rollback":{"command":"u"}}"#
    ),
    (
      "command = \"x\"\nshell = \"bash\"\nstdin = \"in\"\ninteractive = true\nparse = \"json\"\ncapture_limit = 10\nsuccess_codes = [0, 3]",
      #"{"id":"b","type":"Command","depends_on":["a"],"command":"x","shell":["bash","-euo","pipefail","-c"],"stdin":"in","interactive":true,"parse":"json","capture_limit":10,"success_codes":[0,3]}"#
    ),
    (
      "function = \"noop\"\ndepends_on = [\"a:success\", \"a:failure\"]\njoin = \"any\"",
      #"{"id":"b","type":"Function","depends_on":["a:success","a:failure"],"handler":true,"function":"noop"}"#
    ),
    (
      "function = \"noop\"\ndepends_on = [\"a:success\", \"a:done\"]\njoin = \"all\"",
      #"{"id":"b","type":"Function","depends_on":["a:success","a:done"],"join":2,"function":"noop"}"#
    ),
    (
      "function = \"noop\"\nwhen = \"always()\"",
      #"{"id":"b","type":"Function","handler":true,"at_end":true,"when":"always()","function":"noop"}"#
    ),
    (
      "function = \"noop\"\ndepends_on = []\nname = \"{{ nodes.a.stdout }}\"\nwhen = \"{{ has_run('a') }}\"",
      #"{"id":"b","type":"Function","name":{"template":"{{ nodes.a.stdout }}"},"reads":["a"],"when":"{{ has_run('a') }}","function":"noop"}"#
    ),
    (
      "function = \"noop\"\ndepends_on = []\nwhen = \"{{ has_run('a') }}\"",
      #"{"id":"b","type":"Function","waits_for":["a"],"when":"{{ has_run('a') }}","function":"noop"}"#
    ),
  ]

  @Test("has every key of a node", arguments: nodes)
  func node(keys: String, json: String) {
    let (plan, diagnostics) = Reading.plan("[a]\ncommand = \"x\"\n[b]\n\(keys)\n")
    #expect(!diagnostics.hasErrors)
    var stream = JSONStream()
    PlanEncoder(plan).encodeNode(1, to: &stream)
    #expect(String(decoding: stream.bytes, as: UTF8.self) == json)
  }

  @Test("keeps hostile texts as they are", arguments: HostileValues.known)
  func hostile(value: String) throws {
    let plan = Reading.plan("[variables]\nV = \"\"\n[a]\ncommand = [\"echo\", \"{{ V }}\"]", variables: ["V": value])
      .plan
    var stream = JSONStream()
    PlanEncoder(plan).encode(to: &stream)
    let map = try #require(JSONReader.read(stream.bytes).map)
    #expect(map["variables"]?.map?["V"] == .string(value))
    #expect(map["nodes"]?.list?.first?.map?["command"] == .list([.string("echo"), .string(value)]))
  }
}
