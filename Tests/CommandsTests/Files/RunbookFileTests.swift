import Foundation
import TestSupport
import Testing
import Text

@testable import Commands
@testable import Effects

@Suite("Which file is meant")
struct RunbookFileTests {
  /// Goes to a fresh folder with these files; only for exit tests, which have a current folder of their own.
  private static func enter(_ names: [String]) -> TemporaryFolder {
    let folder = TemporaryFolder()
    for name in names { folder.write("", to: name) }
    chdir(folder.path)
    return folder
  }

  @Test("the only runbook of the folder; other tools' files are none")
  func only() async {
    await #expect(processExitsWith: .success) {
      let folder = Self.enter([
        "release.toml", "release.test.toml", "Cargo.toml", "pyproject.toml", "taplo.toml", ".hidden.toml", "x.yaml",
        "sub/other.toml",
      ])
      let file = try RunbookFile.choose(nil)
      #expect(file.path == "release.toml" && file.auditPath == "release.audit.jsonl" && file.folder == folder.path)
    }
  }

  @Test("none or several are refused, unless one is named")
  func noneOrSeveral() async {
    await #expect(processExitsWith: .success) {
      let none = Self.enter(["pyproject.toml"])
      #expect(throws: UsageProblem.noRunbook) { try RunbookFile.choose(nil) }
      let several = Self.enter(["b.toml", "a.toml"])
      #expect(throws: UsageProblem.severalRunbooks(["a.toml", "b.toml"])) { try RunbookFile.choose(nil) }
      let named = try RunbookFile.choose("missing")
      #expect(named.path == "missing")
      withExtendedLifetime((none, several)) {}
    }
  }

  @Test(
    "its folder is absolute, its audit file stands beside it",
    arguments: [
      ("/a/b/deploy.toml", "/a/b", "/a/b/deploy.audit.jsonl"), ("/deploy.toml", "/", "/deploy.audit.jsonl"),
      ("/a/./b//deploy.toml", "/a/b", "/a/./b//deploy.audit.jsonl"),
      ("/a/../b/run", "/a/../b", "/a/../b/run.audit.jsonl"), ("/a/x.toml.bak", "/a", "/a/x.toml.bak.audit.jsonl"),
    ])
  func folder(path: String, folder: String, audit: String) {
    let file = RunbookFile(path: path)
    #expect(file.folder == folder && file.auditPath == audit)
  }

  @Test("relative paths begin at the current folder")
  func relative() {
    #expect(RunbookFile(path: "deploy.toml").folder == Folder.current)
    #expect(RunbookFile(path: "sub/deploy.toml").folder == Folder.current + "/sub")
    #expect(RunbookFile(path: "./deploy.toml").folder == Folder.current)
  }

  @Test("a file that cannot be read is a diagnostic")
  func unreadable() {
    let folder = TemporaryFolder()
    folder.write("", to: "sub/x")
    mkfifo("\(folder.path)/fifo", 0o600)
    let cases = [
      (
        "missing.toml",
        "error: there is no such file [runbook.unreadable]\n"
          + "    = hint: check the path; relative ones begin at the current folder"
      ),
      ("sub", "error: this is a folder, not a file [runbook.unreadable]\n    = hint: name the runbook inside it"),
      ("fifo", "error: this is a pipe, socket or device, not a file [runbook.unreadable]"),
    ]
    for (name, text) in cases {
      var diagnostics = Diagnostics()
      #expect(RunbookFile(path: "\(folder.path)/\(name)").read(into: &diagnostics) == nil)
      let rendered = DiagnosticRenderer(format: .text).render(diagnostics).trimmingCharacters(in: .newlines)
      #expect(rendered == "\(folder.path)/\(name): \(text)")
    }
  }

  @Test("audit commands take a runbook, an audit file, a run, or several of them")
  func auditArguments() async {
    await #expect(processExitsWith: .success) {
      let folder = Self.enter(["deploy.toml"])
      func argument(_ line: String) throws -> String {
        let invocation = try ArgumentParser.parse(["audit", "show"] + line.split(separator: " ").map(String.init))
        let argument = try AuditFileArgument(invocation) { ["plain", "deploy.toml"].contains($0) }
        return "\(argument.path) \(argument.run ?? "-")"
      }
      let cases = [
        ("", "deploy.audit.jsonl -"), ("latest", "deploy.audit.jsonl latest"), ("01ABC", "deploy.audit.jsonl 01ABC"),
        ("other.toml", "other.audit.jsonl -"), ("other.toml 01ABC", "other.audit.jsonl 01ABC"),
        ("a/b", "a/b.audit.jsonl -"), ("plain", "plain.audit.jsonl -"), ("x.audit.jsonl 01A", "x.audit.jsonl 01A"),
        ("--audit z.jsonl", "z.jsonl -"), ("--audit z.jsonl latest", "z.jsonl latest"),
        ("--audit z.jsonl deploy.toml latest", "z.jsonl latest"),
      ]
      for (line, expected) in cases {
        let found = try argument(line)
        #expect(found == expected, "\(line)")
      }
      withExtendedLifetime(folder) {}
    }
  }
}
