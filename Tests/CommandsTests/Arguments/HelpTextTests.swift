import Testing

@testable import Commands

@Suite("Help")
struct HelpTextTests {
  @Test("one command's help, exactly")
  func exact() {
    #expect(
      HelpText.verb(.auditVerify) == """
        Usage: pyflow audit verify [FILE] [OPTION]…

        Check that nothing in an audit file was changed.

        FILE is a runbook; by default the only one in the folder.

        Options:
              --audit FILE  the audit file; beside the runbook by default
              --json        print the result as JSON
          -q, --quiet       print only what went wrong
              --color WHEN  auto (default), always or never
          -h, --help        print this help

        Example:
          pyflow audit verify deploy.toml

        """)
  }

  @Test("every command's help names its arguments and each of its options", arguments: Verb.allCases)
  func complete(verb: Verb) {
    let lines = HelpText.verb(verb).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let usage = (["Usage: pyflow", verb.rawValue, verb.arguments] + (verb.flags.isEmpty ? [] : ["[OPTION]…"]))
    #expect(lines[0] == usage.filter { !$0.isEmpty }.joined(separator: " "))
    for flag in verb.flags + Verb.commonFlags {
      let written = flag.text + (flag.valueName.map { " \($0)" } ?? "")
      let found = lines.filter { $0.dropFirst(6).hasPrefix(written + " ") }
      #expect(found.count == 1, "\(written)")
      #expect(found.first?.hasSuffix("  " + flag.summary(for: verb)) == true)
      #expect(found.first?.hasPrefix(flag.letter.map { "  -\($0), " } ?? "      ") == true)
    }
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test("the overview lists every command but those for testing, and every exit code")
  func overview() {
    let lines = HelpText.overview().split(separator: "\n").map(String.init)
    for verb in Verb.allCases {
      let name = "  \(verb.rawValue) \(verb.arguments)"
      let isThere = lines.contains { $0.hasPrefix(name) && $0.hasSuffix("  " + verb.summary) }
      #expect(isThere == ![.debugTOML, .debugTemplate, .debugBenchTemplates].contains(verb), "\(verb.rawValue)")
    }
    for code in ExitCode.allCases {
      #expect(lines.contains { $0.hasPrefix("  \(code.rawValue) ") && $0.hasSuffix("  " + code.meaning) })
    }
  }

  @Test("examples are command lines that are understood", arguments: Verb.allCases)
  func examples(verb: Verb) throws {
    guard let example = verb.example else { return }
    let words = example.split(separator: " ").map(String.init)
    #expect(words.first == "pyflow")
    #expect(try ArgumentParser.parse(Array(words.dropFirst())).verb == verb)
  }

  @Test("no letter stands for two options of a command", arguments: Verb.allCases)
  func letters(verb: Verb) {
    let letters = (verb.flags + Verb.commonFlags).compactMap(\.letter)
    #expect(Set(letters).count == letters.count)
  }
}
