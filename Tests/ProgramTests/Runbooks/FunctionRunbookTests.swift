import Foundation
import TestSupport
import Testing

/// `runbooks/features/functions.toml` and `plugins.toml`.
@Suite("The runbooks of functions and plugins")
struct FunctionRunbookTests {
  @Test("every built-in function works on a bare machine; a second run finds its files as they are to be")
  func functions() {
    let program = Program()
    program.folder.copy("runbooks/features/functions.toml", as: "deploy.toml")
    program.folder.copy("runbooks/features/functions.conf.j2")
    let first = program.run("run", "--json", "--no-input")
    #expect(first.exit == 0 && first.report?.ids("failed") == ["fail"])
    #expect(
      program.folder.read("functions.out/server.conf") == """
        # Written by pyflow; changes here are lost.
        listen 8080;
        user nobody;
        digest-of-runbook Built-in functions;

        """)
    let second = program.run("run", "--json", "--no-input")
    #expect(second.report?.ids("unchanged") == ["write", "configure"])
  }

  @Test("plugins in sh and in Python are found, called and read")
  func plugins() {
    var program = Program()
    program.folder.copy("runbooks/features/plugins.toml", as: "deploy.toml")
    program.folder.copy("runbooks/plugins", as: ".pyflow/plugins")
    let result = program.run("run", "--json", "--no-input", "--var", "LANGUAGE=fr")
    #expect(
      result.report?.summary == "again unchanged, greet unchanged, report succeeded, servers unchanged, web succeeded")
    #expect(result.error.contains("  │ Bonjour: web-1 of 1\n"))
    #expect(program.folder.read("inventory.json")?.contains("\"weight\": 0.5") == true)
    program.environment["PATH"] = "/nowhere"
    #expect(program.run("plugins", "--json", "deploy.toml").output.contains(#""name":"greet","path":"#))
  }

  @Test("a plugin that fails undoes what was done")
  func failing() {
    let program = Program()
    program.folder.copy("runbooks/features/plugins.toml", as: "deploy.toml")
    program.folder.copy("runbooks/plugins", as: ".pyflow/plugins")
    program.folder.write("[not json", to: "inventory.json")
    let report = program.run("run", "--json", "--no-input").report
    #expect(report?.status == "rolled_back")
    #expect(report?.nodes.first { $0.id == "web" }?.reason?.hasPrefix("inventory.json: Expecting value") == true)
    #expect(!program.folder.exists("inventory.json"))
  }
}
