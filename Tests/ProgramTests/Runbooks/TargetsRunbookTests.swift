import TestSupport
import Testing

/// `runbooks/features/targets.toml`.
@Suite("The runbook over targets that are asked for")
struct TargetsRunbookTests {
  private static func program(_ hosts: String?) -> Program {
    let program = Program()
    program.folder.copy("runbooks/features/targets.toml", as: "deploy.toml")
    if let hosts { program.folder.write(hosts, to: "hosts") }
    return program
  }

  @Test("updates every one of them, in the order of the plan")
  func found() {
    let program = Self.program("web1\nweb2\nweb3\n")
    let plan = program.run("plan")
    #expect(plan.exit == 0, "\(plan.error)")
    #expect(plan.output.contains("web3/update ! echo '2' > 'web3'.version"))
    #expect(plan.output.contains("targets        cat hosts"))
    let result = program.run("run", "--no-input")
    #expect(result.exit == 0, "\(result.error)")
    #expect(program.folder.read("versions") == "2\n2\n2\n")
  }

  @Test("is valid without them: nothing is asked by `validate` and `graph`")
  func notAsked() {
    let program = Self.program(nil)
    #expect(program.run("validate").exit == 0)
    #expect(program.run("graph").output.contains("ship/batch-1/TARGET/update"))
  }

  @Test("cannot be planned without them")
  func missing() {
    let program = Self.program(nil)
    for verb in ["plan", "run"] {
      let result = program.run(verb)
      #expect(result.exit == 2)
      #expect(result.error.contains("nobody can tell which targets there are: exit 1: cat: hosts: No such file"))
    }
    #expect(program.folder.read("deploy.audit.jsonl") == nil)
  }

  @Test("is refused where they have changed by the time it begins")
  func drift() {
    let program = Self.program("web1\nweb2\n")
    let text = program.folder.read("deploy.toml") ?? ""
    program.folder.write(
      text.replacing("[ship]", with: "[grow]\ncommand = \"echo web9 >> hosts\"\n\n[ship]"), to: "deploy.toml")
    let result = program.run("run", "--no-input")
    #expect(result.exit == 1 || result.exit == 3, "\(result.error)")
    #expect(result.error.contains("refused: drift, after ship/targets"))
    #expect(program.folder.read("web1.version") == nil)
  }

  @Test("takes the same ones when it is taken up, whatever the command prints by then")
  func resumed() {
    let program = Self.program("web1\nweb2\n")
    let text = program.folder.read("deploy.toml") ?? ""
    program.folder.write(
      "[runbook]\nrollback = \"never\"\n\n"
        + text.replacing("cat *.version", with: "test -e go && cat *.version"), to: "deploy.toml")
    #expect(program.run("run", "--no-input", "--max-retries", "0").exit == 1)
    program.folder.write("other\n", to: "hosts")
    program.folder.write("", to: "go")
    let result = program.run("resume", "--no-input")
    #expect(result.exit == 0, "\(result.error)")
    #expect(program.folder.read("versions") == "2\n2\n")
  }
}
