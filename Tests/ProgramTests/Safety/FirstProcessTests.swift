import Foundation
import TestSupport
import Testing

/// pyflow as a container's first process, whom every orphan is given to.
@Suite("The first process")
struct FirstProcessTests {
  @Test("reaps everybody's orphans, hears signals, and ends")
  func reaps() {
    var program = Program(
      """
      [orphans]
      command = "i=0; while [ $i -lt 60 ]; do (setsid true >/dev/null 2>&1 &); i=$((i+1)); done"
      [zombies]
      # A bound for a broken pyflow only: the count is right at once, or soon.
      command = '''
      count() { cat /proc/[0-9]*/stat 2>/dev/null | grep -c ') Z '; }
      i=0
      while [ "$(count)" != 0 ] && [ $i -lt 1000 ]; do i=$((i+1)); sleep 0.01; done
      echo "$PPID $(count)" >seen
      '''
      [end]
      command = "setsid sh -c 'echo here >reached; sleep 600' & read -r x <reached; kill -TERM 1; sleep 600"
      """)
    // Who is not root needs a namespace of users for one of processes.
    program.wrapper = ["unshare", geteuid() == 0 ? "-pf" : "-Urpf", "--mount-proc"]
    let reached = NamedPipe(in: program.folder, "reached")
    let result = program.run("run")
    if result.exit == 1, result.error.contains("unshare") { return print("skipped: no process namespaces here") }
    #expect(result.exit == 143, "\(result.error)")
    #expect(program.folder.read("seen") == "1 0\n")
    #expect(result.error.contains("SIGTERM: starting nothing new"))
    #expect(program.run("audit", "verify").exit == 0)
    withExtendedLifetime(reached) {}
  }
}
