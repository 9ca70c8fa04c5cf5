import Foundation
import TestSupport
import Testing

@testable import Effects

@Suite("Append-only files")
struct AppendOnlyFileTests {
  private let folder = TemporaryFolder()

  private func open(_ name: String) throws(AppendOnlyFile.Failure) -> AppendOnlyFile {
    try AppendOnlyFile(path: "\(folder.path)/\(name)")
  }

  private func mode(_ name: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
    return (attributes?[.posixPermissions] as? NSNumber)?.intValue
  }

  @Test("a new file is the user's alone, whatever the umask allows")
  func new() throws {
    let file = try open("a.jsonl")
    #expect(mode("a.jsonl") == 0o600)
    #expect(folder.read("a.jsonl") == "")
    file.close()
  }

  @Test("bytes go to the end, whoever wrote there last")
  func appending() throws {
    folder.write("before\n", to: "a", mode: 0o640)
    var one = try open("a")
    var two = try open("a")
    try one.withLock { try $0.append(Array("one\n".utf8)) }
    try two.withLock { try $0.append(Array("two\n".utf8)) }
    try one.withLock { file in
      #expect(file.size == 15)
      try file.append(Array("three\n".utf8))
      #expect(file.size == 21)
    }
    #expect(folder.read("a") == "before\none\ntwo\nthree\n")
    #expect(mode("a") == 0o640)
    one.close()
    two.close()
  }

  @Test("the end is read as far as it is asked for")
  func tail() throws {
    folder.write("0123456789", to: "a")
    var file = try open("a")
    let ends = try file.withLock { file in try [3, 10, 11, 0].map { try file.tail($0) } }
    #expect(ends.map { String(decoding: $0, as: UTF8.self) } == ["789", "0123456789", "0123456789", ""])
    file.close()
  }

  @Test("a torn end is set aside into a file of its own")
  func setAside() throws {
    folder.write("whole\ntorn", to: "a")
    var file = try open("a")
    let torn = try file.withLock { file in
      let torn = try file.setAside(4, to: "\(folder.path)/a.torn-1")
      try file.append(Array("next\n".utf8))
      return torn
    }
    #expect(torn == Array("torn".utf8) && file.size == 11)
    #expect(folder.read("a") == "whole\nnext\n")
    #expect(folder.read("a.torn-1") == "torn")
    #expect(mode("a.torn-1") == 0o600)
    file.close()
  }

  @Test("nothing is cut off that could not be set aside")
  func setAsideFails() throws {
    folder.write("whole\ntorn", to: "a")
    var file = try open("a")
    #expect(throws: SystemError(operation: "create", subject: "/no/such/folder/x", code: ENOENT)) {
      try file.withLock { try $0.setAside(4, to: "/no/such/folder/x") }
    }
    #expect(folder.read("a") == "whole\ntorn")
    file.close()
  }

  @Test("what is no file to append to is refused, and left as it is")
  func refused() throws {
    folder.write("target\n", to: "file")
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "file")
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/dangling", withDestinationPath: "nowhere")
    folder.write("", to: "folder/x")
    mkfifo("\(folder.path)/fifo", 0o600)
    folder.write("text\n", to: "readonly", mode: 0o444)
    let cases: [(String, AppendOnlyFile.Failure)] = [
      ("link", .isSymbolicLink), ("dangling", .isSymbolicLink), ("folder", .isNoFile), ("fifo", .isNoFile),
      ("readonly", .isReadOnly),
      ("none/a", .system(SystemError(operation: "open", subject: "\(folder.path)/none/a", code: ENOENT))),
      ("file/a", .system(SystemError(operation: "open", subject: "\(folder.path)/file/a", code: ENOTDIR))),
    ]
    for (name, failure) in cases {
      #expect(throws: failure, "\(name)") { _ = try open(name) }
    }
    #expect(folder.read("file") == "target\n" && !folder.exists("nowhere"))
  }

  @Test("a write that does not fit is taken back whole")
  func noRoom() async {
    await #expect(processExitsWith: .success) {
      _ = try SignalPipe()  // Makes the limit an error instead of a death.
      let folder = TemporaryFolder()
      folder.write("before\n", to: "a")
      var file = try AppendOnlyFile(path: "\(folder.path)/a")
      #if canImport(Darwin)
        let resource = RLIMIT_FSIZE
      #else
        let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
      #endif
      var limit = rlimit()
      getrlimit(resource, &limit)
      limit.rlim_cur = 10
      setrlimit(resource, &limit)
      #expect(throws: SystemError(operation: "write", subject: "\(folder.path)/a", code: EFBIG)) {
        try file.withLock { try $0.append(Array("too long\n".utf8)) }
      }
      #expect(folder.read("a") == "before\n")
      try file.withLock { try $0.append(Array("ok\n".utf8)) }
      #expect(folder.read("a") == "before\nok\n")
    }
  }

  @Test("many processes append under the lock, and each sees what the one before wrote")
  func manyProcesses() async {
    let path = "\(folder.path)/shared"
    await withTaskGroup { group in
      for _ in 0..<6 {
        group.addTask {
          await #expect(processExitsWith: .success) { [path = path as String] in
            var file = try AppendOnlyFile(path: path)
            for _ in 0..<100 {
              try file.withLock { file in
                let last = String(decoding: try file.tail(100), as: UTF8.self).split(separator: "\n").last ?? "0"
                let next = (Int(last) ?? .min) + 1
                try file.append(Array("\(next)\n".utf8))
              }
            }
          }
        }
      }
    }
    #expect(folder.read("shared") == (1...600).map { "\($0)\n" }.joined())
  }

  @Test("a process that dies gives the lock back")
  func death() async throws {
    let path = "\(folder.path)/shared"
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      var file = try AppendOnlyFile(path: path)
      try file.withLock { file in
        try file.append(Array("last words".utf8))
        kill(getpid(), SIGKILL)
      }
    }
    var file = try open("shared")
    try file.withLock { #expect($0.size == 10) }
    file.close()
  }
}
