import Foundation
import TestSupport
import Testing

/// Output of any size and kind.
@Suite("Output")
struct OutputProgramTests {
  /// Prints `size` bytes, and then the most memory that pyflow has had.
  private static func generator(_ command: String) -> String {
    "\(command); grep VmHWM /proc/$PPID/status | tr -cd 0-9 >peak"
  }

  @Test(
    "of any length needs little memory, and is in the log whole",
    arguments: [
      ("zeros", "head -c 64M /dev/zero"), ("one line", "head -c 64M /dev/zero | tr '\\0' x"),
      ("lines", "yes 'a line as programs write it' | head -c 64M"),
      ("standard error", "head -c 64M /dev/zero | tr '\\0' x >&2"), ("no text", "head -c 64M /dev/urandom"),
    ])
  func large(name: String, command: String) throws {
    let program = Program()
    program.folder.write("[a]\ncommand = '''\(Self.generator(command))'''", to: "deploy.toml")
    let result = program.run("run", "--json")
    #expect(result.exit == 0)
    let peak = try #require(program.folder.read("peak").flatMap { Int($0) })
    // A debug build, which needs more than the 64 MiB that a release build is measured against.
    #expect(peak < 96 << 10, "\(name): \(peak) KiB")
    let run = try #require(result.report?.run)
    let log = try FileManager.default.attributesOfItem(atPath: "\(program.folder.path)/.pyflow/runs/\(run)/a.1.log")
    #expect(log[.size] as? Int == 64 << 20)
    #expect(program.run("audit", "verify").exit == 0)
  }

  /// What plays with a terminal, or with GitHub's runner.
  private static let attacks =
    "\u{1B}]52;c;cm0gLXJm\u{7}\u{1B}[2J\u{1B}]0;title\u{1B}\\\u{9B}31m\u{85}::set-env name=A::b\n"
    + "::add-mask::x\n  ::error::x\n\u{1B}[0m::warning::x\nprogress\r::stop-commands::x\n\u{8}::notice::x\nx ##[command]y\n"
    + "\u{B}::group::x\u{C}::debug::x\n#\u{1B}[m#[error]z\n##[add-path]/tmp\n"

  /// Prints them in two writes, cut anywhere.
  private func program(cutAt cut: Int) -> Program {
    let program = Program(
      "[a]\ncommand = \"cat one; sleep 0.01; cat two; cat one two >&2; exit 3\"\nallow_failure = true\n"
        + "[b]\ncommand = \"cat one two; exit 3\"")
    let bytes = Data(Self.attacks.utf8) + [0xFF, 0xC3, 0x0A, 0x9B, 0x41, 0]
    program.folder.write(bytes.prefix(cut), to: "one")
    program.folder.write(bytes.dropFirst(cut), to: "two")
    return program
  }

  @Test("gives GitHub's runner no commands", arguments: [0, 1, 40, 60, 61, 90, 130])
  func commands(cut: Int) {
    var program = program(cutAt: cut)
    program.environment = ["GITHUB_ACTIONS": "true", "CI": "true"]
    let result = program.run("run")
    #expect(result.exit == 1)
    check(result.error + result.output, commands: ["warning", "error"])
    let shown = program.run("audit", "show", "latest")
    check(shown.output + shown.error, commands: [])
  }

  /// The annotations of pyflow's own quote what was printed.
  private func check(_ text: String, commands: [String]) {
    #expect(WorkflowLog(text).commands.map(\.name) == commands)
    #expect(
      !text.unicodeScalars.contains { ($0.value < 32 && $0 != "\n" && $0 != "\t") || (127...159).contains($0.value) })
  }

  @Test("brings nothing to a terminal but text")
  func terminal() throws {
    let terminal = try #require(TerminalProgram(program(cutAt: 30), "run", "--color", "never", "--no-input"))
    let (exit, screen) = terminal.wait()
    #expect(exit == 1)
    // pyflow itself writes one sequence without colour: the live line is erased.
    let rest = screen.replacingOccurrences(of: "\r\u{1B}[K", with: "").replacingOccurrences(of: "\r\n", with: "\n")
    #expect(
      !rest.unicodeScalars.contains { ($0.value < 32 && $0 != "\n" && $0 != "\t") || (127...159).contains($0.value) })
  }
}
