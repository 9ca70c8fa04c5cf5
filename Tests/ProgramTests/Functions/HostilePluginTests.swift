import Foundation
import TestSupport
import Testing

/// Plugins that hang, die, flood or lie: a failed node, and nothing else harmed.
@Suite("Hostile plugins")
struct HostilePluginTests {
  private static let result = #"echo '{"id":1,"type":"result"}'"#

  @Test(
    "end as a failed node with why",
    arguments: [
      ("exit 5", "plugin-died", "it ended without a result (exit 5)"),
      ("kill -9 $$", "plugin-died", "it ended without a result (signal 9)"),
      (#"echo '{"id":1,"type":"log","message":"x"}'; exit 1"#, "plugin-died", "it ended without a result (exit 1)"),
      (result + "; exit 6", "plugin-died", "it gave its result, and then ended with exit 6"),
      (result + "; " + result, "plugin-protocol", "it printed `result` after its result"),
      (#"echo '{"id":8,"type":"result"}'"#, "plugin-protocol", "it answered request 8, which is not the one"),
      (#"echo '{"id":1,"type":"bye"}'"#, "plugin-protocol", "it answered with `bye`, which is no kind of answer"),
      ("printf '\\377\\376\\n'", "plugin-protocol", "it printed a line that is not JSON"),
      ("head -c 100 /dev/urandom; echo", "plugin-protocol", "it printed a line that is"),
      ("echo plain text", "plugin-protocol", "it printed a line that is not JSON"),
      (#"echo '{"id":1,"type":"result","outputs":[]}'"#, "plugin-protocol", "it printed `outputs` that are list"),
      ("exec cat /dev/zero", "plugin-flood", "it printed a line of more than 1048576 bytes"),
      (#"exec yes '{"id":1,"type":"log","message":"again"}'"#, "plugin-flood", "it printed more than 16777216 bytes"),
      ("exec cat /dev/zero >&2", "plugin-flood", "it printed more than 16777216 bytes on its standard error"),
      (#"echo '{"id":1,"type":"error","message":"db is down"}'; exit 1"#, "plugin-error", "db is down"),
    ])
  func faults(script: String, code: String, message: String) {
    let program = PluginProgramTests.program(script, node: "[b]\ncommand = \"echo fine\"\ndepends_on = []\n")
    let report = program.run("run", "--json", "--no-input").report
    #expect(report?.summary == "a failed, b succeeded")
    #expect(report?.nodes.first?.reason?.hasPrefix(message) == true, "\(report?.nodes.first?.reason ?? "")")
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("\"code\":\"\(code)\"") == true)
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("that hang end when the node's time is up, with what they have started")
  func hanging() {
    let program = PluginProgramTests.program(
      "echo $$ > pid; sleep 100 & wait", node: "timeout = \"300ms\"")
    let report = program.run("run", "--json", "--no-input").report
    #expect(report?.nodes.first?.reason == "timed out after 300ms")
    let number = Int32((program.folder.read("pid") ?? "").trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    #expect(number > 0 && kill(-number, 0) != 0)
  }

  @Test("that stay after their result are ended")
  func staying() {
    let program = PluginProgramTests.program(Self.result + "; exec sleep 100")
    let report = program.run("run", "--json", "--no-input").report
    #expect(report?.nodes.first?.reason == "it did not end within 5s after its result")
  }

  @Test("end with the run that is interrupted")
  func interrupted() {
    let program = PluginProgramTests.program(#"echo '{"id":1,"type":"log","message":"begun"}'; touch begun; sleep 100"#)
    let running = program.start("run", "--no-input")
    #expect(running.waitForError("a: x.f"))
    running.signal(SIGTERM)
    let result = running.wait()
    #expect(result.exit == 143 && result.error.contains("a cancelled: interrupted by SIGTERM"))
  }
}
