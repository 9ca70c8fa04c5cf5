import Foundation
import TestSupport
import Testing

/// `write_file`, `render` and `checksum` on real files.
@Suite("Functions of files")
struct FileFunctionTests {
  private static func run(_ parameters: String, function: String = "write_file", before: (Program) -> Void = { _ in })
    -> (program: Program, node: RunReport.Node?)
  {
    let program = Program("[a]\nfunction = \"\(function)\"\nparams = { \(parameters) }\n")
    before(program)
    let result = program.run("run", "--json", "--no-input")
    return (program, result.report?.nodes.first)
  }

  private static func mode(_ program: Program, _ name: String) -> Int? {
    let path = "\(program.folder.path)/\(name)"
    return (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
  }

  @Test("a new file has the content and the mode, and nothing else is left")
  func new() {
    let (program, node) = Self.run(#"path = "x", content = "hi {{ 1 + 1 }}\n", mode = "0640""#)
    #expect(node?.status == "succeeded")
    #expect(program.folder.read("x") == "hi 2\n")
    #expect(Self.mode(program, "x") == 0o640)
    #expect(!program.folder.list().contains { $0.contains("pyflow-new") })
  }

  @Test(
    "the newline at the end of a template stays",
    arguments: [
      (#"content = "{{ 'x' }}\n""#, "x\n"), (#"content = "{{ 'x' }}""#, "x"), (#"content = "x\n\n""#, "x\n\n"),
      (#"content = "{{ run.title }}\n""#, "deploy\n"), (#"content = "a {{ run.title }}\r\n""#, "a deploy\r\n"),
      (#"content = """#, ""), ("content = 5", "5"),
    ])
  func newline(parameter: String, expected: String) {
    #expect(Self.run("path = \"x\", \(parameter)").program.folder.read("x") == expected)
  }

  @Test("what is there already is left alone, and the node is unchanged")
  func unchanged() {
    let (program, node) = Self.run(#"path = "x", content = "same""#) { $0.folder.write("same", to: "x", mode: 0o600) }
    #expect(node?.status == "unchanged")
    #expect(node?.reason == "\(program.folder.path)/x holds this already")
    #expect(Self.mode(program, "x") == 0o600)
    #expect(
      Self.run(#"path = "x", content = "same", mode = "0644""#) { $0.folder.write("same", to: "x", mode: 0o600) }
        .node?.status == "succeeded")
  }

  @Test("a file that is replaced keeps its mode, and a link stays one")
  func replaced() {
    let (program, node) = Self.run(#"path = "link", content = "new""#) { program in
      program.folder.write("old", to: "real", mode: 0o751)
      try? FileManager.default.createSymbolicLink(atPath: "\(program.folder.path)/link", withDestinationPath: "real")
    }
    #expect(node?.status == "succeeded")
    #expect(program.folder.read("real") == "new" && Self.mode(program, "real") == 0o751)
    #expect(
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(program.folder.path)/link")) == "real")
  }

  @Test("`append` adds to what is there, or makes the file")
  func append() {
    let parameters = #"path = "x", content = "two\n", append = true"#
    #expect(Self.run(parameters) { $0.folder.write("one\n", to: "x") }.program.folder.read("x") == "one\ntwo\n")
    #expect(Self.run(parameters).program.folder.read("x") == "two\n")
  }

  @Test("what a crash has left of a file that was being written is removed")
  func left() {
    let (program, node) = Self.run(#"path = "x", content = "new""#) { $0.folder.write("ha", to: ".x.pyflow-new") }
    #expect(node?.status == "succeeded")
    #expect(program.folder.read("x") == "new" && !program.folder.exists(".x.pyflow-new"))
  }

  @Test("a secret is in the file alone, which only its owner may read")
  func secret() {
    let program = Program(
      """
      [runbook.secrets]
      TOKEN = { env = "TOKEN" }
      [a]
      function = "write_file"
      params = { path = "x", content = "token={{ secrets.TOKEN }}\\n" }
      """)
    var other = program
    other.environment["TOKEN"] = "s3cr3t-value-of-it"
    #expect(other.run("run", "--no-input").exit == 0)
    #expect(program.folder.read("x") == "token=s3cr3t-value-of-it\n")
    #expect(Self.mode(program, "x") == 0o600)
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("s3cr3t") == false)
  }

  @Test(
    "that cannot be written fail the node with why",
    arguments: [
      ("path = \"none/x\", content = \"\"", "write none/x: No such file or directory", "file-missing"),
      ("path = \".\", content = \"\"", ". is a folder, not a file", "file-kind"),
      ("path = \"/dev/null\", content = \"\"", "/dev/null is a device, not a file", "file-kind"),
      ("path = \"pipe\", content = \"\"", "pipe is a pipe, not a file", "file-kind"),
      ("path = \"dangling\", content = \"\"", "follow dangling: No such file or directory", "file-missing"),
      ("path = \"deploy.toml/x\", content = \"\"", "deploy.toml/x: Not a directory", "file-missing"),
    ])
  func failures(parameters: String, reason: String, code: String) {
    let (program, node) = Self.run(parameters) { program in
      mkfifo("\(program.folder.path)/pipe", 0o600)
      try? FileManager.default.createSymbolicLink(
        atPath: "\(program.folder.path)/dangling", withDestinationPath: "nowhere")
    }
    #expect(node?.status == "failed")
    let found = node?.reason?.replacingOccurrences(of: program.folder.path + "/", with: "") ?? ""
    #expect(found.contains(reason), "\(found)")
    #expect(program.folder.read("deploy.audit.jsonl")?.contains("\"code\":\"\(code)\"") == true)
  }

  @Test("checksum reads a file and compares it")
  func checksum() {
    let digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    let hello: (Program) -> Void = { $0.folder.write("hello", to: "x") }
    #expect(
      Self.run("path = \"x\", expected = \"sha256:\(digest)\"", function: "checksum", before: hello).node?.status
        == "succeeded")
    let other = Self.run(
      "path = \"x\", expected = \"\(String(repeating: "0", count: 64))\"", function: "checksum", before: hello)
    #expect(other.node?.reason?.hasSuffix("/x is \(digest), not \(String(repeating: "0", count: 64))") == true)
    #expect(Self.run("path = \"none\"", function: "checksum").node?.reason?.contains("No such file") == true)
    #expect(Self.run("path = \"/dev/zero\"", function: "checksum").node?.reason == "/dev/zero is a device, not a file")
  }

  @Test("render writes what a template file comes to; the file is part of the plan")
  func render() {
    let program = Program(
      """
      [variables]
      PORT = 80
      [first]
      command = "printf seen"
      [a]
      function = "render"
      params = { template = "t/x.j2", path = "x" }
      """)
    program.folder.write("port {{ PORT }}\n{% if PORT < 1024 %}low{% endif %} {{ nodes.first.stdout }}\n", to: "t/x.j2")
    #expect(program.run("run", "--no-input").exit == 0)
    #expect(program.folder.read("x") == "port 80\nlow seen\n")
    #expect(program.run("run", "--json", "--no-input").report?.summary == "a unchanged, first succeeded")
    let digest = program.run("plan", "--json").output
    program.folder.write("other\n", to: "t/x.j2")
    #expect(program.run("plan", "--json").output != digest)
  }

  @Test("the mistakes of a template file stand in that file")
  func mistakes() {
    let program = Program("[a]\nfunction = \"render\"\nparams = { template = \"x.j2\", path = \"x\" }\n")
    program.folder.write("fine\n{{ NOPE }} {{ 'x' | uper }}\n", to: "x.j2")
    #expect(
      program.run("validate").error == """
        x.j2:2:4: error: `NOPE` is not defined [template.unknown-name]
          2 | {{ NOPE }} {{ 'x' | uper }}
            |    ^^^^
        x.j2:2:21: error: there is no filter `uper` [template.unknown-filter]
          2 | {{ NOPE }} {{ 'x' | uper }}
            |                     ^^^^
             = hint: did you mean `upper`?
        deploy.toml: 2 errors

        """)
    #expect(
      Program("[a]\nfunction = \"render\"\nparams = { template = \"x.j2\", path = \"x\" }\n").run("validate").error
        == """
        deploy.toml:3:23: error: `x.j2` cannot be read: there is no such file [plan.template-unreadable]
          3 | params = { template = "x.j2", path = "x" }
            |                       ^^^^^^
             = hint: a relative path begins at the folder of this runbook
        deploy.toml: 1 error

        """)
  }

  @Test("a run that is taken up again renders the template that was recorded")
  func resumed() {
    let program = Program(
      """
      [gate]
      command = "test -e go"
      [a]
      function = "render"
      params = { template = "x.j2", path = "x" }
      """)
    program.folder.write("{{ 'as' }} recorded\n", to: "x.j2")
    #expect(program.run("run", "--no-input").exit == 1)
    program.folder.write("changed\n", to: "x.j2")
    program.folder.write("", to: "go")
    #expect(program.run("resume", "--no-input").exit == 3)
    #expect(program.run("resume", "--no-input", "--accept-changes").exit == 0)
    #expect(program.folder.read("x") == "as recorded\n")
  }
}
