import Foundation
import TestSupport
import Testing

/// Values of variables reach a program byte for byte, whatever they hold and wherever they stand.
@Suite("Hostile values")
struct HostileValueTests {
  /// Writes its arguments to `arguments`, each followed by a NUL.
  private static let note = "printf '%s\\0' \"$@\" >>arguments"

  /// Each value bare, inside double quotes and inside single quotes, alone and with text around it.
  private static let command = "note {{ V }} a={{ V }}:b \"{{ V }}\" \"a $X {{ V }}b\" '{{ V }}' 'a {{ V }}$(b)'"

  private static func expected(_ value: String) -> [String] {
    [value, "a=\(value):b", value, "a x \(value)b", value, "a \(value)$(b)"]
  }

  @Test("reach the child unchanged", arguments: ["sh", "bash"])
  func unchanged(shell: String) {
    let values = HostileValues.known + HostileValues.random(200, seed: 4)
    // One run for many values: a node for each, and each value a variable's default.
    let variables = values.enumerated().map { "V\($0) = \(quoted($1))\n" }.joined()
    let nodes = values.indices.map { index in
      "[n\(index)]\ncommand = '''\(Self.command.replacing("{{ V }}", with: "{{ V\(index) }}"))'''\n"
    }.joined()
    let program = Program(
      "[runbook]\nshell = \"\(shell)\"\nmode = \"sequential\"\nenv = { X = \"x\" }\n[variables]\n\(variables)\(nodes)")
    program.stub("note", Self.note)
    let result = program.run("run", "--quiet")
    #expect(result.exit == 0, "\(result.error)")
    let arguments = (program.folder.readData("arguments") ?? Data()).split(
      separator: 0, omittingEmptySubsequences: false
    ).dropLast().map { String(decoding: $0, as: UTF8.self) }
    #expect(arguments == values.flatMap(Self.expected))
    #expect(!program.folder.exists("pwned"))
  }

  @Test("reach the child unchanged from the command line", arguments: HostileValues.known)
  func fromCommandLine(_ value: String) {
    let program = Program("[variables]\nV = \"\"\n[a]\ncommand = '''\(Self.command)'''\nenv = { X = \"x\" }")
    program.stub("note", Self.note)
    #expect(program.run("run", "--quiet", "--var", "V=\(value)").exit == 0)
    let expected = Self.expected(value).map { $0 + "\0" }.joined()
    #expect(program.folder.readData("arguments") == Data(expected.utf8))
    #expect(!program.folder.exists("pwned"))
  }

  @Test("reach the child unchanged as words of a list, in the environment and in the working directory's name")
  func otherPlaces() {
    let value = "it's \"a\" $(touch pwned); -x\n*"
    let program = Program(
      """
      [variables]
      V = \(quoted(value))
      [argv]
      command = ["note", "{{ V }}", "-{{ V }}"]
      [environment]
      command = "note \\"$W\\""
      env = { W = "<{{ V }}>" }
      [folder]
      command = ["mkdir", "{{ V }}"]
      [there]
      command = "touch here"
      working_dir = "{{ V }}"
      """)
    program.stub("note", Self.note)
    let result = program.run("run", "--quiet")
    #expect(result.exit == 0, "\(result.error)")
    let expected = [value, "-\(value)", "<\(value)>"].map { $0 + "\0" }.joined()
    #expect(program.folder.readData("arguments") == Data(expected.utf8))
    #expect(program.folder.exists("\(value)/here"))
  }

  @Test("go through the shell that the runbook names")
  func otherShell() {
    let program = Program("[a]\nshell = [\"ssh\", \"host\"]\ncommand = \"true\"")
    program.stub("ssh", Self.note)
    #expect(program.run("run").exit == 0)
    #expect(program.folder.read("arguments") == "host\0true\0")
  }

  @Test("with a NUL are refused, and the source is named")
  func withNUL() {
    let result = Program("[variables]\nV = \"a\\u0000b\"\n[a]\ncommand = \"echo {{ V }}\"").run("run")
    #expect(result.exit == 2)
    #expect(result.error.contains("deploy.toml:2:5: error: "))
  }

  /// A value as a TOML string.
  private func quoted(_ value: String) -> String {
    let escaped = value.unicodeScalars.map { scalar in
      scalar.value < 0x20 || scalar.value == 0x7F || scalar == "\"" || scalar == "\\"
        ? String(format: "\\u%04x", scalar.value) : String(scalar)
    }
    return "\"\(escaped.joined())\""
  }
}
