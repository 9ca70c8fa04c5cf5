import Foundation
import Running
import TestSupport
import Values

@testable import Effects

/// A real world in a fresh folder.
///
/// It adopts and ends every child of its process, and catches that process's signals, so it belongs into an exit test,
/// which has a process of its own.
struct WorldProbe {
  let folder = TemporaryFolder()
  let world: SystemWorld

  init(environment: [(name: String, value: String)] = [], nodes: Int = 1) throws {
    folder.write("", to: "run/.keep")
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    world = try SystemWorld(
      settings: SystemWorld.Settings(
        directory: folder.path, runFolder: "run", environment: [("PATH", path)] + environment,
        nodeIDs: (0..<nodes).map { "node-\($0)" }),
      signals: SignalPipe())
  }

  /// A process action in the probe's folder.
  func action(_ program: ProcessAction.Program, captureLimit: Int = 1 << 20) -> ProcessAction {
    ProcessAction(program: program, workingDirectory: folder.path, captureLimit: captureLimit)
  }

  /// Text for `sh`.
  func shell(_ text: String, captureLimit: Int = 1 << 20) -> ProcessAction {
    action(.shell(arguments: ["sh", "-c"], text: text), captureLimit: captureLimit)
  }

  /// Starts an action as a node.
  func start(_ action: Action, node: Int = 0) {
    world.perform(.start(node: node, step: .run, attempt: 1, action))
  }

  /// Runs a process to its end.
  func run(_ process: ProcessAction) -> ActionResult {
    start(.process(process))
    return finish()
  }

  /// Runs text in `sh` to its end.
  func run(_ text: String, captureLimit: Int = 1 << 20) -> ActionResult { run(shell(text, captureLimit: captureLimit)) }

  /// Sends a request, and waits for what comes of it.
  func send(_ request: RequestAction) -> ActionResult {
    start(.request(request))
    return finish()
  }

  /// How the next node ends, or the ending `couldNotStart("nothing ended")` if none does within a minute: a bound for a
  /// broken test, never a measure of speed.
  func finish() -> ActionResult {
    let bound = world.now().advanced(by: .seconds(60))
    while world.now() < bound {
      for case .finished(_, let result) in world.wait(until: bound) { return result }
    }
    return ActionResult(.couldNotStart("nothing ended"))
  }

  /// Lets the world work until it has no children, at most a minute.
  func hasNoChildren() -> Bool {
    let bound = world.now().advanced(by: .seconds(60))
    while !OwnProcess.children().isEmpty {
      if world.now() > bound { return false }
      _ = world.wait(until: world.now().advanced(by: .milliseconds(5)))
    }
    return true
  }

  /// Lets the world work until a process is gone, at most a minute.
  func isGone(_ process: Int32) -> Bool {
    let bound = world.now().advanced(by: .seconds(60))
    while kill(process, 0) == 0 {
      if world.now() > bound { return false }
      _ = world.wait(until: world.now().advanced(by: .milliseconds(5)))
    }
    return true
  }
}

extension ActionResult {
  /// What it printed, as text.
  var output: String { String(decoding: stdout, as: UTF8.self) }
  /// What it printed to its standard error, as text.
  var errors: String { String(decoding: stderr, as: UTF8.self) }
}
