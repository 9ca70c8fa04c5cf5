import Foundation
import TestSupport
import Testing

/// A secret variable reaches what asks for it, and nothing that is shown, recorded or listed.
@Suite("Secret variables")
struct SecretVariableTests {
  private static let secret = "it's $(a) se\"cret\\n 'x' `y`"
  private static let runbook = """
    [variables]
    TOKEN = { secret = true }
    [shell]
    command = \"""
    printf '%s' {{ TOKEN }} | sha256sum > 1
    printf '%s' "{{ TOKEN }}" | sha256sum > 2
    printf '%s' '{{ TOKEN }}' | sha256sum > 3
    cat <<END | sha256sum > 4
    {{ TOKEN }}
    END
    printf '%s' {{ TOKEN | b64encode }} > 5
    \"""
    [environment]
    env = { T = "{{ TOKEN }}" }
    command = "printf '%s' \\"$T\\" | sha256sum > 6"
    [input]
    command = ["sh", "-c", "sha256sum > 7"]
    stdin = "{{ TOKEN }}"
    [loud]
    command = "echo {{ TOKEN }}; echo {{ TOKEN | b64encode }} >&2; env"
    [say]
    function = "log"
    params = { message = "the token is {{ TOKEN }}" }
    [fail]
    function = "throw"
    params = { message = "bad token {{ TOKEN }}" }
    """

  private static func program() -> Program {
    var program = Program(runbook)
    program.environment = ["CI_TOKEN": secret]
    return program
  }

  /// Everything that the run left behind or printed.
  private static func traces(of program: Program, _ result: Program.Result) throws -> String {
    var text = result.output + result.error
    let files = FileManager.default.enumerator(atPath: program.folder.path)?.compactMap { $0 as? String } ?? []
    for file in files where file.hasSuffix(".log") || file.hasSuffix(".jsonl") {
      text += try String(contentsOfFile: "\(program.folder.path)/\(file)", encoding: .utf8)
    }
    return text
  }

  @Test("arrive byte for byte, and are seen nowhere")
  func everywhere() throws {
    let program = Self.program()
    let result = program.run("run", "--vars-env", "CI_")
    #expect(result.exit == 1)
    let digest = Self.digest(Self.secret)
    for number in [1, 2, 3, 6, 7] { #expect(program.folder.read("\(number)")?.hasPrefix(digest) == true, "\(number)") }
    #expect(program.folder.read("4")?.hasPrefix(Self.digest(Self.secret + "\n")) == true)
    #expect(program.folder.read("5") == Data(Self.secret.utf8).base64EncodedString())
    let traces = try Self.traces(of: program, result)
    #expect(!traces.contains("$(a)"))
    #expect(!traces.contains(Data(Self.secret.utf8).base64EncodedString()))
    #expect(traces.contains("the token is ***"))
    #expect(traces.contains("bad token ***"))
    #expect(traces.contains("\"TOKEN\":{\"value\":\"***\",\"source\":\"$CI_TOKEN\"}"))
    #expect(!traces.contains("PYFLOW_VAR_TOKEN"))
  }

  private static func digest(_ text: String) -> String {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sha256sum"]
    process.standardInput = input
    process.standardOutput = output
    guard (try? process.run()) != nil else { return "no sha256sum" }
    input.fileHandleForWriting.write(Data(text.utf8))
    input.fileHandleForWriting.closeFile()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(String(decoding: data, as: UTF8.self).prefix(64))
  }

  @Test("stand in no plan, and not in what `eval` prints")
  func plan() {
    let program = Self.program()
    for arguments in [["plan"], ["plan", "--json"], ["eval", "TOKEN ~ '!'", "deploy.toml"]] {
      let result = program.run(arguments + ["--vars-env", "CI_"])
      #expect(result.exit == 0)
      #expect(!result.output.contains("$(a)"))
      #expect(result.output.contains("***"))
    }
  }

  static let derivations: [String] = [
    "command = \"echo {{ TOKEN | reverse }}\"", "command = \"echo {{ TOKEN[2:] }} {{ TOKEN | upper }}\"",
    "command = \"echo {% set t = TOKEN | reverse %}{{ t }}{% filter reverse %}{{ TOKEN }}{% endfilter %}\"",
    "env = { A = \"{{ TOKEN | reverse }}\" }\ncommand = \"echo $A; exit 1\"",
    "function = \"log\"\nparams = { message = \"{{ TOKEN | reverse }}\" }",
    "function = \"throw\"\nparams = { message = \"{{ TOKEN | reverse }}\" }",
    "url = \"http://127.0.0.1:9/{{ TOKEN | reverse }}\"", "url = \"http://127.0.0.1:9/\"\nmethod = \"{{ TOKEN }}\"",
    "command = \"true\"\ntimeout = \"{{ TOKEN | reverse }}\"",
    "command = \"echo {{ TOKEN }} | grep --color=always sesame\"",
    "command = \"true\"\noutputs = { x = \"{{ TOKEN | reverse }}\" }\n[b]\ncommand = \"echo {{ nodes.a.outputs.x }}\"",
  ]

  @Test("are not seen in another form either", arguments: derivations)
  func derived(text: String) throws {
    var program = Program("[variables]\nTOKEN = { secret = true }\n[a]\n\(text)\n")
    program.environment = ["CI_TOKEN": "sesame99open"]
    let result = program.run("run", "--vars-env", "CI_")
    let traces = try Self.traces(of: program, result).lowercased()
    for part in ["sesame99open", "99open", "nepo99emases", "same99open"] {
      #expect(!traces.contains(part), "\(traces)")
    }
    #expect(program.run("eval", "TOKEN[3:]", "deploy.toml", "--vars-env", "CI_").output == "***\n")
  }

  @Test("are not quoted from the runbook itself")
  func quoted() {
    let program = Program(
      "[runbook.environments.p]\nTOKEN = \"SECRET-1\"\n[variables]\nTOKEN = { secret = true, pattern = \"[a-z]+\", default = \"SECRET-2\" }\n[a]\ncommand = 'echo {{ TOKEN }}'\n"
    )
    let result = program.run("validate", "--env", "p")
    #expect(result.exit == 2)
    #expect(!result.error.contains("SECRET"), "\(result.error)")
  }

  static let wrong: [(text: String, report: String)] = [
    (
      "command = ['curl', '-u', '{{ TOKEN }}']",
      "deploy.toml:4:27: error: a secret in the list form of a command would be seen by every user of the machine [secret.argument]"
    ),
    (
      "command = 'curl -u {{ TOKEN }}'",
      "deploy.toml:4:23: warning: this secret becomes an argument of a program, which every user of the machine can see [secret.argument]"
    ),
    (
      "command = 'echo {{ TOKEN | raw }}'",
      "deploy.toml:4:20: error: a secret cannot be inserted as shell source [shell.unsafe-position]"
    ),
    (
      "command = \"cat <<'E'\\n{{ TOKEN }}\\nE\\n\"",
      "deploy.toml:4:26: error: a secret cannot stand in a here-document whose delimiter is quoted, as the shell expands nothing there [shell.unsafe-position]"
    ),
  ]

  @Test("are refused where they would be seen", arguments: wrong)
  func refused(text: String, report: String) {
    let program = Program("[variables]\nTOKEN = { secret = true }\n[a]\n\(text)\n")
    let result = program.run("validate")
    #expect(result.error.hasPrefix(report + "\n"), "\(result.error)")
  }

  @Test("are refused in what a plan shows")
  func shown() {
    let program = Program("[variables]\nTOKEN = { secret = true }\n[a]\ncommand = 'true'\nname = 'with {{ TOKEN }}'\n")
    #expect(
      program.run("run", "--var", "TOKEN=abcdefgh").error.hasPrefix(
        "deploy.toml:5:9: error: `name` is shown and recorded, so no secret can stand in it [secret.shown]\n"))
  }

  @Test("are not shown by what builtins of the shell and assignments get")
  func builtins() {
    let commands = [
      "echo {{ TOKEN }} | docker login --password-stdin", "T={{ TOKEN }} deploy", "printf '%s' \"{{ TOKEN }}\" > f",
      "deploy <<E\n{{ TOKEN }}\nE", "[ {{ TOKEN }} = x ]", "export T='{{ TOKEN }}'",
    ]
    for command in commands {
      let program = Program("[variables]\nTOKEN = { secret = true }\n[a]\ncommand = '''\n\(command)\n'''\n")
      #expect(program.run("validate").error.isEmpty, "\(command)")
    }
  }

  @Test("are quoted by no message, nor are the lines of files that may hold them")
  func messages() {
    let program = Program(
      "[variables]\nTOKEN = { secret = true, pattern = \"[a-z]+\", choices = [\"abcdefgh\"] }\n[a]\ncommand = 'echo {{ TOKEN }}'\n"
    )
    program.folder.write("TOKEN = \"SECRET-1\"\nOTHER = \"SECRET-2\"\nbroken = SECRET-3\n", to: "v.toml")
    program.folder.write("TOKEN=SECRET-4\nNOT SECRET-5\n", to: "v.env")
    for file in ["v.toml", "v.env"] {
      let result = program.run("run", "deploy.toml", "--vars-file", file)
      #expect(result.exit == 2)
      #expect(result.error.contains("\(file):"))
      #expect(!result.error.contains("SECRET"), "\(result.error)")
      #expect(!result.error.contains("abcdefgh"), "\(result.error)")
    }
  }

  @Test("on the command line, or very short, earn a warning; shorter ones are refused")
  func short() {
    let program = Program("[variables]\nTOKEN = { secret = true }\n[a]\ncommand = 'echo {{ TOKEN }}'\n")
    let warned = program.run("run", "--quiet", "--var", "TOKEN=abcd")
    #expect(warned.exit == 0)
    #expect(warned.error.contains("[variable.secret-argument]"))
    #expect(warned.error.contains("[variable.secret-short]"))
    let refused = program.run("run", "--var", "TOKEN=abc")
    #expect(refused.exit == 2)
    #expect(refused.error.contains("[variable.secret-length]"))
  }
}
