import Foundation
import TestSupport
import Testing

/// Programs that print a secret in every form, in pieces of every size, and fail with it: nothing of it is seen.
@Suite("Secrets in output")
struct SecretMaskingTests {
  private static let secrets = [
    "it's a \"s3cret\" <&> é/+?", "-----BEGIN KEY-----\nAbCdEf%12$x\nGhIjKl/34+y\n-----END KEY-----",
  ]
  private static let runbook = """
    [runbook]
    outputs = { all = "{{ nodes.one.stdout }}", own = "{{ nodes.result.outputs.text }}" }
    [runbook.secrets]
    A = { env = "SECRET_A" }
    B = { env = "SECRET_B" }
    [one]
    command = "dd if=forms bs=1 2>/dev/null; dd if=forms bs=2 >&2"
    secrets = ["A", "B"]
    [pieces]
    foreach = [3, 5, 7, 11, 64, 999]
    command = "dd if=forms bs={{ item }} 2>/dev/null"
    [result]
    command = "cat forms"
    outputs = { text = "{{ result.stdout }}" }
    [again]
    command = "echo {{ nodes.result.outputs.text }} {{ nodes.one.stdout }}"
    [say]
    function = "log"
    params = { message = "{{ nodes.result.stdout }}" }
    [state]
    command = "true"
    snapshot = "cat forms; date +%N"
    [server]
    url = "http://127.0.0.1:9/{{ secrets.A }}"
    headers = { Authorization = "Bearer {{ secrets.A }}" }
    allow_failure = true
    [throw]
    function = "throw"
    params = { message = "no: {{ secrets.A }} {{ nodes.result.stdout }}" }
    allow_failure = true
    [fail]
    command = "cat forms; cat forms >&2; false"
    """

  @Test("are found in no log, record, message or result")
  func everywhere() {
    let program = SecretTraces.program(Self.runbook, ["SECRET_A": Self.secrets[0], "SECRET_B": Self.secrets[1]])
    let forms = Self.secrets.flatMap { secret in SecretEncoding.allCases.map { $0.encode(secret) } }
    let lines = Self.secrets[1].split(separator: "\n").map(String.init)
    program.folder.write((forms + lines).joined(separator: "\n--\n") + "\n", to: "forms")
    let result = program.run("run", "--json")
    #expect(result.exit == 1)
    var traces = SecretTraces.all(of: program, result)
    traces += program.run("audit", "show").output + program.run("audit", "show", "--json").output
    traces += program.run("list").output
    for (encoding, form) in zip(SecretEncoding.allCases + SecretEncoding.allCases, forms) {
      // Of shifted base64 the characters at the borders are not the secret's alone.
      let border = encoding.borderSize / 2
      let part = String(form.dropFirst(border).dropLast(border))
      #expect(!traces.contains(part), "\(encoding)")
    }
    for line in lines { #expect(!traces.contains(line), "\(line)") }
    // What stands between the secrets is there.
    #expect(traces.contains("--\n***\n--"))
  }

  @Test("that are parts of each other, or ordinary words, are hidden, and the run goes on all the same")
  func words() {
    let program = SecretTraces.program(
      """
      [runbook.secrets]
      LONG = { env = "LONG" }
      PART = { env = "PART" }
      WORD = { env = "WORD" }
      [succeeded]
      command = "echo {{ secrets.LONG }} {{ secrets.PART }} {{ secrets.WORD }}; echo true > got"
      [after]
      command = "cat got; echo {{ nodes.succeeded.stdout }} | wc -c"
      """, ["LONG": "abcdefghijkl", "PART": "defg", "WORD": "true"])
    let result = program.run("run")
    #expect(result.exit == 0, "\(result.error)")
    #expect(result.error.contains("  │ *** *** ***\n"))
    #expect(result.error.contains("  │ ***\n  │ 23\n"))
    #expect(!SecretTraces.all(of: program, result).contains("defg"))
  }

  @Test("are in no process's arguments")
  func processList() throws {
    let program = SecretTraces.program(
      """
      [runbook.secrets]
      TOKEN = { env = "CI_TOKEN" }
      [a]
      command = "cat /proc/[0-9]*/cmdline > seen 2>/dev/null; echo {{ secrets.TOKEN }} | cat > got; cat /proc/$$/cmdline >> seen"
      """, ["CI_TOKEN": "hunter2hunter2"])
    #expect(program.run("run").exit == 0)
    #expect(program.folder.read("got") == "hunter2hunter2\n")
    let seen = try #require(program.folder.readData("seen"))
    #expect(!String(decoding: seen, as: UTF8.self).contains("hunter2"))
  }
}
