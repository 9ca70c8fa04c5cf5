import Audit
import Foundation
import TestSupport
import Testing
import Values

@testable import Commands

@Suite("pyflow audit verify")
struct AuditVerifyVerbTests {
  private let folder = TemporaryFolder()
  private var path: String { "\(folder.path)/deploy.audit.jsonl" }

  /// The lines of a sound file: the bodies of records with these members.
  private static func lines(_ bodies: String...) -> [String] {
    var chain = AuditChain.start
    return bodies.map { body in
      var line: [UInt8] = []
      chain.seal(Array(body.utf8), at: Timestamp(milliseconds: 0), into: &line)
      return String(decoding: line, as: UTF8.self)
    }
  }

  private static let sound = lines(
    "\"run\":\"A\",\"event\":\"run.started\"", "\"run\":\"A\",\"event\":\"node.ready\"",
    "\"run\":\"B\",\"event\":\"run.started\"", "\"run\":\"A\",\"event\":\"run.finished\"")

  /// Runs a command in a process of its own, whose streams go to files.
  private func pyflow(_ arguments: String..., exits code: Int32) async -> (output: String, error: String) {
    let streams = TemporaryFolder()
    await #expect(processExitsWith: .exitCode(code)) {
      [arguments = arguments as [String], streams = streams.path as String] in
      for (number, name) in [(Int32(1), "output"), (2, "error")] {
        dup2(open("\(streams)/\(name)", O_WRONLY | O_CREAT, 0o600), number)
      }
      exit(Commands.Program.main(arguments).rawValue)
    }
    func text(_ name: String) -> String {
      streams.read(name)?.replacingOccurrences(of: folder.path, with: "~") ?? "(nothing was started)"
    }
    return (text("output"), text("error"))
  }

  @Test("a sound file is said to be so, with its head")
  func sound() async {
    folder.write(Self.sound.joined(), to: "deploy.audit.jsonl")
    let head = AuditLine(Array(Self.sound[3].utf8).dropLast())?.hash.hex ?? ""
    let result = await pyflow("audit", "verify", path, exits: 0)
    #expect(
      result.output == """
        ~/deploy.audit.jsonl: sound, 4 records, 1 of its runs not ended
        head \(head)
          records cut off at the end do not show; keep the head elsewhere to see that

        """)
    #expect(result.error == "")
    let json = await pyflow("audit", "verify", path, "--json", exits: 0)
    #expect(
      json.output
        == "{\"schema\":\"pyflow.verification/1\",\"audit\":\"~/deploy.audit.jsonl\",\"sound\":true,\"records\":4,"
        + "\"head\":\"\(head)\",\"open_runs\":1}\n")
    #expect(await pyflow("audit", "verify", path, "--quiet", exits: 0) == ("", ""))
  }

  @Test("what a crash has left unfinished is told, and is no damage")
  func torn() async throws {
    let sound = Self.lines("\"x\":1", "\"x\":2")
    folder.write(sound[0] + sound[1].dropLast(), to: "deploy.audit.jsonl")
    let result = await pyflow("audit", "verify", path, exits: 0)
    let (bytes, offset) = (sound[1].utf8.count - 1, sound[0].utf8.count)
    #expect(
      result.output.contains(
        """
        ~/deploy.audit.jsonl: sound, 1 records
          the last \(bytes) bytes, from line 2 and byte \(offset) on, are of a record that was never finished, as a crash leaves \
        it; the next run sets them aside

        """), "\(result.output)")
    let json = await pyflow("audit", "verify", path, "--json", exits: 0)
    #expect(json.output.contains("\"torn\":{\"line\":2,\"offset\":\(offset),\"bytes\":\(bytes)}"))
  }

  /// Damaged files, the line and the words that name the damage, and how many records before it are sound.
  static let damages: [(name: String, text: String, line: Int, words: String)] = [
    (
      "changed", sound[0] + sound[1].replacingOccurrences(of: "ready", with: "steady"), 2,
      "this record was changed after it was written"
    ),
    ("missing", sound[0] + sound[2], 2, "records are missing before this one: number 2 is expected, this is 3"),
    ("doubled", sound[0] + sound[1] + sound[1], 3, "this record was added or moved: number 3 is expected, this is 2"),
    (
      "swapped", sound[0] + sound[2] + sound[1], 2,
      "records are missing before this one: number 2 is expected, this is 3"
    ),
    (
      "forged", sound[0] + lines("\"x\":1", "\"x\":2")[1], 2, "this record is not linked to the one before it"
    ),
    ("foreign", sound[0] + "hello\n" + sound[1], 2, "this line is no record"),
    ("long", sound[0] + String(repeating: "x", count: 70_000) + "\n", 2, "this line is longer than any record"),
  ]

  @Test("the first bad line is named, its byte and its kind, and the file stays as it is", arguments: damages.indices)
  func damaged(index: Int) async throws {
    let damage = Self.damages[index]
    folder.write(damage.text, to: "deploy.audit.jsonl")
    let before = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    let lines = damage.text.split(separator: "\n", omittingEmptySubsequences: false)
    let offset = lines.prefix(damage.line - 1).reduce(0) { $0 + $1.utf8.count + 1 }
    let result = await pyflow("audit", "verify", path, exits: 65)
    #expect(
      result.error == """
        ~/deploy.audit.jsonl:\(damage.line): error: \(damage.words) [audit.damaged]
          = note: the line begins at byte \(offset); the \(damage.line - 1) records before it are sound

        """, "\(damage.name)")
    #expect(result.output == "")
    let json = await pyflow("audit", "verify", path, "--json", exits: 65)
    let member = "\"damage\":{\"message\":\"\(damage.words)\",\"line\":\(damage.line),\"offset\":\(offset)}}\n"
    #expect(json.output.hasSuffix(member))
    _ = await pyflow("audit", "show", path, exits: 0)
    #expect(folder.read("deploy.audit.jsonl") == damage.text)
    #expect(folder.list() == ["deploy.audit.jsonl"])
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == before)
  }

  @Test("an empty file is sound, a missing one and a folder are none")
  func none() async {
    folder.write("", to: "deploy.audit.jsonl")
    #expect(
      await pyflow("audit", "verify", path, exits: 0).output.hasPrefix("~/deploy.audit.jsonl: sound, 0 records\n"))
    folder.write("", to: "folder.jsonl/x")
    let missing = await pyflow("audit", "verify", "\(folder.path)/none.jsonl", exits: 2)
    #expect(
      missing.error == "pyflow: error: ~/none.jsonl: there is no such file\n  = hint: no run was recorded there yet\n")
    let isFolder = await pyflow("audit", "verify", "\(folder.path)/folder.jsonl", exits: 2)
    #expect(isFolder.error == "pyflow: error: ~/folder.jsonl: this is a folder, not a file\n")
  }

  @Test("wrong usage is exit 64, with what was meant")
  func usage() async {
    let result = await pyflow("audit", "verify", "--jsno", exits: 64)
    #expect(
      result == ("", "pyflow: error: `pyflow audit verify` has no option `--jsno`\n  = hint: did you mean `--json`?\n"))
    let unknown = await pyflow("dance", exits: 64)
    #expect(unknown == ("", "pyflow: error: there is no command `dance`\n  = hint: see pyflow help\n"))
    let color = await pyflow("version", "--color", "blue", exits: 64)
    #expect(color.error.hasPrefix("pyflow: error: `--color` must be auto, always or never, not `blue`\n"))
  }
}
