import Foundation
import Running
import TestSupport
import Testing
import Values

@testable import Effects

@Suite("Output and input of processes")
struct ProcessOutputTests {
  @Test("exit codes and signals are told as they are")
  func endings() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      for code in [0, 1, 2, 126, 127, 255] { #expect(probe.run("exit \(code)").ending == .exited(code)) }
      for (name, number) in [("KILL", 9), ("TERM", 15), ("SEGV", 11), ("PIPE", 13)] {
        #expect(probe.run("kill -\(name) $$").ending == .killed(signal: number), "\(name)")
      }
    }
  }

  @Test("what it used is told")
  func usage() async {
    await #expect(processExitsWith: .success) {
      let result = try WorldProbe().run("true")
      #expect(result.cpu.map { $0 >= .zero } == true)
      #expect((result.peakMemory ?? 0) > 100)
    }
  }

  @Test("both streams are kept whole and in order")
  func streams() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let result = probe.run("i=0; while [ $i -lt 3000 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done")
      let expected = { (name: String) in (0..<3000).map { "\(name) \($0)\n" }.joined() }
      #expect(result.output == expected("out") && result.errors == expected("err"))
      #expect(!result.isTruncated)
      #expect(result.log?.bytes == expected("out").utf8.count + expected("err").utf8.count)
      #expect(result.tail.count == ChildProcess.tailSize)
      #expect(result.bytesBeforeTail + result.tail.count == result.log?.bytes)
      let log = Array(probe.folder.readData("run/node-0.1.log") ?? Data())
      #expect(log.suffix(result.tail.count).elementsEqual(result.tail))
    }
  }

  @Test("what a stream wrote last comes last, as the reader sees it")
  func order() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let reached = NamedPipe(in: probe.folder, "reached")
      // The second line is written only when the first has been taken in.
      NamedPipe(in: probe.folder, "go").writeLine("unused")
      probe.start(.process(probe.shell("echo first; echo > reached; read x < go; echo second >&2")))
      #expect(reached.nextLine() == "")
      while probe.folder.read("run/node-0.1.log") != "first\n" {
        _ = probe.world.wait(until: probe.world.now().advanced(by: .milliseconds(5)))
      }
      try Data("go\n".utf8).write(to: probe.folder.url.appendingPathComponent("go"))
      let result = probe.finish()
      #expect(String(decoding: result.tail, as: UTF8.self) == "first\nsecond\n")
    }
  }

  @Test("the log holds everything, for the user alone; what is kept is bounded")
  func large() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let size = 5_000_000
      let result = probe.run("head -c \(size) /dev/urandom | tee copy; echo end >&2", captureLimit: 1000)
      let log = Array(probe.folder.readData("run/node-0.1.log") ?? Data())
      let copy = Array(probe.folder.readData("copy") ?? Data())
      let end = Array("end\n".utf8)
      #expect(log.count == size + end.count)
      #expect(Set([log, copy + end].map { SHA256.hash($0).hex }).count == 1)
      #expect(result.log == ActionResult.Log(path: "run/node-0.1.log", bytes: log.count, digest: SHA256.hash(log)))
      #expect(result.isTruncated && result.stdout == copy.suffix(1000) && result.errors == "end\n")
      #expect(result.tail.elementsEqual(log.suffix(ChildProcess.tailSize)))
      let mode = try FileManager.default.attributesOfItem(atPath: probe.folder.path + "/run/node-0.1.log")
      #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
  }

  @Test("without output there is no log")
  func silent() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      #expect(probe.run("true").log == nil)
      #expect(probe.folder.list("run") == [".keep"])
    }
  }

  @Test("bytes that are no text are kept as they are")
  func invalid() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let result = probe.run("printf '\\377\\000\\303(\\033[2J'")
      let bytes: [UInt8] = [0xFF, 0, 0xC3, 0x28, 0x1B, 0x5B, 0x32, 0x4A]
      #expect(result.stdout == bytes && result.tail == bytes)
      #expect(probe.folder.readData("run/node-0.1.log") == Data(bytes))
    }
  }

  @Test("a log that cannot be written does not fail the process")
  func brokenLog() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      try FileManager.default.removeItem(atPath: probe.folder.path + "/run")
      let result = probe.run("echo hi")
      #expect(result.ending == .exited(0) && result.output == "hi\n" && result.log == nil)
    }
  }

  @Test("it reads its input, or an empty one")
  func input() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      #expect(probe.run("cat; echo end").output == "end\n")
      var action = probe.shell("cat")
      action.standardInput = []
      #expect(probe.run(action).output == "")
      action.standardInput = (0..<800_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
      #expect(probe.run(action).stdout == action.standardInput)
    }
  }

  @Test("input that is not read to its end is given up")
  func unreadInput() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      var action = probe.shell("head -c 3; exec 0<&-; echo; true")
      action.standardInput = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000_000)
      let result = probe.run(action)
      #expect(result.ending == .exited(0) && result.output == "xxx\n")
    }
  }
}
