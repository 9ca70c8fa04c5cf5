import Foundation
import TestSupport
import Testing

@testable import Effects

@Suite("Finding programs")
struct ProgramSearchTests {
  private let folder = TemporaryFolder()

  private func find(_ name: String, path: String = "") -> String? {
    var search = ProgramSearch()
    return search.find(name, path: path, directory: folder.path)?.replacingOccurrences(of: folder.path, with: "~")
  }

  @Test("the first entry of the path that has it wins; what is no program is passed over")
  func path() {
    folder.write("", to: "one/tool", mode: 0o644)
    folder.write("", to: "two/tool", mode: 0o755)
    folder.write("", to: "three/tool", mode: 0o755)
    folder.write("", to: "four/tool/x")
    let entries = ["none", "four", "one", "two", "three"].map { "\(folder.path)/\($0)" }
    #expect(find("tool", path: entries.joined(separator: ":")) == "~/two/tool")
    #expect(find("tool", path: entries.reversed().joined(separator: ":")) == "~/three/tool")
    #expect(find("other", path: entries.joined(separator: ":")) == nil)
    #expect(find("", path: entries.joined(separator: ":")) == nil)
  }

  @Test("relative and empty entries begin at the process's folder")
  func relative() {
    folder.write("", to: "bin/tool", mode: 0o755)
    folder.write("", to: "here", mode: 0o755)
    #expect(find("tool", path: "/none:bin") == "~/bin/tool")
    #expect(find("here", path: "/none:") == "~/here")
    #expect(find("here", path: "") == "~/here")
  }

  @Test("a name with a slash is a path")
  func slash() {
    folder.write("", to: "bin/tool", mode: 0o755)
    #expect(find("bin/tool") == "~/bin/tool")
    #expect(find("./bin/tool") == "~/./bin/tool")
    #expect(find("/bin/sh", path: "/none") == "/bin/sh")
    #expect(find("./bin") == nil && find("bin/none") == nil)
  }

  @Test("what was found is remembered for its path alone")
  func memory() {
    folder.write("", to: "a/tool", mode: 0o755)
    folder.write("", to: "b/tool", mode: 0o755)
    var search = ProgramSearch()
    for name in ["a", "b", "a"] {
      #expect(search.find("tool", path: "\(folder.path)/\(name)", directory: "/") == "\(folder.path)/\(name)/tool")
    }
    // Relative entries lead elsewhere from another folder.
    #expect(search.find("tool", path: ".", directory: "\(folder.path)/a") == "\(folder.path)/a/./tool")
    #expect(search.find("tool", path: ".", directory: folder.path) == nil)
  }
}
