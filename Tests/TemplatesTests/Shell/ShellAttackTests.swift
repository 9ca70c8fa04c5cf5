import Foundation
import TestSupport
import Testing
import Text
import Values

@testable import Templates

/// Commands in which a value could become code by a detour, each with the value that would do it.
///
/// Each is refused, said to be read by a second shell, or harmless; real shells run what is not refused.
@Suite("Attacks on shell text")
struct ShellAttackTests {
  private static let touch = "touch pwned"
  private static let substitution = "$(touch pwned)"
  private static let arithmetic = "BASH_VERSINFO[$(touch pwned)]"

  /// In each, `@` stands for the value.
  static let attacks: [(text: String, value: String)] =
    [
      "eval @", "\\eval @", "'eval' @", "command -p eval @", "command -- eval @", "builtin eval @", "time -p eval @",
      "coproc eval @; wait", "2>/dev/null eval @", "{fd}>/dev/null eval @", "0</dev/null sh -c @", "eval &>/dev/null @",
      "if (true) then eval @; fi", "while (true) do eval @; break; done", "if { true; } then eval @; fi",
      "if [[ a ]] then eval @; fi", "if case x in x) true;; esac then eval @; fi", "a=b eval @", "! eval @",
      "sh -ec @", "timeout 5 sh -c @", "env sh -c @", "rbash -c @", "exec -a x sh -c @", "bash -o pipefail -c @",
      "alias x=eval\nx @", "set -- @; eval \"$1\"", "f() { eval \"$1\"; }; f @", "x=@; eval \"$x\"",
      "x=@; sh -c \"$x\"",
      "env -S @", "[[ a\neval @ ]]", "x=@; y=$x; z=$(echo \"$y\"); eval \"$z\"", "trap @ EXIT",
    ].map { ($0, touch) }
    + [
      "cat <<E | (\n@\nE\ncat)", "(cat <<E)\n@\nE\n", "x=$(cat <<E)\n@\nE\n", "cat <(cat <<E)\n@\nE\n",
      "cat <<E\nfoo\\\nE\n@\nE\n", "cat <<$E\n@\n$E\n", "cat <<${x}\n@\n${x}\n", "cat <<`x`\n@\n`x`\n",
      "cat <\\\n<E\n@\nE\n", "echo \"$\\\n(echo \"@\")\"", "echo $(\\\n( @ ))", "(\\\n( x=@ ))",
      "((echo ')' \"); echo @ \"))", "echo \"$((echo ')'); echo \"@\")\"", "((cat <<E))\n@\nE\n",
      "export PS4=@; set -x; :", "declare PS4=@; set -x; :", "PS4=@; set -x; :", "export BASH_ENV=@; bash -c :",
      "env BASH_ENV=@ bash -c :", "cat <<E; x=$(\n@\nE\n)", "cat <<E; echo \"\n@\nE\n\"",
    ].map { ($0, substitution) }
    + [
      "x=@; echo $((x+1))", "x=@; echo $(( $x ))", "x=@; (( x > 1 )) || true", "x=@; [[ $x -gt 1 ]] || true",
      "x=@; [[ x -gt 1 ]] || true", "x=@; echo \"${!x}\"", "x=@; a=(1); echo ${a[x]}", "x=@; echo ${PATH:x}",
      "declare -i n; n=@", "declare -n r; r=@; echo \"$r\"", "for i in @; do echo $((i)); done", "typeset -i x=@",
      "read x <<< @; echo $((x))", "read x <<E\n@\nE\necho $((x))", "RANDOM=@", "for SECONDS in @; do :; done",
      "f() { echo $(( $1 )); }; f @", "unset @", "test -v @", "x=@; unset \"$x\"", "printf -v @ x", "y=$((x)) x=@",
    ].map { ($0, arithmetic) }
    + [
      ("declare -a x=@", "($(touch pwned))"), ("declare -A x=@", "([$(touch pwned)]=1)"),
      ("x=(1); declare x=@", "($(touch pwned))"),
    ]

  @Test("come to nothing", arguments: [ShellDialect.sh, .bash])
  func harmless(dialect: ShellDialect) throws {
    for attack in Self.attacks { try check(attack.text, attack.value, dialect) }
  }

  private func check(_ text: String, _ value: String, _ dialect: ShellDialect) throws {
    let template = text.replacing("@", with: "{{ V }}")
    let source = SourceText(name: "attack", bytes: Array(template.utf8))
    let parsed = try TemplateParser.template(template, in: source, map: .shifted(by: 0))
    let (command, failures) = ShellTemplate.compile(parsed, dialect: dialect, shellName: dialect.rawValue)
    guard failures.isEmpty, command.secondShellSpans.isEmpty else { return }
    var evaluator = TemplateEvaluator(scope: ValueScope(["V": .string(value)]))
    let rendered = try command.render(with: &evaluator).text
    let folder = TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/\(dialect.rawValue)")
    process.arguments = ["-c", rendered]
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(!folder.exists("pwned"), "\(dialect): \(text)")
  }

  /// What people write every day, which must not be refused for looking like an attack.
  static let ordinary = [
    "i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; deploy --host @", "n=$(wc -l < f); echo $((n + 1)) @",
    "for f in *.txt; do echo \"$f\" @; done", "x=@; echo \"${x:-none}\" \"${x%.*}\"",
    "if [ -n @ ]; then echo @; fi",
    "[ @ = @ ] && echo same", "[ -f @ ]", "test @ != x", "printf '%s\\n' @ @", "export NAME=@ OTHER=\"@\"",
    "local_dir=@; cd \"$local_dir\" && make", "set -e; cp @ @", "case @ in a) echo @;; esac", "cmd @ 2>&1 | tee log",
    "cmd @ >/dev/null 2>&1 || exit 1", "sh script.sh @", "bash ./x -v @", "ssh host uptime", "ssh @ uptime",
    "cat <<E >f; grep \"$(date)\" f\n@\nE", "(cd @ && make)", "{ echo @; }", "f() { echo \"$1\"; }; f @",
    "a=(@ b); echo \"${a[0]}\" \"${a[@]}\"", "while read -r line; do echo \"$line\"; done < @", "echo @ &",
    "x=$(cmd @); echo \"$x\"", "env A=@ cmd", "sudo -u root cp @ /etc/x", "./@/run.sh @", "read -r a < f; echo @",
  ]

  @Test("are told from everyday commands", arguments: ordinary)
  func everyday(text: String) throws {
    let template = text.replacing("[@]", with: "[\u{1}]").replacing("@", with: "{{ V }}").replacing(
      "[\u{1}]", with: "[@]")
    let source = SourceText(name: "everyday", bytes: Array(template.utf8))
    let parsed = try TemplateParser.template(template, in: source, map: .shifted(by: 0))
    let (_, failures) = ShellTemplate.compile(parsed, dialect: .bash, shellName: "bash")
    #expect(failures.map(\.problem.message) == [])
  }

  @Test("do not come from numbers")
  func numbers() throws {
    let text = "x={{ N }}; y={{ V | int }}; echo $((x + y))"
    let source = SourceText(name: "numbers", bytes: Array(text.utf8))
    let parsed = try TemplateParser.template(text, in: source, map: .shifted(by: 0))
    #expect(ShellTemplate.compile(parsed, dialect: .bash, shellName: "bash", numeric: ["N"]).failures.isEmpty)
    #expect(!ShellTemplate.compile(parsed, dialect: .bash, shellName: "bash").failures.isEmpty)
  }
}
