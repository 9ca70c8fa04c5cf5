import Foundation
import TestSupport
import Testing
import Values

@testable import Effects

/// Files that hold secrets: for their user alone, and gone with their run.
@Suite("The folder for secrets")
struct SecretFolderTests {
  private let base = TemporaryFolder()
  private var environment: [String: String] { ["XDG_RUNTIME_DIR": base.path] }

  private func mode(_ path: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
  }

  @Test("is made when a file is written, and removed with it")
  func life() throws {
    let path = SecretFolder.newPath(environment)
    #expect(path.hasPrefix("\(base.path)/pyflow-secrets-\(geteuid())/"))
    let places = SecretFilePlaces(folder: path, key: 7)
    let file = places.file(for: "hunter2", named: "TOKEN")
    var folder = SecretFolder(path: path)
    try folder.settle()
    #expect(base.list() == [])
    folder.add([file, file])
    try folder.settle()
    folder.add([file])
    try folder.settle()
    #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "hunter2")
    #expect(mode(file.path) == 0o600 && mode(path) == 0o700)
    // It lives, so nobody removes it.
    SecretFolder.removeLeftovers(environment)
    #expect(FileManager.default.fileExists(atPath: file.path))
    folder.remove()
    #expect(base.list() == [])
  }

  @Test("is found and removed when its run is dead; what others have there stays")
  func leftovers() throws {
    base.write("secret", to: "pyflow-secrets-\(geteuid())/dead/TOKEN-1")
    base.write("other", to: "pyflow-other/x/y")
    try FileManager.default.createSymbolicLink(
      atPath: "\(base.path)/pyflow-secrets-\(geteuid())/link", withDestinationPath: "\(base.path)/pyflow-other/x")
    SecretFolder.removeLeftovers(environment)
    #expect(base.list("pyflow-secrets-\(geteuid())") == ["link"])
    #expect(base.read("pyflow-other/x/y") == "other")
  }

  @Test("is elsewhere if somebody else could read it there")
  func foreign() {
    base.write("", to: "pyflow-secrets-\(geteuid())/x")
    chmod("\(base.path)/pyflow-secrets-\(geteuid())", 0o755)
    #expect(!SecretFolder.newPath(environment).hasPrefix(base.path))
    #expect(!SecretFolder.newPath(["XDG_RUNTIME_DIR": "relative"]).contains("relative"))
  }

  @Test("names its files by what is in them, in a way that tells nothing of it")
  func names() {
    let places = SecretFilePlaces(folder: "/f", key: 7)
    let one = places.file(for: "hunter2", named: "A")
    #expect(one == places.file(for: "hunter2", named: "A"))
    #expect(one.path.hasPrefix("/f/A-") && one.path.count == 5 + 16)
    #expect(one.path != places.file(for: "hunter3", named: "A").path)
    #expect(one.path != SecretFilePlaces(folder: "/f", key: 8).file(for: "hunter2", named: "A").path)
  }
}
