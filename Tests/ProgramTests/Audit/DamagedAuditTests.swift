import Foundation
import TestSupport
import Testing

/// The commands that read an audit file, on files that were cut or changed.
@Suite("Reading damaged audit files")
struct DamagedAuditTests {
  private static let name = "deploy.audit.jsonl"
  private static let commands = [
    ["list"], ["status"], ["logs"], ["audit", "show", "latest"], ["audit", "verify"], ["resume", "--dry-run"],
    ["recover"],
  ]
  private static let runbook = "[a]\ncommand = \"echo a\"\n[b]\ncommand = \"false\"\n"

  /// Runs all commands on a file and checks that none of them crashes, or changes it; their results.
  private static func read(_ program: Program, _ file: Data) throws -> [String: Program.Result] {
    program.folder.write(file, to: name)
    let path = "\(program.folder.path)/\(name)"
    let before = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    var results: [String: Program.Result] = [:]
    for command in commands {
      let result = program.run(command)
      #expect([0, 1, 2, 3, 5, 65].contains(result.exit), "\(command): \(result.exit) \(result.error)")
      #expect(result.exit != 65 || command == ["audit", "verify"])
      results[command.joined(separator: " ")] = result
    }
    #expect(program.folder.readData(name) == file)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == before)
    return results
  }

  private static func recorded() throws -> (Program, [Data]) {
    let program = Program(runbook)
    #expect(program.run("run").exit == 1)
    let whole = try #require(program.folder.readData(name))
    return (program, whole.split(separator: UInt8(ascii: "\n")).map { $0 + [UInt8(ascii: "\n")] })
  }

  @Test("cut inside a record: verify finds it, the others go by what is whole")
  func cut() throws {
    let (program, lines) = try Self.recorded()
    let whole = Data(lines.joined())
    for count in stride(from: 0, to: whole.count, by: whole.count / 23) {
      let file = whole.prefix(count)
      let results = try Self.read(program, Data(file))
      let isWhole = count == 0 || file.last == UInt8(ascii: "\n")
      let verify = try #require(results["audit verify"])
      #expect(verify.exit == 0 && verify.output.contains("are of a record that was never finished") != isWhole)
      if !isWhole { #expect(results["list"]?.error.contains(" are of a record that was never finished; ") == true) }
    }
  }

  @Test("a line is gone: nobody says how a node ended in a run that would not be taken up")
  func setStatus() throws {
    var (program, lines) = try Self.recorded()
    lines.remove(at: 2)
    let file = Data(lines.joined())
    program.folder.write(file, to: Self.name)
    let result = program.run("set-status", "deploy.toml", "latest", "b", "succeeded")
    #expect(result.exit == 3 && result.error.contains("deploy.audit.jsonl:3"), "\(result.error)")
    #expect(program.folder.readData(Self.name) == file)
  }

  @Test(
    "changed lines: verify and show name line and byte, and the run is not taken up",
    arguments: ["flipped", "deleted", "swapped", "doubled", "foreign"])
  func changed(kind: String) throws {
    let (program, lines) = try Self.recorded()
    for number in lines.indices.dropLast() where number % 2 == 1 || number < 2 {
      var changed = lines
      switch kind {
      case "flipped": changed[number][changed[number].startIndex + 30] ^= 1
      case "deleted": changed.remove(at: number)
      case "swapped": changed.swapAt(number, number + 1)
      case "doubled": changed.insert(changed[number], at: number)
      default: changed.insert(Data("{\"seq\":1}\n".utf8), at: number)
      }
      let results = try Self.read(program, Data(changed.joined()))
      let verify = try #require(results["audit verify"])
      #expect(verify.exit == 65)
      let match = try #require(
        verify.error.firstMatch(of: /:(\d+): error: .*\n.*begins at byte (\d+);/), "\(verify.error)")
      for command in ["audit show latest", "list", "status", "logs"] {
        let error = results[command]?.error ?? ""
        #expect(error.contains("\(Self.name):\(match.1): warning: ") && error.contains("(byte \(match.2))"), "\(error)")
      }
      let resume = try #require(results["resume --dry-run"])
      // What stands before a run does not concern it.
      let isBefore = kind == "foreign" && number == 0
      #expect(isBefore ? resume.exit == 0 : [2, 3].contains(resume.exit), "\(kind) \(number): \(resume.error)")
      if resume.exit == 3 {
        #expect(resume.error.contains(/deploy\.audit\.jsonl:\d+: .* \(byte \d+\)/), "\(resume.error)")
      }
    }
  }
}
