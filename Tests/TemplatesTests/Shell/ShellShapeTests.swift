import Foundation
import TestSupport
import Testing
import Text
import Values

@testable import Templates

/// Values in every kind of place of a command: each arrives byte for byte, or the place is refused.
///
/// `SHELL_PAIRS=20000` makes the number of pairs of a shape and a value.
@Suite("Values in shell text")
struct ShellShapeTests {
  /// A shape is a command in which `@` stands for the value.
  ///
  /// It says `arg` with words that hold the value, or prints it
  /// with `out`; `expected` is what those say.
  struct Shape: Sendable, CustomStringConvertible {
    let text: String
    let expected: [String]
    var isBashOnly = false
    var description: String { text }
    var hasLiteralHereDocument: Bool { text.contains("<<'E'") || text.contains("<<\"E\"") }

    init(_ text: String, _ expected: String..., bash: Bool = false) {
      self.init(text: text, expected: expected)
      isBashOnly = bash
    }

    init(text: String, expected: [String]) {
      self.text = text
      self.expected = expected
    }
  }

  /// In each, `arg` says its arguments, one after the other.
  static let shapes: [Shape] = [
    Shape("arg @", "@"), Shape("arg a@b", "a@b"), Shape("arg \"@\"", "@"), Shape("arg '@'", "@"),
    Shape("arg \"a@ b\"'c@'@", "a@ bc@@"),
    Shape("arg \"$(arg2 \"@\"; arg2 x)\" y", "@x", "y"), Shape("x=@; arg \"$x\"", "@"),
    Shape("x=\"@\" y='@'; arg \"$x\" \"$y\"", "@", "@"),
    Shape("arg --name=@ -n @", "--name=@", "-n", "@"), Shape("arg \\\n@ \\\n  '@'", "@", "@"),
    Shape("if true; then arg @; else arg no; fi", "@"), Shape("for i in @ \"@\"; do arg \"$i\"; done", "@", "@"),
    Shape("case @ in '@') arg yes;; *) arg no;; esac", "yes"), Shape("case x in x) arg @;; esac", "@"),
    Shape("case @ in (\"@\") arg yes;; esac", "yes"),
    Shape("f() { arg \"$1\" @; }; f @", "@", "@"), Shape("(arg @)", "@"), Shape("{ arg @; }", "@"),
    Shape("arg @ | cat; arg x", "@", "x"),
    Shape("arg @ && arg '@' || arg no", "@", "@"), Shape("! false && arg @", "@"),
    Shape("arg a # it's a comment\narg @", "a", "@"),
    Shape("cat <<E | out\n@\nE", "@"), Shape("cat <<E | out\na@b '\"@\" $((1+1))\nE\narg '@'", "a@b '\"@\" 2", "@"),
    Shape("cat <<-E | out\n\t@\n\tE", "@"), Shape("cat <<'E' | out\n@\nE", "@"),
    Shape("cat <<\"E\" | out\nx @ $y `z`\nE", "x @ $y `z`"),
    Shape("x=1; cat <<E | out\n$x${x}@\\$\nE", "11@$"), Shape("out <<E; arg @\n@\nE", "@", "@"),
    Shape("arg \"$(cat <<E\n@x\nE\n)\"", "@x"), Shape("x=$(arg @ >/dev/null; arg2 '@'; arg2 x); arg \"$x\"", "@x"),
    Shape("d=x; arg \"$d@\" \"$d@y$d\" \"a$d@@\" $d@", "x@", "x@yx", "ax@@", "x@"),
    Shape("d=x; cat <<E | out\n$d@${d}@\nE", "x@x@"), Shape("sh -c 'printf \"%s\\0\" \"$1\"' sh @", "@"),
    Shape("while read -r l; do arg @; done <<E\nx\nE", "@"), Shape("arg \"${HOME+x}\" @", "x", "@"),
    Shape("arg 'it'\\''s' \"\\\"@\\\"\" @", "it's", "\"@\"", "@"), Shape("arg \"$((1 + 2))\" @", "3", "@"),
    Shape("test @ = '@' && arg same", "same"), Shape("[ \"@\" = @ ] && arg same", "same"),
    Shape("printf '%s\\0' @ \"@\"", "@", "@"),
    Shape("[[ @ == \"@\" ]] && arg same", "same", bash: true),
    Shape("a=(@ \"x@\" 'y@'); arg \"${a[@]}\"", "@", "x@", "y@", bash: true),
    Shape("out <<<@", "@", bash: true), Shape("cat <(arg2 @; echo) | out", "@", bash: true),
    Shape("a=(); a+=(@); arg \"${a[0]}\"", "@", bash: true),
    Shape("local_() { local v=@; arg \"$v\"; }; local_", "@", bash: true),
  ]

  /// The place that `@` has in `"${a[@]}"` is none for a value.
  private static func template(_ shape: Shape) -> String {
    shape.text.replacing("[@]", with: "[\u{1}]").replacing("@", with: "{{ V }}").replacing("[\u{1}]", with: "[@]")
  }

  private static let prologue = """
    arg() { for w; do printf '%s\\0' "$w"; done; }
    arg2() { printf '%s' "$1"; }
    out() { x=$(cat; printf x); x=${x%x}; printf '%s\\0' "${x%?}"; }

    """

  @Test("arrive byte for byte, or are refused", arguments: [ShellDialect.sh, .bash], [false, true])
  func shapes(dialect: ShellDialect, isSecret: Bool) throws {
    guard FileManager.default.isExecutableFile(atPath: "/bin/\(dialect.rawValue)") else {
      return print("skipped: there is no /bin/\(dialect.rawValue)")
    }
    let shapes = Self.shapes.filter { shape in
      (dialect == .bash || !shape.isBashOnly) && !(isSecret && shape.hasLiteralHereDocument)
    }
    let values =
      HostileValues.known
      + HostileValues.random(max(1, Self.pairs / shapes.count - HostileValues.known.count), seed: 11)
    for shape in shapes { try check(shape, values, dialect, isSecret: isSecret) }
  }

  @Test("arrive byte for byte in words of random make", arguments: [ShellDialect.sh, .bash], [false, true])
  func randomShapes(dialect: ShellDialect, isSecret: Bool) throws {
    guard FileManager.default.isExecutableFile(atPath: "/bin/\(dialect.rawValue)") else {
      return print("skipped: there is no /bin/\(dialect.rawValue)")
    }
    var random = SeededRandom(seed: 5)
    for _ in 0..<Self.pairs / 20 {
      let shape = RandomShellWord.shape(&random)
      let values = (0..<20).compactMap { _ in HostileValues.known.randomElement(using: &random) }
      try check(shape, values, dialect, isSecret: isSecret)
    }
  }

  private static let pairs = Int(ProcessInfo.processInfo.environment["SHELL_PAIRS"] ?? "") ?? 2000

  private func check(_ shape: Shape, _ values: [String], _ dialect: ShellDialect, isSecret: Bool) throws {
    var script = Self.prologue
    var expected: [String] = []
    for value in values {
      guard let command = try render(shape, value, dialect, isSecret: isSecret) else { continue }
      #expect(!isSecret || !command.text.contains(value) || value.utf8.count < 8, "\(shape) shows \(value)")
      // Each in a process of its own, so that none can change what the next one finds.
      script += "(\n\(Self.exports(command.secrets))\(command.text)\n)\nprintf '%s\\0' ---\n"
      expected += Self.expected(shape, value) + ["---"]
    }
    let output = try Self.run(script, dialect)
    #expect(output.count == expected.count, "\(shape) in \(dialect)")
    for (found, wanted) in zip(output, expected) where found != wanted {
      Issue.record("\(shape) in \(dialect): \(found.debugDescription) instead of \(wanted.debugDescription)")
      return
    }
  }

  private static func expected(_ shape: Shape, _ value: String) -> [String] {
    shape.expected.map { $0.replacing("@", with: value) }
  }

  private static func exports(_ secrets: [(name: String, value: String)]) -> String {
    secrets.map { secret in
      var quoted: [UInt8] = []
      ShellEncoding.appendQuoted(secret.value, to: &quoted)
      return "export \(secret.name)=\(String(decoding: quoted, as: UTF8.self))\n"
    }
    .joined()
  }

  /// The shell's text for a value; nothing if the value is refused, which only a literal here-document does.
  private func render(
    _ shape: Shape, _ value: String, _ dialect: ShellDialect, isSecret: Bool
  ) throws -> ShellCommandText? {
    let source = SourceText(name: "shape", bytes: Array(Self.template(shape).utf8))
    let template = try TemplateParser.template(
      Self.template(shape), in: source, map: .shifted(by: 0))
    let (command, failures) = ShellTemplate.compile(
      template, dialect: dialect, shellName: dialect.rawValue, secrets: isSecret ? ["V"] : [])
    #expect(failures.isEmpty, "\(shape) in \(dialect): \(failures.map(\.problem.message))")
    var evaluator = TemplateEvaluator(scope: ValueScope(["V": .string(value)]))
    do {
      return try command.render(with: &evaluator)
    } catch {
      #expect(shape.hasLiteralHereDocument)
      return nil
    }
  }

  private static func run(_ script: String, _ dialect: ShellDialect) throws -> [String] {
    let folder = TemporaryFolder()
    folder.write(script, to: "script")
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/\(dialect.rawValue)")
    process.arguments = ["\(folder.path)/script"]
    process.currentDirectoryURL = folder.url
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(!folder.exists("pwned"))
    return data.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
