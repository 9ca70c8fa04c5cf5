import Foundation
import Running
import TestSupport
import Testing

@testable import Effects

@Suite("Ending processes")
struct ProcessEndTests {
  @Test("a grandchild that keeps the pipe open does not hold the node, and is ended")
  func heldPipe() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let result = probe.run("sleep 600 & echo $!; exit 7")
      #expect(result.ending == .exited(7) && result.leftovers == 1)
      let grandchild = try #require(Int32(result.output.dropLast()))
      #expect(probe.isGone(grandchild))
    }
  }

  @Test("a grandchild that ignores SIGTERM is forced")
  func stubbornLeftover() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let reached = NamedPipe(in: probe.folder, "reached")
      let result = probe.run("(trap '' TERM; echo > reached; exec sleep 600) & echo $!; read x < reached")
      #expect(result.leftovers == 1)
      #expect(probe.isGone(try #require(Int32(result.output.dropLast()))))
      withExtendedLifetime(reached) {}
    }
  }

  @Test("a grandchild without a pipe is ended too")
  func quietLeftover() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let result = probe.run("sleep 600 >/dev/null 2>&1 & echo $!")
      #expect(result.ending == .exited(0) && result.leftovers == 1)
      #expect(probe.isGone(try #require(Int32(result.output.dropLast()))))
    }
  }

  @Test("being asked to end reaches the whole group")
  func terminate() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let reached = NamedPipe(in: probe.folder, "reached")
      probe.start(.process(probe.shell("sleep 600 & echo $! > reached; wait")))
      let grandchild = try #require(reached.nextLine().flatMap { Int32($0) })
      probe.world.perform(.end(node: 0, .terminate))
      #expect(probe.finish().ending == .killed(signal: 15))
      #expect(probe.isGone(grandchild))
    }
  }

  @Test("a process that ignores SIGTERM goes on until it is forced, its children with it")
  func kill() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      let reached = NamedPipe(in: probe.folder, "reached")
      let go = NamedPipe(in: probe.folder, "go")
      let script = """
        trap 'echo heard > reached' TERM
        (trap '' TERM; exec sleep 600) & echo $! > reached
        while :; do read x < go; done
        """
      probe.start(.process(probe.shell(script)))
      let grandchild = try #require(reached.nextLine().flatMap { Int32($0) })
      probe.world.perform(.end(node: 0, .terminate))
      // A shell that waits in `read` runs its trap when the read ends.
      go.writeLine("")
      #expect(reached.nextLine() == "heard")
      probe.world.perform(.end(node: 0, .kill))
      #expect(probe.finish().ending == .killed(signal: 9))
      #expect(probe.isGone(grandchild))
    }
  }

  @Test("a stopped process hears that it is to end")
  func stopped() async {
    await #expect(processExitsWith: .success) {
      for mode in [Effect.EndMode.terminate, .pass(.terminate)] {
        let probe = try WorldProbe()
        probe.start(.process(probe.shell("kill -STOP $$; exec sleep 600")))
        probe.world.perform(.end(node: 0, mode))
        #expect(probe.finish().ending == .killed(signal: 15))
      }
    }
  }

  @Test("pyflow's signals are passed on as they came")
  func passed() async {
    await #expect(processExitsWith: .success) {
      for (signal, number) in [(RunSignal.interrupt, 2), (.hangUp, 1), (.terminate, 15)] {
        let probe = try WorldProbe()
        probe.start(.process(probe.action(.words(["sleep", "600"]))))
        probe.world.perform(.end(node: 0, .pass(signal)))
        #expect(probe.finish().ending == .killed(signal: number))
      }
    }
  }

  @Test("only the node's own process is ended")
  func others() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe(nodes: 2)
      let go = NamedPipe(in: probe.folder, "go")
      probe.start(.process(probe.shell("read x < go; echo $x")), node: 0)
      probe.start(.process(probe.action(.words(["sleep", "600"]))), node: 1)
      probe.world.perform(.end(node: 1, .kill))
      #expect(probe.finish().ending == .killed(signal: 9))
      go.writeLine("alive")
      #expect(probe.finish().output == "alive\n")
    }
  }

  @Test("at the end nothing is left, not even what left its group")
  func everything() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      if probe.run("command -v setsid").ending != .exited(0) { return print("skipped: there is no setsid") }
      let reached = NamedPipe(in: probe.folder, "reached")
      let script = """
        trap '' TERM
        setsid sh -c 'trap "" TERM HUP; echo $$ > reached; exec sleep 600' &
        sleep 600 & echo $! > reached; echo $$ > reached; wait
        """
      probe.start(.process(probe.shell(script)))
      let processes = (0..<3).compactMap { _ in reached.nextLine().flatMap { Int32($0) } }
      #expect(processes.count == 3)
      probe.world.endEverything()
      for process in processes { #expect(Foundation.kill(process, 0) == -1 && errno == ESRCH) }
      #expect(OwnProcess.children().isEmpty)
    }
  }

  @Test("a deadline passes without an event")
  func deadline() async {
    await #expect(processExitsWith: .success) {
      let probe = try WorldProbe()
      probe.start(.process(probe.action(.words(["sleep", "600"]))))
      let deadline = probe.world.now().advanced(by: .milliseconds(20))
      #expect(probe.world.wait(until: deadline).isEmpty)
      #expect(probe.world.now() >= deadline)
      probe.world.endEverything()
    }
  }
}
