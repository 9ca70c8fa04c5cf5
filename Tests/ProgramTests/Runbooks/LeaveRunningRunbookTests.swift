import Foundation
import TestSupport
import Testing

/// `runbooks/features/leave-running.toml`, and what takes it up again.
@Suite("The runbook that leaves something running")
struct LeaveRunningRunbookTests {
  private let program = Program()

  init() { program.folder.copy("runbooks/features/leave-running.toml", as: "deploy.toml") }

  private func processes() throws -> [Int32] {
    let records = try #require(program.folder.read("deploy.audit.jsonl"))
    return records.split(separator: "\n").compactMap { line in
      guard let range = line.range(of: "\"left_running\":[") else { return nil }
      return Int32(line[range.upperBound...].prefix { $0.isNumber })
    }
  }

  @Test("leaves what is meant to stay, records it, and ends the rest")
  func runbook() throws {
    #expect(program.run("plan").output.contains("leaves processes running"))
    let result = program.run("run")
    #expect(result.exit == 0, "\(result.error)")
    let left = try #require(processes().first)
    defer { kill(left, SIGKILL) }
    #expect(kill(left, 0) == 0)
    #expect(result.error.contains("  left running: process \(left)\n"))
    #expect(result.error.contains("warning: forgets left processes running; they were ended\n"))
    #expect(!result.error.contains("left running by nodes"))
  }

  @Test("is not held by it when it is taken up again, and does not end it")
  func resumed() throws {
    program.folder.write(
      (program.folder.read("deploy.toml") ?? "") + "\n[fails]\ncommand = \"exit 1\"\n", to: "deploy.toml")
    #expect(program.run("run").exit == 4)
    let first = try #require(processes().first)
    defer { kill(first, SIGKILL) }
    // Its rollback has ended it.
    #expect(kill(first, 0) == -1)
    #expect(program.run("resume").exit == 4)
    #expect(try processes().count == 2)
  }

  @Test("is refused where there is no process to leave")
  func refused() {
    let program = Program("[a]\nurl = \"http://localhost\"\nleave_running = true")
    #expect(program.run("validate").error.contains("leave_running"))
  }
}
