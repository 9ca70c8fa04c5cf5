import Foundation
import Running
import TestSupport
import Testing

@testable import Effects

/// Processes that try to outlive their node.
@Suite("Escapes")
struct EscapeTests {
  /// Each leaves something that would run for ten minutes.
  static let shapes = [
    "sleep 600 &", "sleep 600 >/dev/null 2>&1 &", "(sleep 600 &)", "setsid sleep 600 &", "(setsid sleep 600 &)",
    "nohup sleep 600 >/dev/null 2>&1 &", "setsid sh -c 'sleep 600 & setsid sleep 600 & sleep 600' &",
    "env -i setsid sleep 600 &",
  ]

  @Test("are ended after the node, in whatever shape, and do not hold it", arguments: ["sh", "bash", "dash"])
  func shapes(shell: String) async {
    await #expect(processExitsWith: .success) { [shell = shell as String] in
      let probe = try WorldProbe()
      for need in ["setsid", shell] where probe.run("command -v \(need)").ending != .exited(0) {
        return print("skipped: there is no \(need)")
      }
      for shape in Self.shapes {
        let began = probe.world.now()
        let result = probe.run(probe.action(.words([shell, "-c", "\(shape)\nsleep 0.05; exit 7"])))
        #expect(result.ending == .exited(7) && result.leftovers == 1, "\(shape)")
        #expect(probe.world.now().duration(since: began) < .seconds(60), "\(shape)")
        #expect(probe.hasNoChildren(), "\(shape)")
      }
    }
  }

  @Test("from a node that runs beside others are told from theirs")
  func others() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe(environment: [("PYFLOW_RUN_ID", "RUN")], nodes: 2)
      if probe.run("command -v setsid").ending != .exited(0) { return print("skipped: there is no setsid") }
      let reached = NamedPipe(in: probe.folder, "reached")
      let go = NamedPipe(in: probe.folder, "go")
      var slow = probe.shell("(setsid sleep 600 >/dev/null & echo $! >reached) & read x <go; kill -0 $x")
      slow.environment = [("PYFLOW_NODE", "node-1")]
      probe.start(.process(slow), node: 1)
      let helper = try #require(reached.nextLine().flatMap { Int32($0) })
      var quick = probe.shell("setsid sleep 600 >/dev/null & sleep 0.05")
      quick.environment = [("PYFLOW_NODE", "node-0")]
      probe.start(.process(quick), node: 0)
      #expect(probe.finish().leftovers == 1)
      let bound = probe.world.now().advanced(by: .milliseconds(400))
      while probe.world.now() < bound { _ = probe.world.wait(until: bound) }
      #expect(kill(helper, 0) == 0)
      go.writeLine(String(helper))
      #expect(probe.finish().ending == .exited(0))
      #expect(probe.hasNoChildren())
    }
  }

  @Test("that fork faster than they are ended are ended too, in their group and out of it", arguments: ["", "setsid "])
  func forks(prefix: String) async {
    await #expect(processExitsWith: .success) { [prefix = prefix as String] in
      let probe = try WorldProbe()
      if probe.run("command -v setsid").ending != .exited(0) { return print("skipped: there is no setsid") }
      // Each lives for a moment only, and another one goes on for it; the file ends them if nothing else does.
      probe.folder.write("trap '' TERM HUP\n[ -e stop ] || \(prefix)sh ./hop &\n", to: "hop")
      let result = probe.run("\(prefix)sh ./hop >/dev/null 2>&1 & sleep 0.05")
      #expect(result.leftovers == 1)
      probe.world.endEverything()
      let isOver = OwnProcess.children().isEmpty
      probe.folder.write("", to: "stop")
      #expect(isOver)
    }
  }

  @Test("do not stop a node's children from ending well when it is asked to end")
  func graceful() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let reached = NamedPipe(in: probe.folder, "reached")
      let hold = NamedPipe(in: probe.folder, "hold")
      // The shell dies of the signal; what it had started puts things in order, in its own time.
      let child =
        "trap 'read x <hold; echo in order >done; exit' TERM; echo ready >reached; while :; do read -r y <never; done"
      mkfifo("\(probe.folder.path)/never", 0o600)
      probe.start(.process(probe.shell("sh -c '\(child.replacingOccurrences(of: "'", with: "'\\''"))' & wait")))
      #expect(reached.nextLine() == "ready")
      probe.world.perform(.end(node: 0, .terminate))
      let bound = probe.world.now().advanced(by: .milliseconds(600))
      var hasEnded = false
      while probe.world.now() < bound, !hasEnded {
        hasEnded = probe.world.wait(until: bound).contains { if case .finished = $0 { true } else { false } }
      }
      #expect(!hasEnded)
      hold.writeLine("go")
      #expect(probe.finish().ending == .killed(signal: 15))
      #expect(probe.folder.read("done") == "in order\n")
    }
  }

  @Test("that are meant to stay stay, beyond the end, and are told")
  func meant() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      if probe.run("command -v setsid").ending != .exited(0) { return print("skipped: there is no setsid") }
      var action = probe.shell(
        "sleep 600 >/dev/null 2>&1 & echo $!; setsid sleep 600 >/dev/null 2>&1 & echo $!; sleep 0.05")
      action.leavesRunning = true
      let result = probe.run(action)
      let processes = result.output.split(separator: "\n").compactMap { Int32($0) }
      #expect(processes.count == 2 && result.leftovers == 0)
      #expect(Set(result.leftRunning) == Set(processes.map { Int($0) }))
      #expect(probe.run("sleep 600 & true").leftovers == 1)
      #expect(probe.world.endStrays() == 0)
      probe.world.endEverything()
      for process in processes {
        #expect(kill(process, 0) == 0)
        kill(process, SIGKILL)
      }
    }
  }

  @Test("that are meant to stay do not when their node is ended")
  func meantButEnded() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let reached = NamedPipe(in: probe.folder, "reached")
      var action = probe.shell("sleep 600 >/dev/null 2>&1 & echo $! >reached; wait")
      action.leavesRunning = true
      probe.start(.process(action))
      let process = try #require(reached.nextLine().flatMap { Int32($0) })
      probe.world.perform(.end(node: 0, .terminate))
      #expect(probe.finish().leftRunning.isEmpty)
      #expect(probe.isGone(process))
    }
  }
}
