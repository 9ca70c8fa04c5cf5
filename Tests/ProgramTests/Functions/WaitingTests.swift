import Foundation
import TestSupport
import Testing

/// `wait_for` and `assert`.
@Suite("Functions that look")
struct WaitingTests {
  private static func program(_ parameters: String, _ more: String = "", function: String = "wait_for") -> Program {
    Program("[a]\nfunction = \"\(function)\"\nparams = { \(parameters) }\n\(more)\n")
  }

  private static func node(_ program: Program) -> RunReport.Node? {
    program.run("run", "--json", "--no-input").report?.nodes.first
  }

  @Test("a port that takes connections is there, by address and by name")
  func port() {
    let server = LoopbackServer { _ in LoopbackAnswer(status: 200) }
    #expect(Self.node(Self.program("port = \(server.port)"))?.status == "succeeded")
    #expect(Self.node(Self.program("port = \(server.port), host = \"127.0.0.1\""))?.status == "succeeded")
  }

  @Test("what does not come in time fails the node, with the last reason")
  func late() {
    let server = LoopbackServer { _ in LoopbackAnswer(status: 200) }
    server.stop()
    let port = Self.node(Self.program("port = \(server.port), timeout = \"100ms\", every = \"20ms\""))
    #expect(port?.reason?.contains("was not there within 100ms, after ") == true)
    #expect(port?.reason?.hasSuffix(": Connection refused") == true)
    let file = Self.node(Self.program("file = \"none\", timeout = \"50ms\""))
    #expect(file?.reason?.hasSuffix("/none was not there within 50ms, after 2 tries: there is none") == true)
    let absent = Self.node(Self.program("absent = \"deploy.toml\", timeout = \"50ms\""))
    #expect(absent?.status == "failed")
    let own = Self.node(Self.program("file = \"none\"", "timeout = \"50ms\""))
    #expect(own?.reason == "timed out after 50ms")
  }

  @Test("a file that comes is seen, while other nodes run")
  func comes() {
    let program = Program(
      """
      [wait]
      function = "wait_for"
      params = { file = "there", every = "10ms" }
      [make]
      command = "touch there"
      depends_on = []
      """)
    #expect(program.run("run", "--json", "--no-input").report?.summary == "make succeeded, wait succeeded")
  }

  @Test("a unix socket that takes connections is there; one whose path is too long never will be")
  func socket() {
    let long = Self.node(Self.program("socket = \"\(String(repeating: "x", count: 120))\""))
    #expect(long?.reason?.hasPrefix("the path of a socket may have ") == true)
    let program = Self.program("socket = \"s\"")
    let listener = LoopbackSocket.listen(at: "\(program.folder.path)/s")
    #expect(Self.node(program)?.status == "succeeded")
    LoopbackSocket.close(listener)
    let none = Self.node(Self.program("socket = \"none\", timeout = \"50ms\""))
    #expect(none?.reason?.hasSuffix("No such file or directory") == true)
  }

  @Test("a name that only a resolver knows is looked up; one that nobody knows is tried until the time is up")
  func name() {
    let server = LoopbackServer { _ in LoopbackAnswer(status: 200) }
    #expect(Self.node(Self.program("port = \(server.port), host = \"db.localhost\""))?.status == "succeeded")
    server.stop()
    let refused = Self.node(Self.program("port = \(server.port), host = \"db.localhost\", timeout = \"300ms\""))
    #expect(refused?.reason?.hasSuffix(": no connection could be made") == true)
    let unknown = Self.node(
      Self.program("port = 1, host = \"no-such-host.invalid\", timeout = \"2s\", every = \"10ms\""))
    #expect(unknown?.reason?.hasPrefix("no-such-host.invalid:1 was not there within 2s, after ") == true)
    #expect(unknown?.reason?.hasSuffix(": the host's name is not known") == true)
  }

  @Test(
    "what is more than a name or an address is no host",
    arguments: [
      "", "localhost/", "http://localhost", "127.0.0.1:80", "ann:pw@localhost", "a\\nb", "fe80::1%eth0", "-x",
    ])
  func wrongHost(host: String) {
    let program = Self.program("port = 80, host = \"\(host)\"")
    let found = program.run("validate")
    #expect(found.exit == 2 && found.error.contains("`host` must be the name or the address of a machine"))
    let late = Program(
      "[variables]\nH = \"\(host)\"\n[a]\nfunction = \"wait_for\"\nparams = { port = 80, host = \"{{ H }}\" }\n")
    #expect(late.run("run", "--no-input").exit == 2)
  }

  @Test("the process that looks up a name is nobody's leftover, and its end is nobody else's")
  func process() {
    let server = LoopbackServer { _ in LoopbackAnswer(status: 200) }
    let port = server.port
    server.stop()
    let waits = (1...8).map { number in
      """
      [w\(number)]
      function = "wait_for"
      params = { port = \(port), host = "db.localhost", timeout = "1s", every = "50ms" }
      depends_on = []
      """
    }
    let program = Program((waits + ["[c]\ncommand = [\"sleep\", \"0.3\"]\ndepends_on = []\n"]).joined(separator: "\n"))
    let result = program.run("run", "--no-input", "-j", "10")
    #expect(!result.error.contains("left processes running"))
    for number in 1...8 {
      #expect(result.error.contains("w\(number) failed: db.localhost:\(port) was not there within 1s, after "))
    }
    #expect(result.error.components(separatedBy: ": no connection could be made").count > 8)
  }

  @Test("validate finds that a name cannot be looked up without curl")
  func withoutCurl() {
    var program = Self.program("port = 80, host = \"db.example.com\"")
    program.environment["PATH"] = program.folder.path
    #expect(
      program.run("validate").error.contains(
        "functions that wait for hosts such as `db.example.com` need the program `curl`"))
    program.folder.write("[a]\nfunction = \"wait_for\"\nparams = { port = 80 }\n", to: "deploy.toml")
    #expect(program.run("validate").exit == 0)
  }

  @Test("a wait ends when the run is interrupted")
  func interrupted() {
    let running = Self.program("file = \"none\"", "[b]\ncommand = \"true\"").start("run", "--no-input")
    #expect(running.waitForError("wait_for"))
    running.signal(SIGINT)
    let result = running.wait()
    #expect(result.exit == 130 && result.error.contains("a cancelled: interrupted by SIGINT"))
  }

  @Test(
    "assert fails where something does not hold, or cannot be told",
    arguments: [
      ("condition = \"1 == 1\"", nil),
      ("condition = [\"1 == 1\", \"{{ 2 > 1 }}\", true]", nil),
      ("conditions = [true, \"run.title == 'x'\"]", "this does not hold: run.title == 'x'"),
      ("condition = \"run.title == 'x'\", message = \"wrong one\"", "wrong one (this does not hold: run.title == 'x')"),
      ("condition = \"run.title > 1\"", "deploy.toml:3:"),
    ] as [(String, String?)])
  func assert(parameters: String, reason: String?) {
    let node = Self.node(Self.program(parameters, function: "assert"))
    #expect(node?.status == (reason == nil ? "succeeded" : "failed"))
    if let reason { #expect(node?.reason?.contains(reason) == true, "\(node?.reason ?? "")") }
  }
}
