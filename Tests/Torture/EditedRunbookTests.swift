import Foundation
import TestSupport
import Testing

/// Runbooks that somebody edits between a crash and the resume (T23).
@Suite("T23: a runbook that is edited while its run is down")
struct EditedRunbookTests {
  private static let edits: [(old: String, new: String)] = [
    ("echo a >>", "echo A >>"), ("echo b >>", "echo B >>"), ("echo out-b", "echo out-B"), ("echo c >>", "echo C >>"),
    ("echo d-", "echo D-"), ("| trim", "| upper"), ("[a]\n", "[z]\n"), ("[b]\n", "[b]\ntimeout = 5\n"),
    ("[c]\n", "[c]\nwhen = \"false\"\n"), ("[d]\n", "[d]\nskip = true\n"), ("[a]\n", "[a]\nretry = 2\n"),
    ("[b]\n", "[b]\nenv = { X = \"1\" }\n"), ("[c]\n", "[c]\nallow_failure = true\n"),
    ("[d]\n", "[d]\ncritical = true\n"), ("[a]\n", "[a]\nrollback = \"true\"\n"), ("[c]\n", "[c]\npriority = 1\n"),
    ("depends_on = [\"b\", \"c\"]", "depends_on = \"b\""), ("depends_on = \"a\"\n", "depends_on = []\n"),
    ("idempotent = true\n", ""), ("[a]\n", "[runbook]\ntitle = \"new\"\n[a]\n"),
    ("[a]\n", "[runbook]\nmode = \"sequential\"\n[a]\n"), ("[a]\n", "[runbook]\nrollback = \"never\"\n[a]\n"),
    ("[a]\n", "[runbook]\nenv = { Y = \"2\" }\n[a]\n"), ("[a]\n", "[variables]\nV = \"1\"\n[a]\n"),
    ("[d]\n", "[new]\ncommand = \"true\"\n[d]\n"), ("[a]\n", "# a comment\n[a]\n"), ("[a]\n", "[a]\n\n"),
    ("[a]\n", "[a]\ndescription = \"first\"\n"), ("[b]\n", "[b]\ntags = [\"x\"]\n"), ("[a]", "[a"),
  ]

  @Test("is not taken up until somebody wants that, and then what was recorded runs", arguments: edits.indices)
  func edited(index: Int) {
    let edit = Self.edits[index]
    // The run ends in the middle.
    let runbook = Victim.diamond.replacing("echo b >> log;", with: "test -e on || exit 1; echo b >> log;")
    let victim = Victim(runbook)
    #expect(victim.program.run("run", "--no-input").exit == 1)
    victim.program.folder.write("", to: "on")
    let new = runbook.replacing(edit.old, with: edit.new)
    #expect(new != runbook, "\(edit.old)")
    victim.program.folder.write(new, to: "deploy.toml")
    let before = victim.lineCount
    let refused = victim.program.run("resume", "--no-input")
    #expect(refused.exit == 3 && refused.error.contains("--accept-changes"), "\(edit): \(refused.error)")
    #expect(victim.lineCount == before, "\(edit): nothing is recorded")
    let last = victim.program.run("resume", "--no-input", "--accept-changes")
    #expect(last.exit == 0, "\(edit): \(last.error)")
    #expect(victim.program.folder.read("log")?.hasSuffix("d-out-b\n") == true, "\(edit)")
    victim.checkInvariants("\(edit)")
  }
}
