import Foundation
import TestSupport
import Testing

/// `pyflow test` as a user types it.
@Suite("pyflow test")
struct ScenarioCommandTests {
  private static let runbook = """
    [deploy]
    command = "touch deployed"
    rollback = "rm deployed"
    [check]
    url = "http://127.0.0.1:9/health"
    """
  private static let scenarios = """
    [[scenario]]
    name = "all goes well"
    expect = { outcome = "succeeded", within = "1s" }
    [[scenario]]
    name = "the check <fails> & nobody \\"knows\\" ]]> \\u0007"
    script = { check = { status = 503 } }
    expect = { outcome = "failed", never = ["deploy!rollback"] }
    [[scenario]]
    name = "the check fails"
    script = { check = { status = 503 } }
    expect = { outcome = "rolled_back" }
    """

  private let program = Program(runbook)

  init() { program.folder.write(Self.scenarios, to: "deploy.test.toml") }

  @Test("tells of each scenario, and of those that fail why, where and what happened")
  func text() {
    let result = program.run("test")
    #expect(result.exit == 1)
    #expect(
      result.output == """
        ✗ all goes well (succeeded after 2s)
          deploy.test.toml:3:44: it took 2s, more than 1s
          what happened:
                 0s  ▸ deploy: touch deployed
                 1s  ✓ deploy (1.00s)
                 1s  ▸ check: GET http://127.0.0.1:9/health
                 2s  ✓ check (1.00s)
        ✗ the check <fails> & nobody "knows" ]]>  (rolled_back after 3s)
          deploy.test.toml:7:22: the outcome is rolled_back, not failed, because of `check`: HTTP 503
          deploy.test.toml:7:41: `deploy!rollback` ran, and must not
          what happened:
                 0s  ▸ deploy: touch deployed
                 1s  ✓ deploy (1.00s)
                 1s  ▸ check: GET http://127.0.0.1:9/health
                 2s  ✗ check failed: HTTP 503 (1.00s)
                 2s  rolling back
                 2s  ◂ deploy: rm deployed
                 3s  ✓ deploy rolled back (1.00s)
        ✓ the check fails (rolled_back after 3s)
        2 of 3 scenarios failed, 8s of virtual time; nothing was run

        """)
    #expect(result.error.isEmpty)
  }

  @Test("prints JSON")
  func json() throws {
    let result = program.run("test", "--json")
    #expect(result.exit == 1)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "pyflow.test/1")
    #expect(document["file"] as? String == "deploy.test.toml" && document["runbook"] as? String == "deploy.toml")
    #expect(document["passed"] as? Int == 1 && document["failed"] as? Int == 2)
    #expect(document["virtual_ms"] as? Int == 8000)
    let scenarios = try #require(document["scenarios"] as? [[String: Any]])
    let first = try #require(scenarios.first)
    #expect(first["passed"] as? Bool == false && first["exit_code"] as? Int == 0)
    let failures = try #require(first["failures"] as? [[String: Any]])
    #expect(failures.first?["message"] as? String == "it took 2s, more than 1s")
    #expect(failures.first?["line"] as? Int == 3 && failures.first?["column"] as? Int == 44)
    #expect((first["timeline"] as? [String])?.count == 4)
    #expect(scenarios.last?["failures"] == nil && scenarios.last?["status"] as? String == "rolled_back")
  }

  @Test("writes JUnit's XML, which another reader of XML reads")
  func junit() throws {
    let result = program.run("test", "--junit", "out.xml", "--filter", "check")
    #expect(result.exit == 1)
    let script = """
      import sys, xml.etree.ElementTree as tree
      root = tree.parse('out.xml').getroot()
      print(root.tag, root.attrib['tests'], root.attrib['failures'], root.attrib['time'])
      for case in root.iter('testcase'):
          failures = case.findall('failure')
          print(case.attrib['name'], case.attrib['line'], len(failures))
          for failure in failures: print(failure.attrib['message'], failure.text.count('\\n'))
      """
    var reader = program
    reader.folder.write(script, to: "read.py")
    reader.wrapper = ["sh", "-c", "exec python3 read.py"]
    let read = reader.run()
    #expect(read.error.isEmpty)
    #expect(
      read.output == """
        testsuites 2 1 6.000
        the check <fails> & nobody "knows" ]]> \u{FFFD} 5 1
        the outcome is rolled_back, not failed, because of `check`: HTTP 503 10
        the check fails 9 0

        """)
  }

  @Test("rehearses what a part of its name chooses")
  func filter() {
    let result = program.run("test", "--filter", "check fails")
    #expect(result.exit == 0)
    #expect(result.output.hasSuffix("1 scenario passed, 3s of virtual time; nothing was run\n"))
    let none = program.run("test", "--filter", "nothing like it")
    #expect(none.exit == 64)
    #expect(none.error.contains("no scenario has `nothing like it` in its name; there are: all goes well, "))
    #expect(program.run("test", "--explore", "--filter", "x").exit == 64)
  }

  @Test("takes the name of the runbook or of the scenarios, or none")
  func files() {
    program.folder.write(Self.runbook, to: "other.toml")
    for arguments in [["test"], ["test", "deploy.toml"], ["test", "deploy.test.toml"]] {
      #expect(program.run(arguments + ["--filter", "check fails"]).exit == 0)
    }
    let missing = program.run("test", "other.toml")
    #expect(missing.exit == 2)
    #expect(
      missing.error == """
        other.test.toml: error: there is no such file [scenarios.unreadable]
            = hint: write [[scenario]] with name = "all goes well" and expect = { outcome = "succeeded" } into it, or look at every fault there is: pyflow test other.toml --explore

        """)
  }

  @Test("starts nothing and writes nothing")
  func nothing() {
    for name in ["sh", "curl", "touch", "rm", "cat"] { program.stub(name, "echo >> started") }
    program.folder.write(
      """
      [runbook.notify.log]
      kind = "command"
      command = "cat"
      on = ["run.started", "node.failed"]
      [runbook.secrets]
      TOKEN = { command = "touch secret" }
      [deploy]
      command = "touch deployed; echo {{ secrets.TOKEN }}"
      rollback = "rm deployed"
      [write]
      function = "write_file"
      params = { path = "written", content = "x" }
      [keep]
      function = "set"
      params = { key = "k", value = "v" }
      [check]
      url = "http://127.0.0.1:9/health"
      """, to: "deploy.toml")
    let before = program.folder.allFiles
    let result = program.run("test", "--filter", "the check fails")
    #expect(result.exit == 0, "\(result.error)\(result.output)")
    #expect(program.folder.allFiles == before)
    #expect(program.run("run", "--simulate", "--no-input").exit == 0)
    #expect(program.folder.allFiles == before)
  }

  @Test("shows no secret that a scenario gives")
  func secrets() {
    program.folder.write(
      """
      [variables]
      TOKEN = { secret = true, required = true }
      [login]
      command = "login"
      env = { TOKEN = "{{ TOKEN }}" }
      """, to: "deploy.toml")
    program.folder.write(
      """
      [[scenario]]
      name = "it is shown to nobody"
      vars = { TOKEN = "correct-horse-battery" }
      script = { login = { result = "fail", stdout = "no: {{ TOKEN }}" } }
      expect = { outcome = "succeeded" }
      [[scenario]]
      name = "without one there is a placeholder"
      expect = { outcome = "succeeded" }
      """, to: "deploy.test.toml")
    for arguments in [["test"], ["test", "--json"], ["test", "--junit", "/dev/stdout"]] {
      let result = program.run(arguments)
      #expect(result.exit != 0 && !(result.output + result.error).contains("correct-horse"))
    }
    #expect(program.run("test").output.contains("│ no: ***\n"))
  }

  @Test("annotates failures in a step of a GitHub workflow")
  func gitHub() {
    var step = program
    step.environment["GITHUB_ACTIONS"] = "true"
    let result = step.run("test", "--filter", "well")
    #expect(result.exit == 1)
    #expect(
      result.error.contains(
        "::error file=deploy.test.toml,line=3,endLine=3,col=44,endColumn=48,title=pyflow%3A scenario.failed::scenario `all goes well`: it took 2s"
      ))
  }
}
