import Testing
import Text
import Values

@testable import Templates

/// Places in shell text where no encoding would keep a value data: each is refused, with what to do instead.
@Suite("Refused places in shell text")
struct ShellRefusalTests {
  private func compile(_ text: String, _ dialect: ShellDialect?) throws -> (ShellTemplate, [ShellPosition.Unsafe]) {
    let source = SourceText(name: "shape", bytes: Array(text.utf8))
    let template = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
    let (command, failures) = ShellTemplate.compile(template, dialect: dialect, shellName: "fish")
    let reasons = failures.compactMap { failure in
      if case .unsafePosition(let reason) = failure.problem { reason } else { nil }
    }
    return (command, reasons)
  }

  @Test(
    "are told apart",
    arguments: [
      ("echo `echo {{ V }}`", .backquotes), ("echo $'{{ V }}'", .dollarQuotes), ("echo $(({{ V }} + 1))", .arithmetic),
      ("echo ${X:-{{ V }}}", .parameterExpansion), ("echo \"${X:-{{ V }}}\"", .parameterExpansion),
      ("echo ${{ V }}", .afterDollar), ("echo \\{{ V }}", .afterBackslash), ("true # {{ V }}", .comment),
      ("for {{ V }} in 1; do true; done", .name), ("{{ V }}() { true; }", .name), ("unset {{ V }}", .name),
      ("read {{ V }}", .name), ("eval {{ V }}", .evaluated(by: "eval")),
      ("eval 'echo {{ V }}'", .evaluated(by: "eval")),
      ("eval \"$(echo {{ V }})\"", .evaluated(by: "eval")), ("trap '{{ V }}' EXIT", .evaluated(by: "trap")),
      ("sh -c '{{ V }}'", .evaluated(by: "-c")), ("docker exec app sh -c \"{{ V }}\"", .evaluated(by: "-c")),
      ("export {{ V }}", .name), ("cat <<{{ V }}\nE", .hereDelimiter),
      ("cat <<E\n$(echo {{ V }})\nE", .expansionInHereDocument),
      ("cat <<E\n`echo {{ V }}`\nE", .expansionInHereDocument), ("cat <<E\n\\{{ V }}\nE", .afterBackslash),
      ("cat <<E\n${{ V }}\nE", .afterDollar), ("cat <<E\n${X-{{ V }}}\nE", .expansionInHereDocument),
      ("echo $(( $(echo {{ V }}) ))", .arithmetic), ("echo ${X:-$(echo {{ V }})}", .parameterExpansion),
      ("\\eval {{ V }}", .evaluated(by: "eval")), ("'eval' {{ V }}", .evaluated(by: "eval")),
      ("e\"va\"l {{ V }}", .evaluated(by: "eval")), ("xargs 'sh' \"-c\" {{ V }}", .evaluated(by: "-c")),
      ("flock f -c {{ V }}", .evaluated(by: "-c")), ("watch 'ls {{ V }}'", .evaluated(by: "watch")),
      ("PS4={{ V }}; set -x", .evaluated(by: "PS4")), ("sh -e -c {{ V }} x", .evaluated(by: "-c")),
      ("a[{{ V }}]=1", .arithmetic), ("[[ {{ V }} -eq 1 ]]", .arithmetic), ("let {{ V }}", .evaluated(by: "let")),
    ] as [(String, ShellPosition.Unsafe)])
  func reason(_ text: String, _ reason: ShellPosition.Unsafe) throws {
    #expect(try compile(text, .bash).1 == [reason])
  }

  @Test("are all places of a shell whose rules are not known")
  func unknownShell() throws {
    #expect(try compile("echo {{ V }}", nil).1 == [.unknownShell("fish")])
  }

  @Test("are those after branches that leave quotation marks open")
  func branches() throws {
    #expect(try compile("echo {% if X %}'{% endif %}{{ V }}", .sh).1 == [.branches])
    #expect(try compile("echo {% if X %}'a'{% endif %}{{ V }}", .sh).1.isEmpty)
  }

  static let secondShells: [(text: String, isRead: Bool)] = [
    ("ssh host 'x {{ V }}'", true), ("ssh -p 22 -i key user@host rm {{ V }}", true), ("ssh {{ V }}", false),
    ("ssh -p {{ V }} host ls", false), ("ssh host 'x {{ V | quote }}'", false), ("sh <<E\necho {{ V }}\nE", true),
    ("ssh host <<E\necho {{ V }}\nE", true), ("sh <<E\necho {{ V | quote }}\nE", false),
    ("bash -s {{ V }} <<E\necho $1\nE", false), ("source /dev/stdin <<< {{ V }}", true), ("cat <<< {{ V }}", false),
    ("cat <<E\n{{ V }}\nE", false), ("echo ssh host {{ V }}", false), ("ssh host ls; echo {{ V }}", false),
  ]

  @Test("are told from values that a second shell reads", arguments: secondShells)
  func secondShell(_ text: String, _ isRead: Bool) throws {
    let (command, reasons) = try compile(text, .bash)
    #expect(reasons.isEmpty)
    #expect(command.secondShellSpans.count == (isRead ? 1 : 0))
    #expect(command.quotedTwiceSpans.isEmpty)
  }

  @Test("are told from values that are quoted twice")
  func quotedTwice() throws {
    #expect(try compile("touch {{ V | quote }} \"{{ V | quote }}\" {{ V }}", .sh).0.quotedTwiceSpans.count == 2)
    #expect(try compile("cat > script <<E\nrm {{ V | quote }}\nE", .sh).0.quotedTwiceSpans.isEmpty)
  }

  @Test("are those in loops so deep that their ways cannot be counted, which is told at once")
  func deepLoops() throws {
    func nested(_ depth: Int, _ body: String) -> String {
      String(repeating: "{% for a in L %}", count: depth) + body + String(repeating: "{% endfor %}", count: depth)
    }
    #expect(try compile(nested(60, "echo {{ V }};"), .sh).1.isEmpty)
    #expect(try compile(nested(60, "echo '{{ V }}"), .sh).1 == [.unclear])
  }

  @Test("are found in large texts at once", arguments: ["", "'", "\"", "<<E\n", "$("])
  func large(_ opening: String) throws {
    let closing = opening == "<<E\n" ? "\nE\n" : opening == "$(" ? ")" : opening
    let text = "echo " + opening + String(repeating: "x", count: 500_000) + closing + " {{ V }}"
    #expect(try compile(text, .sh).1.isEmpty)
  }

  private func render(_ text: String, _ value: Value) throws -> String {
    let (command, reasons) = try compile(text, .sh)
    #expect(reasons.isEmpty)
    var evaluator = TemplateEvaluator(scope: ValueScope(["V": value]))
    return try command.render(with: &evaluator).text
  }

  @Test("a list that stands alone is a word for each item")
  func lists() throws {
    #expect(try render("arg {{ V }} x", .list([.string("a b"), .int(2)])) == "arg 'a b' '2' x")
    #expect(try render("arg {{ V }}", .list([])) == "arg ")
    #expect(try render("arg $(echo {{ V }})", .list([.string("a"), .string("b")])) == "arg $(echo 'a' 'b')")
  }

  @Test(
    "a list elsewhere is an error",
    arguments: ["a{{ V }}", "{{ V }}b", "--x={{ V }}", "\"{{ V }}\"", "'{{ V }}'", "{{ V }}{{ V }}"])
  func attachedLists(_ word: String) throws {
    #expect(throws: TemplateFailure.self) { try render("arg \(word) c", .list([.string("a")])) }
  }

  @Test("`raw` is source text, wherever it stands, and is told")
  func raw() throws {
    #expect(try render("echo $(({{ V | raw }} + 1))", .string("1 + 1")) == "echo $((1 + 1 + 1))")
    #expect(try compile("echo {{ V | raw }} `{{ V | raw }}`", .sh).0.rawSpans.count == 2)
  }

  @Test("a value that would end a literal here-document, or lose its tabs, is an error when it is known")
  func literalHereDocument() throws {
    #expect(try render("cat <<'E'\n{{ V }}\nE", .string("a\n E\nE x")) == "cat <<'E'\na\n E\nE x\nE")
    for value in ["E", "a\nE", "E\nb", "a\nE\nb"] {
      #expect(throws: TemplateFailure.self) { try render("cat <<'E'\n{{ V }}\nE", .string(value)) }
    }
    #expect(throws: TemplateFailure.self) { try render("cat <<'EOF'\nE{{ V }}F\nEOF", .string("O")) }
    #expect(throws: TemplateFailure.self) { try render("cat <<-'E'\n\t{{ V }}\nE", .string("a\n\tb")) }
    #expect(try render("cat <<-'E'\n\t{{ V }}\nE", .string("a\tb")) == "cat <<-'E'\n\ta\tb\nE")
  }
}
