import Foundation
import TestSupport
import Testing

/// Runbooks that cannot be read, or are none.
@Suite("Bad runbooks")
struct BadRunbookTests {
  private let program = Program()

  private func expectRefused(_ words: String, _ arguments: String..., location: SourceLocation = #_sourceLocation) {
    let result = program.run(["run"] + arguments)
    #expect(result.exit == 2, sourceLocation: location)
    #expect(result.error.contains(words), sourceLocation: location)
    #expect(program.folder.list().allSatisfy { !$0.hasSuffix(".jsonl") }, sourceLocation: location)
  }

  @Test("a folder")
  func folder() throws {
    try FileManager.default.createDirectory(
      atPath: "\(program.folder.path)/deploy.toml", withIntermediateDirectories: true)
    expectRefused("deploy.toml: error: this is a folder, not a file", "deploy.toml")
  }

  @Test("a FIFO, which nobody waits for")
  func fifo() {
    mkfifo("\(program.folder.path)/deploy.toml", 0o600)
    expectRefused("deploy.toml: error: this is a pipe, socket or device, not a file", "deploy.toml")
  }

  @Test("a file that is not there")
  func missing() { expectRefused("deploy.toml: error: there is no such file", "deploy.toml") }

  @Test("a file that may not be read")
  func unreadable() {
    var program = program
    program.folder.write("[a]\ncommand = \"true\"", to: "deploy.toml", mode: 0o000)
    if getuid() == 0 {
      // The superuser may read everything, so somebody else has to try.
      program.wrapper = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
      chmod(program.folder.path, 0o777)
    }
    let result = program.run("run", "deploy.toml")
    #expect(result.exit == 2)
    #expect(result.error.contains("deploy.toml: error: the file cannot be read: Permission denied"))
  }

  @Test("a relative path where the current folder was removed")
  func currentFolderGone() {
    var program = program
    program.folder.write("[a]\ncommand = \"touch ran\"", to: "deploy.toml")
    program.wrapper = ["sh", "-c", "mkdir gone; cd gone; rmdir ../gone; exec \"$@\"", "sh"]
    let result = program.run("run", "../deploy.toml")
    #expect(result.exit == 2)
    #expect(result.error.contains("../deploy.toml: error: the current folder was removed"))
    #expect(program.run("run", "\(program.folder.path)/deploy.toml").exit == 0)
    #expect(program.folder.exists("ran"))
  }

  @Test("a file over 64 MB")
  func tooLarge() throws {
    program.folder.write("", to: "deploy.toml")
    let file = try #require(FileHandle(forWritingAtPath: "\(program.folder.path)/deploy.toml"))
    try file.truncate(atOffset: 64 * 1024 * 1024 + 1)
    expectRefused("deploy.toml: error: the file is larger than 64 MiB", "deploy.toml")
  }

  @Test("a runbook without nodes: validate warns, run refuses")
  func noNodes() {
    program.folder.write("[runbook]\ntitle = \"nothing\"", to: "deploy.toml")
    let result = program.run("validate")
    #expect(result.exit == 0)
    #expect(result.error.contains("warning"))
    expectRefused("no nodes")
  }

  @Test("any bytes: a diagnostic, never a trap")
  func anyBytes() {
    var random = SeededRandom(seed: 20_261_121)
    for round in 0..<100 {
      let count = Int(random.next() % 200)
      let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      program.folder.write(Data(bytes), to: "deploy.toml")
      let result = program.run("validate", "deploy.toml")
      #expect([0, 2].contains(result.exit), "round \(round): \(bytes)")
      if result.exit == 2 { #expect(result.error.hasPrefix("deploy.toml:")) }
    }
  }

  @Test("a runbook cut anywhere, or with a byte changed: a diagnostic, never a trap")
  func damaged() throws {
    let whole = Array(try #require(Repository.read("runbooks/deploy.toml")).utf8)
    var random = SeededRandom(seed: 7)
    for round in 0..<150 {
      var bytes = whole
      if round % 2 == 0 { bytes.removeLast(Int(random.next() % UInt64(whole.count))) }
      if !bytes.isEmpty { bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
      program.folder.write(Data(bytes), to: "deploy.toml")
      #expect([0, 2].contains(program.run("validate").exit), "round \(round)")
    }
  }
}
