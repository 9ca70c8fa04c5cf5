import Foundation
import TestSupport
import Testing

@testable import Effects

@Suite("Who and where")
struct OwnProcessTests {
  /// What a program prints; nothing where it is missing.
  private func output(_ words: String...) -> String? {
    let process = Process()
    let output = Foundation.Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? text.trimmingCharacters(in: .newlines) : nil
  }

  @Test("the user is the one that id knows")
  func user() {
    guard let name = output("id", "-un"), let number = output("id", "-u") else {
      return print("skipped: there is no id")
    }
    #expect(UserDatabase.currentUserName == name)
    #expect(String(UserDatabase.currentUserID) == number)
    #expect(UserDatabase.person(0).name == "root")
    #expect(UserDatabase.person(3_999_999_999).name == String(3_999_999_999))
  }

  @Test("the machine is the one that uname knows")
  func host() {
    guard let name = output("uname", "-n") else { return print("skipped: there is no uname") }
    #expect(OwnProcess.hostName == name)
  }

  @Test("the process is told from a later one of the same number")
  func process() throws {
    #expect(OwnProcess.number == Int(getpid()))
    guard FileManager.default.fileExists(atPath: "/proc/self/stat") else { return print("skipped: there is no /proc") }
    let ticks = try #require(output("cut", "-d", " ", "-f", "22", "/proc/self/stat").flatMap { Int($0) })
    let own = try #require(OwnProcess.startTicks)
    #expect(own > 0 && own <= ticks)
    #expect(OwnProcess.startTicks == own)
    #expect(OwnProcess.bootID == output("cat", "/proc/sys/kernel/random/boot_id"))
    #expect(OwnProcess.bootID?.count == 36)
  }

  @Test("the environment is the process's, in its order")
  func environment() async {
    await #expect(processExitsWith: .success) {
      setenv("PYFLOW_TEST_A", "x=y", 1)
      setenv("PYFLOW_TEST_B", "", 1)
      let entries = OwnProcess.environment.filter { $0.name.hasPrefix("PYFLOW_TEST_") }
      #expect(entries.map { "\($0.name)=\($0.value)" } == ["PYFLOW_TEST_A=x=y", "PYFLOW_TEST_B="])
    }
  }
}
