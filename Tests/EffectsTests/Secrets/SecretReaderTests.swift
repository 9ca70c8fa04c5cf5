import Foundation
import Running
import TestSupport
import Testing

@testable import Effects

/// Where secrets come from, and what is refused there.
@Suite("Reading secrets")
struct SecretReaderTests {
  /// What reading something comes to, in words.
  private static func words(_ body: () throws(SecretReader.Failure) -> String) -> String {
    do throws(SecretReader.Failure) { return "value " + (try body()) } catch { return "\(error)" }
  }

  @Test("takes a file of which only its owner has rights, without the newline at its end")
  func files() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let signals = try SignalPipe()
      func read(_ name: String) -> String {
        Self.words { () throws(SecretReader.Failure) in
          try SecretReader(signals: signals).file("\(folder.path)/\(name)")
        }
      }
      folder.write("two\nlines\n\n", to: "a", mode: 0o600)
      #expect(read("a") == "value two\nlines\n")
      folder.write("dos\r\n", to: "dos", mode: 0o400)
      #expect(read("dos") == "value dos")
      #expect(read("none") == "absent")
      folder.write("\n", to: "empty", mode: 0o600)
      #expect(read("empty") == "absent")
      for mode in [0o644, 0o640, 0o604, 0o660, 0o601] {
        folder.write("secret", to: "shared", mode: mode)
        #expect(read("shared") == "shared(path: \"\(folder.path)/shared\", mode: \(mode))")
      }
      try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "a")
      try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/open", withDestinationPath: "shared")
      #expect(read("link") == "value two\nlines\n")
      #expect(read("open").hasPrefix("shared("))
      #expect(read(".") == "unreadable(Effects.FileReader.Failure.isFolder)")
      mkfifo("\(folder.path)/fifo", 0o600)
      #expect(read("fifo") == "unreadable(Effects.FileReader.Failure.isNoFile)")
      folder.write(Data([0x61, 0xFF]), to: "binary", mode: 0o600)
      #expect(read("binary") == "notText")
      folder.write(Data([0x61, 0]), to: "nul", mode: 0o600)
      #expect(read("nul") == "containsNUL")
      folder.write(Data(repeating: 0x61, count: SecretReader.largest + 1), to: "large", mode: 0o600)
      #expect(read("large") == "tooLarge")
      folder.write(Data(repeating: 0x61, count: SecretReader.largest) + [0x0A], to: "fits", mode: 0o600)
      #expect(read("fits").utf8.count == SecretReader.largest + 6)
    }
  }

  @Test("takes what a command prints, in its folder, and shows nothing of it when it fails")
  func commands() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      let signals = try SignalPipe()
      func read(_ command: String) -> String {
        Self.words { () throws(SecretReader.Failure) in
          try SecretReader(signals: signals).command(command, directory: folder.path)
        }
      }
      #expect(read("pwd; echo x") == "value \(folder.path)\nx")
      #expect(read("true") == "absent")
      #expect(
        read("echo hunter2hunter2; echo 'no hunter2hunter2 here' >&2; exit 3")
          == "failed(code: 3, signal: 0, errors: \"no *** here\\n\")")
      #expect(read("kill -9 $$") == "failed(code: 0, signal: 9, errors: \"\")")
      #expect(read("head -c 10000000 /dev/zero") == "tooLarge")
      #expect(read("printf 'a\\000b'") == "containsNUL")
      #expect(read("printf 'a\\377b'") == "notText")
      // A process that it leaves holds its output; nobody waits for that.
      #expect(read("echo done; sleep 600 &") == "value done")
      kill(getpid(), SIGTERM)
      #expect(read("sleep 600") == "interrupted(Running.RunSignal.terminate)")
      #expect(OwnProcess.children().isEmpty)
    }
  }

  @Test("takes a variable of the environment, and an empty one for none")
  func environment() async {
    await #expect(processExitsWith: .success) {
      let reader = SecretReader(signals: try SignalPipe())
      func read(_ name: String) -> String {
        Self.words { () throws(SecretReader.Failure) in try reader.environment(name) }
      }
      setenv("SOME", "käse\n", 1)
      setenv("EMPTY", "", 1)
      setenv("BINARY", "a\u{7F}", 1)
      #expect(read("SOME") == "value käse\n")
      #expect(read("EMPTY") == "absent" && read("NOT_THERE") == "absent")
    }
  }
}
