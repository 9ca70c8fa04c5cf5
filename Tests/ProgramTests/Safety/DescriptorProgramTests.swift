import TestSupport
import Testing

/// The limit of open files.
@Suite("Descriptors")
struct DescriptorProgramTests {
  private func limited(_ limits: String, _ program: Program) -> Program {
    var program = program
    program.wrapper = ["sh", "-c", "\(limits); exec \"$@\"", "sh"]
    return program
  }

  @Test("more nodes at once than it allows are fewer at once, and that is said")
  func few() {
    let nodes = (0..<200).map {
      "[n\($0)]\ncommand = \"echo \($0); echo >&2; ls /proc/self/fd | wc -l >>seen\"\ndepends_on = []"
    }
    let program = limited("ulimit -n 64", Program("[runbook]\njobs = 200\n" + nodes.joined(separator: "\n")))
    let result = program.run("run", "--quiet")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.error.contains("at most 5 nodes run at once, not 200: the limit of open files (ulimit -Hn) is 64"))
    // Its standard streams, and the folder that `ls` reads.
    #expect(program.folder.read("seen")?.split(separator: "\n").allSatisfy { $0 == "4" } == true)
  }

  @Test("pyflow's own goes as far as it may, that of its children stays")
  func raised() {
    let program = limited(
      "ulimit -Sn 90; ulimit -Hn 4000",
      Program("[a]\ncommand = \"ulimit -Sn; ulimit -Hn; grep 'open files' /proc/$PPID/limits | tr -s ' '\""))
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(result.error.contains("  │ 90\n  │ 4000\n  │ Max open files 4000 4000 files"))
  }
}
