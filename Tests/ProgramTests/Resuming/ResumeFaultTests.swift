import Foundation
import TestSupport
import Testing

/// What goes wrong in other tools when a run is taken up again, each as a test.
@Suite("Faults of going on")
struct ResumeFaultTests {
  @Test("outputs of finished steps are lost: here they are read as they were, large ones and data too")
  func outputsLost() {
    let program = Program(
      """
      [make]
      command = "echo once >> log; seq 20000"
      outputs = { first = "{{ result.stdout.split() | first }}", all = "{{ result.stdout.split() }}" }
      [data]
      command = "echo once >> log; echo '{\\"port\\": 8080}'"
      parse = "json"
      [use]
      command = \"\"\"
      test -e ok || exit 1
      echo {{ nodes.make.outputs.first }} {{ nodes.make.outputs.all | length }} {{ nodes.make.stdout | length }} > seen
      echo {{ nodes.data.json.port + 1 }} {{ nodes.data.exit_code }} {{ nodes.make.status }} >> seen
      \"\"\"
      """)
    #expect(program.run("run").exit == 1)
    program.folder.write("", to: "ok")
    let resumed = program.run("resume")
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(program.folder.read("seen") == "1 20000 108893\n8081 0 succeeded\n")
    #expect(program.folder.read("log") == "once\nonce\n")
  }

  @Test(
    "the working directory is lost: here it is the runbook's, wherever the run is taken up", arguments: ["", "there"])
  func workingDirectoryLost(folder: String) {
    var program = Program()
    let key = folder.isEmpty ? "" : "working_dir = \"\(folder)\"\n"
    program.folder.write(
      "[runbook]\n\(key)[a]\ncommand = \"pwd -P > here; test -e ok\"\n[b]\ncommand = \"pwd -P >> here\"\n",
      to: "site/deploy.toml")
    program.folder.write("", to: "site/there/x")
    program.folder.write("", to: "elsewhere/x")
    #expect(program.run("run", "site/deploy.toml").exit == 1)
    let place = folder.isEmpty ? "site" : "site/\(folder)"
    program.folder.write("", to: "\(place)/ok")
    program.wrapper = ["env", "-C", "\(program.folder.path)/elsewhere"]
    let resumed = program.run("resume", "../site/deploy.toml")
    #expect(resumed.exit == 0, "\(resumed.error)")
    let path = "\(program.folder.path)/\(place)\n"
    #expect(program.folder.read("\(place)/here") == path + path)
  }

  @Test("a retry inside a nested runbook silently does nothing: here it runs what is left inside, as often as it may")
  func nestedRetry() {
    let program = Program("[ship]\nrunbook = \"ship.toml\"\n[tell]\ncommand = \"echo tell >> log\"\n")
    program.folder.write(
      """
      [pack]
      command = "echo pack >> log"
      [send]
      command = "echo send $PYFLOW_ATTEMPT >> log; test $(grep -c send log) -ge 4"
      retry = { attempts = 2, delay = "1ms" }
      [check]
      command = "echo check >> log"
      """, to: "ship.toml")
    #expect(program.run("run", "deploy.toml").exit == 1)
    #expect(program.folder.read("log") == "pack\nsend 1\nsend 2\n")
    let resumed = program.run("resume", "deploy.toml")
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(program.folder.read("log") == "pack\nsend 1\nsend 2\nsend 3\nsend 4\ncheck\ntell\n")
  }

  @Test(
    "a half-finished fan-out: here only the items run that did not finish, whether they were known before or not",
    arguments: ["[\"a\", \"b\", \"c\", \"d\"]", "\"{{ nodes.list.json }}\""])
  func fanOut(items: String) {
    let program = Program(
      """
      [list]
      command = "echo '[\\"a\\", \\"b\\", \\"c\\", \\"d\\"]'"
      parse = "json"
      [each]
      foreach = \(items)
      command = "echo {{ item }} >> log; [ {{ item }} != c ] || [ -e ok ] || { kill -INT $PPID; sleep 100; }"
      [z]
      command = "echo z >> log"
      """)
    #expect(program.run("run", "--jobs", "1").exit == 130)
    #expect(program.folder.read("log") == "a\nb\nc\n")
    program.folder.write("", to: "ok")
    let resumed = program.run("resume", "--jobs", "1", "--json")
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(resumed.report?.ids("succeeded").count == 7)
    #expect(program.folder.read("log") == "a\nb\nc\nc\nd\nz\n")
  }

  @Test("dependencies are ignored: here what runs again runs in its order, and after what it needs")
  func dependencies() {
    let program = Program(
      """
      [a]
      command = "echo a >> log; test -e ok"
      [b]
      command = "test \\"$(tail -n 1 log)\\" = a && echo b >> log"
      [c]
      command = "test \\"$(tail -n 1 log)\\" = b && echo c >> log"
      [side]
      command = "echo side >> side"
      depends_on = []
      [d]
      command = "echo d >> log"
      depends_on = ["c", "side"]
      """)
    #expect(program.run("run").exit == 1)
    program.folder.write("", to: "ok")
    let resumed = program.run("resume", "--jobs", "8")
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(program.folder.read("log") == "a\na\nb\nc\nd\n" && program.folder.read("side") == "side\n")
    #expect(program.run("resume", "--from", "a", "--jobs", "8").exit == 0)
    #expect(program.folder.read("log") == "a\na\nb\nc\nd\na\nb\nc\nd\n" && program.folder.read("side") == "side\n")
  }

  @Test("what was undone is the same work as before: here it has another key, and so has what depends on it")
  func keysAfterRollback() {
    let program = Program(
      """
      [apart]
      command = "echo apart $PYFLOW_IDEMPOTENCY_KEY >> log"
      depends_on = []
      [a]
      command = "echo a $PYFLOW_IDEMPOTENCY_KEY >> log"
      rollback = "echo undo $PYFLOW_IDEMPOTENCY_KEY >> log"
      depends_on = []
      [b]
      command = "echo b $PYFLOW_IDEMPOTENCY_KEY >> log"
      [c]
      command = "echo c $PYFLOW_IDEMPOTENCY_KEY >> log; test -e ok"
      depends_on = ["b", "apart"]
      """)
    #expect(program.run("run").exit == 4)
    program.folder.write("", to: "ok")
    #expect(program.run("resume").exit == 0)
    var keys: [Substring: [Substring]] = [:]
    for line in (program.folder.read("log") ?? "").split(separator: "\n") {
      let words = line.split(separator: " ")
      keys[words[0], default: []].append(words[1])
    }
    #expect(keys.mapValues(\.count) == ["apart": 1, "a": 2, "b": 2, "c": 2, "undo": 1])
    #expect(Set(keys.values.joined()).count == 8)
  }

  @Test("the release pipeline: after tests that failed the resumed run deploys")
  func pipeline() {
    var program = Program()
    for name in ["pipeline.toml", "bin"] { program.folder.copy("runbooks/pipeline/\(name)") }
    program.environment = ["FAILING": "tests", "CALLS": "\(program.folder.path)/calls"]
    #expect(program.run("run", "--var", "ENVIRONMENT=staging").exit == 1)
    #expect(program.folder.read("calls") == "npm run build\nnpm test\n")
    program.environment["FAILING"] = ""
    let resumed = program.run("resume")
    #expect(resumed.exit == 0, "\(resumed.error)")
    #expect(
      program.folder.read("calls")
        == "npm run build\nnpm test\nnpm test\ndeploy staging --app=shop\ncheck-health https://shop-staging.example.com/health\n"
    )
    #expect(resumed.error.contains("» notify_success: shop is live in staging\n"))
  }
}
