import Foundation
import TestSupport
import Testing

/// The audit file that a run leaves, and audit files that cannot be written.
@Suite("The audit file")
struct AuditFileTests {
  private let program = Program("[a]\ncommand = \"touch ran\"\n[b]\ncommand = \"echo two\"")
  private var path: String { "\(program.folder.path)/deploy.audit.jsonl" }

  private func expectRefused(_ words: String, location: SourceLocation = #_sourceLocation) {
    let result = program.run("run")
    #expect(result.exit == 74, sourceLocation: location)
    #expect(result.error.contains(words), "\(result.error)", sourceLocation: location)
    #expect(!program.folder.exists("ran"), "a node started", sourceLocation: location)
  }

  @Test("is for its owner alone, and grows with every run")
  func grows() throws {
    #expect(program.run("run").exit == 0)
    let first = try #require(program.folder.readData("deploy.audit.jsonl"))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(program.run("run").exit == 0)
    let both = try #require(program.folder.readData("deploy.audit.jsonl"))
    #expect(both.starts(with: first) && both.count > first.count)
  }

  @Test("that is read-only stops the run before its first node")
  func readOnly() throws {
    program.folder.write("", to: "deploy.audit.jsonl", mode: 0o400)
    expectRefused("deploy.audit.jsonl")
    #expect(program.folder.read("deploy.audit.jsonl") == "")
  }

  @Test("that is a folder stops the run before its first node")
  func folder() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    expectRefused("folder")
  }

  @Test("that is a link stops the run before its first node, and what it leads to is not touched")
  func link() throws {
    program.folder.write("precious", to: "elsewhere")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "elsewhere")
    expectRefused("symbolic link")
    #expect(program.folder.read("elsewhere") == "precious")
  }

  @Test("on a full disk stops the run before its first node")
  func fullDisk() {
    let result = program.run("run", "--audit", "/dev/full")
    #expect(result.exit == 74)
    #expect(!program.folder.exists("ran"))
  }

  @Test("with a torn last line loses nothing: the torn part is kept aside, and said")
  func torn() throws {
    #expect(program.run("run").exit == 0)
    let whole = try #require(program.folder.readData("deploy.audit.jsonl"))
    program.folder.write(whole.dropLast(10), to: "deploy.audit.jsonl")
    let result = program.run("run")
    #expect(result.exit == 0)
    #expect(result.error.contains(".torn-"))
    let torn = try #require(program.folder.list().first { $0.hasPrefix("deploy.audit.jsonl.torn-") })
    let kept = try #require(program.folder.readData("deploy.audit.jsonl"))
    let cut = try #require(program.folder.readData(torn))
    let lines = whole.dropLast(10).split(separator: UInt8(ascii: "\n"))
    #expect(cut == lines.last.map { Data($0) })
    #expect(kept.starts(with: whole.dropLast(10 + cut.count)))
    #expect(program.run("audit", "verify").exit == 0)
  }

  @Test("shows every change to it", arguments: [0.1, 0.3, 0.5, 0.7, 0.9])
  func changed(at share: Double) throws {
    #expect(program.run("run").exit == 0)
    var bytes = try #require(program.folder.readData("deploy.audit.jsonl"))
    bytes[Int(Double(bytes.count) * share)] ^= 1
    program.folder.write(bytes, to: "deploy.audit.jsonl")
    let result = program.run("audit", "verify")
    #expect(result.exit == 65)
    #expect(program.folder.readData("deploy.audit.jsonl") == bytes)
    // Damage never stops a new run.
    #expect(program.run("run").exit == 0)
  }

  @Test("is where --audit says")
  func elsewhere() {
    #expect(program.run("run", "--audit", "other.jsonl").exit == 0)
    #expect(!program.folder.exists("deploy.audit.jsonl"))
    #expect(program.run("audit", "verify", "--audit", "other.jsonl").exit == 0)
    #expect(program.run("audit", "show", "--audit", "other.jsonl").output.contains("succeeded"))
  }

  @Test("holds a chain that sha256sum agrees with")
  func chain() throws {
    #expect(program.run("run").exit == 0)
    let text = try #require(program.folder.read("deploy.audit.jsonl"))
    var previous = String(repeating: "0", count: 64)
    for (index, line) in text.split(separator: "\n").enumerated() {
      let parts = String(line).components(separatedBy: ",\"hash\":\"")
      let hash = try #require(parts.last?.dropLast(2)).description
      #expect(try sha256sum(parts[0] + "}") == hash)
      #expect(line.contains("\"prev\":\"\(previous)\""))
      #expect(line.hasPrefix("{\"seq\":\(index + 1),"))
      previous = hash
    }
  }

  private func sha256sum(_ text: String) throws -> String {
    program.folder.write(text, to: "line")
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sha256sum", "\(program.folder.path)/line"]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(String(decoding: data, as: UTF8.self).prefix(64))
  }
}
