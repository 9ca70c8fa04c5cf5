import Foundation
import Testing
import Text

@Suite("Words for shells")
struct ShellWordTests {
  @Test("are left as they are where that is plain to read")
  func plain() {
    for word in ["deploy.toml", "/srv/a-b_c/deploy.toml", "user@host:7", "50%", "a=b,c+d"] {
      #expect(ShellWord.quoted(word) == word)
    }
    #expect(ShellWord.quoted("") == "''")
    #expect(ShellWord.quoted("~x") == "'~x'")
    #expect(ShellWord.quoted("it's") == "'it'\\''s'")
  }

  @Test("are read by a shell as what they are")
  func oracle() throws {
    let words = ["~root", "a b", "$HOME", "`id`", "a'b''c", "*", "\"x\"", "\\", "#a", "a\nb", "é ü", "!x", "{a,b}", ""]
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "printf '%s\\0' " + words.map(ShellWord.quoted).joined(separator: " ")]
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let read = output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    #expect(read.map { String(decoding: $0, as: UTF8.self) } == words)
  }
}
