import Foundation
import TestSupport
import Testing

@testable import Effects

/// What git itself says is the oracle.
@Suite("Repositories")
struct RepositoryReaderTests {
  /// A repository in which git's own commands run.
  struct Sandbox {
    let folder = TemporaryFolder()

    /// Runs git in a subfolder; what it prints, or nothing if it fails.
    @discardableResult
    func git(_ arguments: String..., in subfolder: String = "") -> String? {
      let process = Process()
      let output = Foundation.Pipe()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments =
        ["git", "-C", "\(folder.path)/\(subfolder)", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "gc.auto=0"]
        + arguments
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return nil }
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      return process.terminationStatus == 0 ? text.trimmingCharacters(in: .newlines) : nil
    }

    /// A repository with a commit; nothing where there is no git.
    static func make() -> Sandbox? {
      let sandbox = Sandbox()
      guard sandbox.git("init", "-q") != nil else {
        print("skipped: there is no git")
        return nil
      }
      sandbox.folder.write("one\n", to: "file")
      sandbox.folder.write("", to: "sub/deep/.keep")
      sandbox.git("add", ".")
      sandbox.git("commit", "-qm", "first")
      return sandbox
    }

    func read(_ subfolder: String = "") -> (commit: String, isDirty: Bool?)? {
      RepositoryReader.read(subfolder.isEmpty ? folder.path : "\(folder.path)/\(subfolder)")
    }
  }

  @Test("the commit is found from any folder inside, and changes show")
  func commit() async {
    await #expect(processExitsWith: .success) {
      guard let sandbox = Sandbox.make() else { return }
      let head = sandbox.git("rev-parse", "HEAD")
      #expect(head?.count == 40)
      for folder in ["", "sub", "sub/deep"] {
        #expect(sandbox.read(folder)?.commit == head)
        #expect(sandbox.read(folder)?.isDirty == false)
      }
      sandbox.folder.write("new", to: "untracked")
      #expect(sandbox.read()?.isDirty == false)
      sandbox.folder.write("two\n", to: "file")
      #expect(sandbox.read("sub")?.isDirty == true)
      sandbox.git("commit", "-qam", "second")
      #expect(sandbox.read()?.commit == sandbox.git("rev-parse", "HEAD"))
      #expect(sandbox.read()?.commit != head)
    }
  }

  @Test("a detached head, packed references and work trees are read too")
  func forms() async {
    await #expect(processExitsWith: .success) {
      guard let sandbox = Sandbox.make() else { return }
      let head = sandbox.git("rev-parse", "HEAD")
      sandbox.git("checkout", "-q", "-b", "feature/x")
      #expect(sandbox.read()?.commit == head)
      sandbox.git("pack-refs", "--all")
      #expect(sandbox.read()?.commit == head)
      sandbox.git("worktree", "add", "-q", "-b", "other", "tree")
      sandbox.git("commit", "-q", "--allow-empty", "-m", "elsewhere", in: "tree")
      #expect(sandbox.read("tree")?.commit == sandbox.git("rev-parse", "HEAD", in: "tree"))
      #expect(sandbox.read("tree")?.commit != head)
      sandbox.git("pack-refs", "--all")
      #expect(sandbox.read("tree")?.commit == sandbox.git("rev-parse", "HEAD", in: "tree"))
      sandbox.git("checkout", "-q", "--detach")
      #expect(sandbox.read()?.commit == head)
    }
  }

  @Test("outside a repository, before its first commit, and in a broken one, nothing is claimed")
  func nothing() async {
    await #expect(processExitsWith: .success) {
      let sandbox = Sandbox()
      #expect(sandbox.read() == nil)
      guard sandbox.git("init", "-q") != nil else { return print("skipped: there is no git") }
      #expect(sandbox.read() == nil)
      for head in ["", "ref: ", "ref: refs/heads/../../HEAD", "rubbish", String(repeating: "a", count: 39)] {
        sandbox.folder.write(head + "\n", to: ".git/HEAD")
        #expect(sandbox.read() == nil, "\(head)")
      }
      sandbox.folder.write("ref: refs/heads/x\n", to: ".git/HEAD")
      sandbox.folder.write("rubbish refs/heads/x\n", to: ".git/packed-refs")
      #expect(sandbox.read() == nil)
    }
  }

  @Test("without git the commit is known, and changes are not")
  func withoutGit() async {
    await #expect(processExitsWith: .success) {
      guard let sandbox = Sandbox.make() else { return }
      let head = sandbox.git("rev-parse", "HEAD")
      setenv("PATH", "/no/such/folder", 1)
      #expect(sandbox.read()?.commit == head)
      #expect(sandbox.read()?.isDirty == nil)
    }
  }
}
