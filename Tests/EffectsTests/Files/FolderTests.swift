import Foundation
import TestSupport
import Testing

@testable import Effects

@Suite("Folders")
struct FolderTests {
  private let folder = TemporaryFolder()

  private func mode(_ name: String) -> Int? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(name)")
    return (attributes?[.posixPermissions] as? NSNumber)?.intValue
  }

  @Test("a folder and those above it are made for the user alone; one that is there is kept")
  func make() throws {
    try Folder.make("\(folder.path)/a/b/c")
    #expect([mode("a"), mode("a/b"), mode("a/b/c")] == [0o700, 0o700, 0o700])
    folder.write("x", to: "a/b/c/file")
    try Folder.make("\(folder.path)/a/b/c")
    #expect(folder.read("a/b/c/file") == "x")
  }

  @Test("files and folders are shared with a group, also those that were there before")
  func shared() throws {
    // The user's own group: anybody may give files to that.
    let access = FileAccess(group: Int(getegid()))
    try Folder.make("\(folder.path)/a/b")
    try Folder.make("\(folder.path)/a/b", for: access)
    try Folder.write(Array("x".utf8), to: "\(folder.path)/a/b/file", for: access)
    _ = try AppendOnlyFile(path: "\(folder.path)/log")
    _ = try AppendOnlyFile(path: "\(folder.path)/log", for: access)
    try RunLock(path: "\(folder.path)/lock", for: access).release()
    #expect([mode("a"), mode("a/b")] == [0o700, 0o770])
    #expect([mode("a/b/file"), mode("log"), mode("lock")] == [0o660, 0o660, 0o660])
    #expect(UserDatabase.isMember(of: Int(getegid())))
    #expect(geteuid() == 0 || !UserDatabase.isMember(of: 3_999_999_999))
  }

  @Test("a lock tells whether somebody holds it")
  func held() throws {
    let path = "\(folder.path)/lock"
    #expect(RunLock.state(at: path) == .unknown)
    let lock = try RunLock(path: path)
    #expect(RunLock.state(at: path) == .held)
    lock.release()
    #expect(RunLock.state(at: path) == .free)
  }

  @Test("what cannot be made is named")
  func makeFails() {
    folder.write("x", to: "file")
    let path = "\(folder.path)/file/a"
    #expect(throws: SystemError(operation: "make folder", subject: path, code: ENOTDIR)) { try Folder.make(path) }
    #expect(
      SystemError(operation: "make folder", subject: "a", code: ENOTDIR).message == "make folder a: Not a directory")
    #expect(SystemError(operation: "pipe", subject: "", code: EMFILE).message == "pipe: Too many open files")
  }

  @Test("a file is written for the user alone, and replaces the one before")
  func write() throws {
    try Folder.write(Array("long before".utf8), to: "\(folder.path)/a")
    try Folder.write(Array("now".utf8), to: "\(folder.path)/a")
    #expect(folder.read("a") == "now" && mode("a") == 0o600)
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "a")
    #expect(throws: SystemError(operation: "create", subject: "\(folder.path)/link", code: ELOOP)) {
      try Folder.write([], to: "\(folder.path)/link")
    }
    #expect(folder.read("a") == "now")
  }

  @Test("files are listed by their endings, sorted")
  func files() {
    for name in ["b.toml", "a.toml", "c.txt", ".hidden.toml", "toml"] { folder.write("", to: name) }
    #expect(Folder.files(in: folder.path, suffix: ".toml") == [".hidden.toml", "a.toml", "b.toml"])
    #expect(Folder.files(in: "\(folder.path)/none", suffix: "").isEmpty)
  }
}
