import Foundation
import TestSupport
import Testing

@testable import Effects

@Suite("Reading files")
struct FileReaderTests {
  private let folder = TemporaryFolder()

  private func read(_ name: String, limit: Int = 1 << 20) throws(FileReader.Failure) -> [UInt8] {
    try FileReader.read("\(folder.path)/\(name)", limit: limit)
  }

  @Test("a file's bytes, whatever they are", arguments: [0, 1, 4095, 4096, 4097, 1_048_575, 1_048_577, 3_000_000])
  func bytes(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    folder.write(Data(bytes), to: "a")
    #expect(try read("a", limit: 4_000_000) == bytes)
  }

  @Test("what is no file is refused, at once")
  func refused() throws {
    folder.write("", to: "folder/x")
    mkfifo("\(folder.path)/fifo", 0o600)
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/loop", withDestinationPath: "loop")
    let cases: [(String, FileReader.Failure)] = [
      ("missing", .missing), ("missing/x", .missing), ("folder/x/y", .missing), ("folder", .isFolder),
      ("fifo", .isNoFile),
      ("loop", .system(SystemError(operation: "open", subject: "\(folder.path)/loop", code: ELOOP))),
    ]
    for (name, failure) in cases { #expect(throws: failure, "\(name)") { try read(name) } }
    #expect(throws: FileReader.Failure.isNoFile) { try FileReader.read("/dev/null") }
  }

  @Test("a socket is no file")
  func socket() throws {
    let path = "\(folder.path)/socket"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script = "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
    process.arguments = ["python3", "-c", script, path]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard folder.exists("socket") else { return print("skipped: there is no python3 to make a socket with") }
    #expect(throws: FileReader.Failure.isNoFile) { try FileReader.read(path) }
  }

  @Test("a file over the limit is refused, one of exactly the limit is not")
  func limit() throws {
    folder.write("12345", to: "a")
    #expect(try read("a", limit: 5) == Array("12345".utf8))
    #expect(throws: FileReader.Failure.tooLarge(limit: 4)) { try read("a", limit: 4) }
  }

  @Test("files of the system, which have no size, are read and limited too")
  func systemFiles() {
    #expect(FileReader.systemFile("/proc/self/stat")?.hasPrefix("\(getpid()) (") == true)
    #expect(throws: FileReader.Failure.tooLarge(limit: 10)) { try FileReader.read("/proc/self/status", limit: 10) }
  }

  @Test("pieces make up the file, and lines do; what stands behind the last newline is handed to nobody")
  func lines() throws {
    for text in ["", "\n", "a", "a\n", "a\nb", "\n\na\n\n", String(repeating: "line ä\n", count: 200_000) + "end"] {
      folder.write(text, to: "a")
      var whole: [UInt8] = []
      try FileReader.readPieces("\(folder.path)/a") { whole += $0 }
      #expect(whole == Array(text.utf8))
      var lines: [String] = []
      let torn = try FileReader.readLines("\(folder.path)/a") { lines.append(String(decoding: $0, as: UTF8.self)) }
      let expected = text.components(separatedBy: "\n")
      #expect(lines == expected.dropLast() && torn == expected.last?.utf8.count)
    }
  }
}
