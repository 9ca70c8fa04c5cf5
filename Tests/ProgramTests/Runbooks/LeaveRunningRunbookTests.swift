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

  /// The runbook with a node at its end that fails, and a setting.
  private func fail(_ setting: String) {
    let text = program.folder.read("deploy.toml") ?? ""
    program.folder.write(
      text.replacingOccurrences(of: "[runbook]\n", with: "[runbook]\n\(setting)\n")
        + "\n[fails]\ncommand = \"exit 1\"\n", to: "deploy.toml")
  }

  @Test("is not held by it when it is taken up again, and does not end it")
  func resumed() throws {
    fail("rollback = \"never\"")
    #expect(program.run("run").exit == 1)
    let left = try #require(processes().first)
    defer { kill(left, SIGKILL) }
    #expect(program.run("resume").exit == 1)
    #expect(kill(left, 0) == 0)
    #expect(try processes() == [left])
  }

  @Test("ends it by its rollback alone")
  func undone() throws {
    fail("")
    #expect(program.run("run").exit == 4)
    let left = try #require(processes().first)
    #expect(kill(left, 0) == -1)
  }

  @Test("is refused where there is no process to leave")
  func refused() {
    let program = Program("[a]\nurl = \"http://localhost\"\nleave_running = true")
    #expect(program.run("validate").error.contains("leave_running"))
  }
}
