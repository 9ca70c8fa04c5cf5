import Testing

@testable import Commands

@Suite("Command lines")
struct ArgumentParserTests {
  /// What an invocation says, in one line: `run a.toml --jobs=4`.
  private static func text(_ invocation: Invocation) -> String {
    let flags = Flag.allCases.compactMap { flag in
      invocation.values[flag].map { values in
        flag.text + (flag.valueName == nil ? "" : "=" + values.joined(separator: "|"))
      }
    }
    return ([invocation.verb.rawValue] + invocation.arguments + flags).joined(separator: " ")
  }

  private static func parse(_ line: String) throws(UsageProblem) -> String {
    text(try ArgumentParser.parse(line.split(separator: " ").map(String.init)))
  }

  @Test("without arguments there is help")
  func nothing() throws {
    #expect(Self.text(try ArgumentParser.parse([])) == "help")
  }

  @Test("every command is understood, and takes as many arguments as it says", arguments: Verb.allCases)
  func verbs(verb: Verb) throws {
    let arguments = (0..<verb.maximumArguments).map { "x\($0)" }
    let invocation = try ArgumentParser.parse(verb.words + arguments)
    #expect(invocation.verb == verb && invocation.arguments == arguments && invocation.values.isEmpty)
    #expect(throws: UsageProblem.tooManyArguments("more", verb: verb)) {
      try ArgumentParser.parse(verb.words + arguments + ["more"])
    }
  }

  @Test("every option of every command is understood, in each of its forms", arguments: Verb.allCases)
  func flags(verb: Verb) throws {
    for flag in verb.flags + Verb.commonFlags {
      var forms = [[flag.text]]
      if flag.valueName != nil { forms = [[flag.text, "a=b"], ["\(flag.text)=a=b"]] }
      if let letter = flag.letter {
        forms += flag.valueName == nil ? [["-\(letter)"]] : [["-\(letter)", "a=b"], ["-\(letter)a=b"]]
      }
      for form in forms {
        let invocation = try ArgumentParser.parse(verb.words + form)
        #expect(invocation.verb == verb && Array(invocation.values.keys) == [flag], "\(form)")
        #expect(invocation.value(of: flag) == (flag.valueName == nil ? "" : "a=b"), "\(form)")
      }
    }
  }

  @Test("options of other commands are not understood", arguments: Verb.allCases)
  func otherFlags(verb: Verb) {
    for flag in Flag.allCases where !(verb.flags + Verb.commonFlags).contains(flag) {
      #expect(throws: UsageProblem.self, "\(flag.text)") { try ArgumentParser.parse(verb.words + [flag.text]) }
    }
  }

  @Test("every option belongs to a command, or stands alone", arguments: Flag.allCases)
  func used(flag: Flag) {
    let isUsed = Verb.allCases.contains { ($0.flags + Verb.commonFlags).contains(flag) }
    #expect(isUsed || flag == .version)
  }

  @Test(
    "is read as it is meant",
    arguments: [
      ("--version", "version"), ("--help", "help"), ("-h", "help"), ("run", "run"),
      ("run a.toml", "run a.toml"), ("run --jobs 4 a.toml -q", "run a.toml --jobs=4 --quiet"),
      ("run -j4", "run --jobs=4"), ("run -qj4", "run --jobs=4 --quiet"), ("run -qyn", "run --yes --dry-run --quiet"),
      ("run -j=4", "run --jobs==4"), ("run --jobs=", "run --jobs="),
      ("run --var A=1 --var B=2 --var A=3", "run --var=A=1|B=2|A=3"), ("run --var --json", "run --var=--json"),
      ("run -- --quiet", "run --quiet"), ("run -- -- ", "run --"), ("run -", "run -"),
      ("run --quiet --quiet", "run --quiet"), ("run a b c --help", "run a b c --help"),
      ("run -h --jobs x", "run --jobs=x --help"),
      ("audit show a.toml latest", "audit show a.toml latest"), ("audit --help", "help"), ("audit x -h", "help"),
      ("help audit verify", "help audit verify"), ("debug toml", "debug toml"),
    ])
  func meant(line: String, expected: String) throws {
    #expect(try Self.parse(line) == expected)
  }

  @Test("what comes after -- is an argument, whatever it looks like")
  func separator() throws {
    let invocation = try ArgumentParser.parse(["run", "--quiet", "--", "--json"])
    #expect(invocation.arguments == ["--json"] && Array(invocation.values.keys) == [.quiet])
  }

  @Test(
    "is refused with the reason, and what was probably meant",
    arguments: [
      ("rnu", UsageProblem.unknownVerb("rnu", suggestion: "run"), "there is no command `rnu`"),
      ("deploy.toml", .unknownVerb("deploy.toml", suggestion: nil), "there is no command `deploy.toml`"),
      ("--json", .unknownVerb("--json", suggestion: nil), "there is no command `--json`"),
      ("audit", .incompleteVerb("audit", choices: ["show", "verify"]), "`audit` needs one of: show, verify"),
      ("audit x", .incompleteVerb("audit", choices: ["show", "verify"]), "`audit` needs one of: show, verify"),
      (
        "run --jsno", .unknownFlag("--jsno", verb: .run, suggestion: "--json"), "`pyflow run` has no option `--jsno`"
      ),
      (
        "audit show --colour=never", .unknownFlag("--colour", verb: .auditShow, suggestion: "--color"),
        "`pyflow audit show` has no option `--colour`"
      ),
      (
        "run --nothing", .unknownFlag("--nothing", verb: .run, suggestion: nil),
        "`pyflow run` has no option `--nothing`"
      ),
      ("run --=x", .unknownFlag("--", verb: .run, suggestion: nil), "`pyflow run` has no option `--`"),
      ("run -x", .unknownFlag("-x", verb: .run, suggestion: nil), "`pyflow run` has no option `-x`"),
      ("run -qx", .unknownFlag("-x", verb: .run, suggestion: nil), "`pyflow run` has no option `-x`"),
      ("validate -j4", .unknownFlag("-j", verb: .validate, suggestion: nil), "`pyflow validate` has no option `-j`"),
      ("run --jobs", .missingValue(.jobs), "`--jobs` needs a value: --jobs N"),
      ("run -j", .missingValue(.jobs), "`--jobs` needs a value: --jobs N"),
      ("run --var", .missingValue(.var), "`--var` needs a value: --var NAME=VALUE"),
      ("run --quiet=yes", .unexpectedValue(.quiet), "`--quiet` takes no value"),
      ("run --quiet=", .unexpectedValue(.quiet), "`--quiet` takes no value"),
      ("run --jobs 1 -j2", .repeated(.jobs), "`--jobs` is given twice"),
      ("run a b", .tooManyArguments("b", verb: .run), "`pyflow run` does not expect `b`"),
      ("version x", .tooManyArguments("x", verb: .version), "`pyflow version` does not expect `x`"),
    ])
  func refused(line: String, problem: UsageProblem, message: String) {
    #expect(throws: problem) { try Self.parse(line) }
    #expect(problem.message == message)
  }

  @Test("the problems that show later have their words too")
  func laterProblems() {
    #expect(
      [
        UsageProblem.invalidValue(.jobs, "0", expected: "a number from 1 to 100000"), .invalidVariable(.var, "A"),
        .noRunbook,
        .severalRunbooks(["a.toml", "b.toml"]),
      ].map(\.message) == [
        "`--jobs` must be a number from 1 to 100000, not `0`", "`--var A` has no `=`: write --var NAME=VALUE",
        "there is no runbook in this folder: name one", "there are several runbooks here, name one: a.toml, b.toml",
      ])
  }
}
