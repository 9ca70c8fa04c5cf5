import Running
import TestSupport
import Testing

@Suite("Actions")
struct ActionTests {
  private func action(_ runbook: String, _ variables: [String: String] = [:]) -> Action? {
    let (plan, diagnostics) = Reading.plan(runbook, variables: variables)
    #expect(!diagnostics.hasErrors)
    for case .start(_, _, _, let action) in Rehearsal.run(plan, environment: ["TOKEN": "t0k"]).effects { return action }
    return nil
  }

  private func process(_ runbook: String, _ variables: [String: String] = [:]) -> ProcessAction? {
    if case .process(let process)? = action(runbook, variables) { process } else { nil }
  }

  private func request(_ runbook: String) -> RequestAction? {
    if case .request(let request)? = action(runbook) { request } else { nil }
  }

  @Test("a list is a program with its arguments, no shell sees it")
  func words() {
    let program = process("[variables]\nV = \"a b; c\"\n[a]\ncommand = [\"run\", \"{{ V }}\", \"-x={{V}}\"]")?.program
    #expect(program == .words(["run", "a b; c", "-x=a b; c"]))
  }

  @Test("plain text may go without the shell")
  func simple() {
    #expect(
      process("[variables]\nV = \"a b\"\n[a]\ncommand = \"run --name={{V}}\"")?.program
        == .simple(words: ["run", "--name=a b"], arguments: ["sh", "-c"], text: "run --name='a b'"))
  }

  @Test("text with shell syntax is the shell's", arguments: ["run | tee x", "cd x", "A=1 run", "run *.c", "run $HOME"])
  func shell(text: String) {
    #expect(process("[a]\ncommand = \"\(text)\"")?.program == .shell(arguments: ["sh", "-c"], text: text))
  }

  @Test("bash is strict, other shells are used as they are")
  func shells() {
    #expect(
      process("[a]\ncommand = \"a | b\"\nshell = \"bash\"")?.program
        == .shell(arguments: ["bash", "-euo", "pipefail", "-c"], text: "a | b"))
    #expect(
      process("[runbook]\nshell = [\"ssh\", \"host\"]\n[a]\ncommand = \"true\"")?.program
        == .shell(arguments: ["ssh", "host"], text: "true"))
  }

  @Test(
    "folders begin at the runbook's",
    arguments: [("sub", "/srv/here/sub"), ("/tmp", "/tmp"), ("../x", "/srv/here/../x")])
  func folder(written: String, absolute: String) {
    #expect(process("[a]\ncommand = \"true\"\nworking_dir = \"\(written)\"")?.workingDirectory == absolute)
  }

  @Test("a node's environment is the runbook's and its own, and tells where it runs")
  func environment() {
    let process = process(
      "[runbook]\nenv = { A = \"1\", B = \"${TOKEN}\" }\n[a]\ncommand = \"true\"\nenv = { A = \"2\", C = 3 }")
    let entries = process?.environment.map { "\($0.name)=\($0.value)" } ?? []
    #expect(entries.prefix(6) == ["A=1", "B=t0k", "A=2", "C=3", "PYFLOW_NODE=a", "PYFLOW_ATTEMPT=1"])
    #expect(entries.count == 8)
    // printf '01TEST00000000000000000000\0a\0\0\061' | sha256sum
    #expect(entries[6] == "PYFLOW_IDEMPOTENCY_KEY=427d095475e5bb43ef6169f9b71bcf19c90aadfdf1ae79e6bd295cd923c4a463")
    #expect(entries[7].hasPrefix("TRACEPARENT=00-") && entries[7].hasSuffix("-01"))
  }

  @Test("input is given as it is")
  func input() {
    let process = process("[a]\ncommand = \"cat\"\nstdin = \"${TOKEN} $(x)\"\ncapture_limit = 5")
    #expect(process?.standardInput == Array("${TOKEN} $(x)".utf8))
    #expect(process?.captureLimit == 5)
  }

  @Test("a request has its parts")
  func parts() {
    let request = request(
      """
      [a]
      url = "http://localhost/x?y=1#top"
      query = { q = "a b&c", n = [1, 2] }
      headers = { X-Token = "${TOKEN}", Accept = "text/plain" }
      json = { name = "{{ 'v' ~ 1 }}", list = [1, true] }
      timeout = "2s"
      """)
    #expect(request?.method == "POST")
    #expect(request?.url == "http://localhost/x?y=1&q=a%20b%26c&n=1&n=2")
    #expect(
      request?.headers.map { "\($0.name): \($0.value)" }
        == ["X-Token: t0k", "Accept: text/plain", "Content-Type: application/json"])
    #expect(request?.body == Array(#"{"name":"v1","list":[1,true]}"#.utf8))
    #expect(request?.timeout == .seconds(2))
  }

  @Test("a request by itself is a GET of at most thirty seconds")
  func plain() {
    let request = request("[a]\nurl = \"https://localhost/\"")
    #expect(request?.method == "GET")
    #expect(request?.timeout == .seconds(30))
    #expect(request?.body == nil)
  }

  @Test(
    "a request that cannot be sent fails its node",
    arguments: [
      (
        "url = \"ftp://localhost/\"",
        "`url` must be an http:// or https:// address without white space, not `ftp://localhost/`"
      ),
      ("url = \"http://a b/\"", "`url` must be an http:// or https:// address without white space, not `http://a b/`"),
      (
        "url = \"http://x/\"\nheaders = { X = \"a\\nInjected: 1\" }",
        "`headers.X` must be one line of text, not `control characters`"
      ),
      ("url = \"http://x/\"\nmethod = \"GET /\"", "`method` must be an HTTP method, not `GET /`"),
    ])
  func refused(keys: String, message: String) {
    let rehearsal = Rehearsal.run(Reading.plan("[a]\n" + keys).plan)
    #expect(rehearsal.reasons["a"]?.message == message)
    #expect(rehearsal.started.isEmpty)
  }

  @Test("functions do what they say")
  func functions() {
    let rehearsal = Rehearsal.run(
      Reading.plan(
        """
        [runbook]
        on_failure = "continue"
        [a]
        function = "log"
        params = { message = "hello", level = "warning" }
        [b]
        function = "throw"
        params = { message = "on purpose" }
        [c]
        function = "noop"
        depends_on = "b:failure"
        [d]
        function = "log"
        params = { message = "x", level = "loud" }
        depends_on = []
        """
      ).plan)
    #expect(rehearsal.summary == "a succeeded, b failed, c succeeded, d failed")
    #expect(rehearsal.reasons["b"] == .thrown("on purpose"))
    #expect(rehearsal.reasons["d"]?.message == "`level` must be one of debug, info, warning, error, not `loud`")
    let announced = rehearsal.events.compactMap { event -> Announcement? in
      if case .started(_, _, .announce(let announcement)) = event { announcement } else { nil }
    }
    #expect(announced.first == Announcement(function: .log, level: .warning, title: nil, message: "hello"))
  }
}
