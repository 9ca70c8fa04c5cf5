import Foundation
import TestSupport
import Testing

/// What the processes of a run have in their environment.
@Suite("The environment of processes")
struct EnvironmentProgramTests {
  @Test("what pyflow has got is passed on byte for byte, also what is no text")
  func inherited() {
    var program = Program("[a]\ncommand = \"printf %s \\\"$ODD\\\" >said; printf %s \\\"$PLAIN\\\" >>said\"")
    program.wrapper = ["sh", "-c", "ODD=$(printf 'a\\377b\\357\\277\\275'); export ODD; exec \"$@\"", "sh"]
    program.environment["PLAIN"] = "x\u{FFFD}"
    #expect(program.run("run").exit == 0)
    #expect(program.folder.readData("said") == Data([0x61, 0xFF, 0x62, 0xEF, 0xBF, 0xBD, 0x78, 0xEF, 0xBF, 0xBD]))
  }

  @Test("a run's identity and its variables are there; the node's own values win")
  func own() throws {
    let program = Program(
      """
      [runbook]
      env = { A = "runbook", B = "runbook" }
      [variables]
      NAME = "value"
      LIST = [1, "two"]
      [a]
      command = "echo $PYFLOW_NODE $PYFLOW_ATTEMPT $PYFLOW_VAR_NAME $A $B ${PYFLOW_RUN_ID:+run} >said"
      env = { B = "{{ NAME }}" }
      """)
    #expect(program.run("run").exit == 0)
    #expect(program.folder.read("said") == "a 1 value runbook value run\n")
  }
}
