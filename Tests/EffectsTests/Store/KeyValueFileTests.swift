import Foundation
import TestSupport
import Testing
import Values

@testable import Effects

@Suite("The files of the key-value store")
struct KeyValueFileTests {
  private let folder = TemporaryFolder()
  private var file: KeyValueFile { KeyValueFile(of: folder.path) }

  private func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/.pyflow/" + name)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }

  @Test("are the user's alone, and secrets a file of their own")
  func modes() throws {
    try file.set("a", to: .int(1))
    try file.set(secret: "b", to: "hidden")
    #expect(try mode("kv.json") == 0o600 && mode("kv.secrets.json") == 0o600)
    #expect(folder.read(".pyflow/kv.json")?.contains("hidden") == false)
    #expect(folder.read(".pyflow/.gitignore") == "*\n")
    #expect(!folder.exists(".pyflow/kv.json.new"))
  }

  @Test("shared with a group, but for secrets")
  func shared() throws {
    let file = KeyValueFile(of: folder.path, for: FileAccess(group: Int(getegid())))
    try file.set("a", to: .int(1))
    try file.set(secret: "b", to: "hidden")
    #expect(try mode("kv.json") == 0o660 && mode("kv.lock") == 0o660 && mode("kv.secrets.\(getuid()).json") == 0o600)
    #expect(FileAccess(ofFolder: folder.path + "/.pyflow") == FileAccess(group: Int(getegid())))
    #expect(FileAccess(ofFolder: folder.path + "/none") == nil)
    #expect(try self.file.readSecrets().values["b"] == .string("hidden"))
  }

  @Test("with secrets from before they were shared are theirs who had them")
  func secretsOfBefore() throws {
    try file.set(secret: "b", to: "hidden")
    let shared = KeyValueFile(of: folder.path, for: FileAccess(group: Int(getegid())))
    try shared.set(secret: "c", to: "hidden too")
    #expect(try file.readSecrets() == shared.readSecrets() && file.readSecrets().values.count == 2)
    #expect(!folder.exists(".pyflow/kv.secrets.\(getuid()).json"))
  }

  @Test("are never written into a file that somebody else has put there")
  func planted() throws {
    for name in ["kv.json.new", "kv.secrets.json.new"] {
      folder.write("", to: ".pyflow/" + name)
      chmod(folder.path + "/.pyflow/" + name, 0o666)
    }
    let planted = Foundation.open(folder.path + "/.pyflow/kv.secrets.json.new", O_RDONLY)
    defer { close(planted) }
    try file.set("a", to: .int(1))
    try file.set(secret: "b", to: "hidden")
    #expect(try mode("kv.json") == 0o600 && mode("kv.secrets.json") == 0o600)
    #expect(lseek(planted, 0, SEEK_END) == 0)
    symlink("/dev/null", folder.path + "/.pyflow/kv.json.new")
    try file.set("a", to: .int(2))
    #expect(try file.readPlain().values["a"] == .int(2))
  }

  @Test("never make a plain value of a secret, and a secret of a plain value only if asked")
  func secrets() throws {
    try file.set("key", to: .string("plain"))
    try file.set(secret: "key", to: "hidden")
    #expect(try file.readPlain().values["key"] == nil)
    #expect(throws: KeyValueFile.Failure.isSecret("key")) { try file.set("key", to: .int(1)) }
    #expect(try file.remove("key") && !file.remove("key"))
    try file.set("key", to: .int(1))
    #expect(try file.read().plain.values["key"] == .int(1))
  }

  @Test(
    "that are damaged are left as they are", arguments: ["", "x", "{\"schema\":\"pyflow.kv/1\",\"values\":{\"a\":1"])
  func damaged(content: String) throws {
    folder.write(content, to: ".pyflow/kv.json")
    #expect(throws: KeyValueFile.Failure.self) { try file.read() }
    #expect(throws: KeyValueFile.Failure.self) { try file.set("a", to: .int(1)) }
    #expect(folder.read(".pyflow/kv.json") == content)
  }

  @Test("with secrets that others may read are refused")
  func open() throws {
    try file.set(secret: "key", to: "hidden")
    chmod(folder.path + "/.pyflow/kv.secrets.json", 0o640)
    #expect(throws: KeyValueFile.Failure.shared(folder.path + "/.pyflow/kv.secrets.json")) { try file.readSecrets() }
  }

  @Test("that cannot be read or written are an error")
  func unusable() throws {
    folder.write("x", to: ".pyflow/kv.json/file")
    #expect(throws: KeyValueFile.Failure.unreadable(folder.path + "/.pyflow/kv.json", .isFolder)) { try file.read() }
    let other = TemporaryFolder()
    other.write("", to: ".pyflow")
    #expect(throws: KeyValueFile.Failure.self) { try KeyValueFile(of: other.path).set("a", to: .int(1)) }
  }

  @Test("are noticed when they change, whoever changes them")
  func watch() throws {
    var watch = StoreWatch(file)
    #expect(watch.change()?.values.count == 0)
    #expect(watch.change() == nil)
    try file.set("a", to: .int(1))
    #expect(watch.change()?.values["a"] == .int(1))
    #expect(watch.change() == nil)
    try file.set(secret: "b", to: "hidden")
    #expect(watch.change()?.secretKeys == ["b"])
    folder.write("damaged", to: ".pyflow/kv.json")
    #expect(watch.change()?.problem?.contains("kv.json is damaged: ") == true)
  }
}
