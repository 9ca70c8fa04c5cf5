import Foundation
import TestSupport
import Testing

/// Every block of code in the documentation is run, and prints what the documentation says.
///
/// - `toml` with a file's name is that file, and a valid runbook; alone it is a valid runbook as well. Scenarios, files named
///   `*.test.toml`, are rehearsed by the consoles.
/// - `console` holds commands and their output, run in one folder a page, with the page's files.
/// - `yaml` is a workflow of GitHub, whose commands exist.
/// - `sh` holds commands for the project's own folder, which is known to work by other means: its make targets exist.
@Suite("The documentation")
struct DocumentationTests {
  static let pages = ["README.md", "CONTRIBUTING.md"] + Repository.files(below: "docs", suffix: ".md")

  private static func blocks(_ page: String) -> [CodeBlock] {
    CodeBlock.all(in: Repository.read(page) ?? "", page: page)
  }

  @Test("does what it says", arguments: pages)
  func page(_ page: String) throws {
    let program = Program()
    for block in Self.blocks(page) {
      switch block.language {
      case "toml": checkRunbook(block, program)
      case "console": for exchange in block.exchanges { try check(exchange, block, program) }
      case "sh": checkTargets(block)
      case "yaml": checkWorkflow(block, program)
      case "text", "json": break
      default: Issue.record("\(block): a block of an unknown language")
      }
    }
  }

  private func checkRunbook(_ block: CodeBlock, _ program: Program) {
    let name = block.words.dropFirst().first ?? "block-\(block.line).toml"
    program.folder.write(block.text, to: name)
    if name.hasSuffix(".test.toml") { return }
    let result = program.run("validate", name)
    #expect(result.exit == 0, "\(block): \(result.error)")
  }

  private func checkWorkflow(_ block: CodeBlock, _ program: Program) {
    let words = block.text.split(whereSeparator: \.isWhitespace)
    let verbs = zip(words, words.dropFirst()).filter { $0.0 == "pyflow" }.map { String($0.1) }
    #expect(!verbs.isEmpty)
    for verb in verbs { #expect(program.run("help", verb).exit == 0, "\(block): pyflow \(verb)") }
  }

  private func check(_ exchange: CodeBlock.Exchange, _ block: CodeBlock, _ program: Program) throws {
    var shell = program
    let folder = Program.executable.deletingLastPathComponent().path
    shell.wrapper = ["sh", "-c", "PATH=\"\(folder):$PATH\"; exec 2>&1; \(exchange.command)"]
    let output = shell.run().output
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    #expect(exchange.matches(lines), "\(block): `\(exchange.command)` prints:\n\(output)")
  }

  private func checkTargets(_ block: CodeBlock) {
    let makefile = Repository.read("Makefile") ?? ""
    for line in block.lines where line.hasPrefix("make ") {
      let target = line.split(separator: " ")[1]
      #expect(makefile.contains("\n\(target):"), "\(block): there is no target \(target)")
    }
  }

  @Test("names the exit codes that help names")
  func exitCodes() throws {
    let help = Program().run("help").output
    let readme = try #require(Repository.read("README.md"))
    let codes = try #require(help.components(separatedBy: "Exit codes:\n").last).split(separator: "\n")
    let rows = codes.prefix { $0.hasPrefix("  ") }.map { line in
      let words = line.split(separator: " ", maxSplits: 1)
      return "| \(words[0]) | \(words[1].trimmingCharacters(in: .whitespaces)) |"
    }
    #expect(rows.count >= 12)
    for row in rows { #expect(readme.contains(row + "\n")) }
  }

  @Test("its links lead somewhere", arguments: pages)
  func links(_ page: String) throws {
    let text = try #require(Repository.read(page))
    let folder = Repository.root.appendingPathComponent(page).deletingLastPathComponent()
    for match in text.matches(of: /\]\(([^):#]+)[^)]*\)/) {
      let target = folder.appendingPathComponent(String(match.1)).path
      #expect(FileManager.default.fileExists(atPath: target), "\(page) links to \(match.1)")
    }
  }
}
