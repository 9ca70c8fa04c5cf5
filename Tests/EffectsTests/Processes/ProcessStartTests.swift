import Foundation
import Running
import TestSupport
import Testing

@testable import Effects

@Suite("Starting processes")
struct ProcessStartTests {
  @Test("a list is the program's argv as it stands")
  func words() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let words = ["printf", "<%s>", "a b", "$HOME", "", "*", "ä\n", "-x"]
      #expect(probe.run(probe.action(.words(words))).output == "<a b><$HOME><><*><ä\n><-x>")
    }
  }

  @Test("plain text needs no shell")
  func direct() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let program = ProcessAction.Program.simple(
        words: ["printf", "%s", "direct"], arguments: ["no-such-shell", "-c"], text: "printf %s shell")
      let result = probe.run(probe.action(program))
      #expect(result.ending == .exited(0) && result.output == "direct")
    }
  }

  @Test("plain text that names no program is the shell's")
  func builtin() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let program = ProcessAction.Program.simple(words: ["exit", "3"], arguments: ["sh", "-c"], text: "exit 3")
      #expect(probe.run(probe.action(program)).ending == .exited(3))
    }
  }

  @Test("text is run by the shell that is named")
  func shells() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      #expect(probe.run("echo one two | tr a-z A-Z").output == "ONE TWO\n")
      let strict = ProcessAction.Program.shell(arguments: ["bash", "-euo", "pipefail", "-c"], text: "false | true")
      if probe.run("command -v bash").ending != .exited(0) { return print("skipped: there is no bash") }
      #expect(probe.run(probe.action(strict)).ending == .exited(1))
    }
  }

  @Test("a script without #! is run by the shell, unless it is named in a list")
  func scripts() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      probe.folder.write("echo from $0\n", to: "script", mode: 0o755)
      let simple = ProcessAction.Program.simple(words: ["./script"], arguments: ["sh", "-c"], text: "./script")
      #expect(probe.run(probe.action(simple)).output == "from ./script\n")
      let result = probe.run(probe.action(.words(["./script"])))
      #expect(result.ending == .couldNotStart("start ./script: Exec format error"))
    }
  }

  @Test("what cannot be started says why")
  func failures() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      probe.folder.write("text", to: "plain", mode: 0o644)
      probe.folder.write("#!/no/such/interpreter\n", to: "lost", mode: 0o755)
      let cases = [
        ("no-such-program", "No such file or directory"), ("./missing", "No such file or directory"),
        ("/no/such/program", "No such file or directory"), ("./plain", "Permission denied"),
        ("./run", "Permission denied"), ("./plain/x", "Not a directory"), ("./lost", "No such file or directory"),
      ]
      for (name, reason) in cases {
        let ending = probe.run(probe.action(.words([name]))).ending
        #expect(ending == .couldNotStart("start \(name): \(reason)"), "\(name)")
      }
      let program = ProcessAction.Program.shell(arguments: ["no-such-shell"], text: "true")
      #expect(
        probe.run(probe.action(program)).ending == .couldNotStart("start no-such-shell: No such file or directory"))
    }
  }

  @Test("it runs in its folder, and a folder that is none is named")
  func folders() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      var action = probe.action(.words(["pwd"]))
      #expect(probe.run(action).output == probe.folder.path + "\n")
      action.workingDirectory = probe.folder.path + "/missing"
      #expect(
        probe.run(action).ending
          == .couldNotStart("enter folder \(probe.folder.path)/missing: No such file or directory"))
      probe.folder.write("", to: "file")
      action.workingDirectory = probe.folder.path + "/file"
      #expect(probe.run(action).ending == .couldNotStart("enter folder \(probe.folder.path)/file: Not a directory"))
    }
  }

  @Test("a program that was not there is found once it is")
  func installedLater() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      folder.write("", to: "bin/.keep")
      let probe = try WorldProbe(environment: [("PATH", folder.path + "/bin:/usr/bin:/bin")])
      let tool = probe.action(.words(["my-tool"]))
      #expect(probe.run(tool).ending == .couldNotStart("start my-tool: No such file or directory"))
      folder.write("#!/bin/sh\necho here\n", to: "bin/my-tool", mode: 0o755)
      #expect(probe.run(tool).output == "here\n")
    }
  }

  @Test("the environment is the run's, and the process's own, which wins; its PATH finds the program")
  func environment() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe(environment: [("A", "1"), ("B", "2"), ("A", "3")])
      var action = probe.action(.words(["env"]))
      action.environment = [("B", "own"), ("C", "x=y\nz"), ("C", "last ä")]
      let lines = probe.run(action).output.split(separator: "\n").filter { !$0.hasPrefix("PATH=") }
      #expect(lines.sorted() == ["A=3", "B=own", "C=last ä", "PWD=\(action.workingDirectory)"])
      probe.folder.write("#!/bin/sh\necho mine\n", to: "bin/env", mode: 0o755)
      action.environment = [("PATH", "bin:/usr/bin:/bin")]
      #expect(probe.run(action).output == "mine\n")
    }
  }

  @Test("it has descriptors 0 to 2, and no signal blocked or ignored, and a session of its own")
  func inheritance() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let leaks = (0..<5).map { _ in open("/dev/null", O_RDONLY) }
      // `ls` reads the folder through descriptor 3.
      #expect(probe.run(probe.action(.words(["ls", "/proc/self/fd"]))).output == "0\n1\n2\n3\n")
      let signals = probe.run(probe.action(.words(["sed", "-n", "s/^Sig[BIC][a-z]*:.//p", "/proc/self/status"])))
      // 32 and 33 are the C library's own, which not even a program that asks gets reset.
      let masks = signals.output.split(separator: "\n").compactMap { UInt64($0, radix: 16) }
      #expect(masks.map { $0 & ~(0b11 << 31) } == [0, 0, 0], "blocked, ignored, caught: \(masks)")
      let stat = probe.run(probe.action(.words(["cut", "-d", " ", "-f", "1,5,6", "/proc/self/stat"]))).output
      #expect(Set(stat.split(whereSeparator: \.isWhitespace)).count == 1, "process, group and session: \(stat)")
      for leak in leaks { close(leak) }
    }
  }

  @Test("no descriptor is left open, whether it started or not")
  func noLeaks() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      _ = probe.run("echo warm; echo up >&2")
      let before = OpenDescriptors.all
      for _ in 0..<20 {
        var action = probe.shell("echo x; cat >&2; exec 1>&-")
        action.standardInput = Array("input".utf8)
        _ = probe.run(action)
        _ = probe.run(probe.action(.words(["no-such-program"])))
        action.workingDirectory = "/no/such/folder"
        _ = probe.run(action)
      }
      #expect(OpenDescriptors.areAgain(before))
    }
  }

  @Test("many run at once, each with its own result")
  func many() async {
    await #expect(processExitsWith: .success) {
      let count = 60
      let probe = try WorldProbe(nodes: count)
      for node in 0..<count { probe.start(.process(probe.shell("echo \(node); exit \(node)")), node: node) }
      var results: [Int: ActionResult] = [:]
      let bound = probe.world.now().advanced(by: .seconds(60))
      while results.count < count, probe.world.now() < bound {
        for case .finished(let node, let result) in probe.world.wait(until: bound) { results[node] = result }
      }
      for node in 0..<count {
        #expect(results[node]?.ending == .exited(node) && results[node]?.output == "\(node)\n", "node \(node)")
        #expect(results[node]?.log?.path == "run/node-\(node).1.log")
      }
    }
  }
}
