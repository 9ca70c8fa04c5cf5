internal import Running
internal import Values

/// Built-in functions that look at the world or change it (design 3.4).
extension SystemWorld {
  func start(_ node: Int, _ action: BuiltinAction) {
    do throws(SystemError) { try secretFolder.settle() } catch {
      events.append(.finished(node: node, ActionResult(.couldNotStart(error.message))))
      return
    }
    functions.append(RunningFunction(node: node, task: task(for: action)))
  }

  private func task(for action: BuiltinAction) -> any FunctionTask {
    switch action {
    case .writeFile(let writing): WritingTask(writing)
    case .checksum(let checksum): ChecksumTask(checksum)
    case .waitFor(let waiting): WaitingTask(waiting, at: now())
    case .set(let change): StoringTask(change, in: settings.store)
    }
  }

  /// Does the next bit of every function whose time has come, or whose descriptor is `ready`.
  func stepFunctions(ready: Set<Int>) {
    guard !functions.isEmpty else { return }
    let now = now()
    for index in functions.indices.reversed() {
      let isDue = functions[index].due(at: now).map { $0 <= now } ?? false
      guard isDue || ready.contains(functions[index].node) else { continue }
      functions[index].next = functions[index].task.step(at: now)
      guard case .finished(let result) = functions[index].next else { continue }
      events.append(.finished(node: functions.remove(at: index).node, result))
    }
  }

  /// Ends the functions of a node where they are.
  func endFunctions(of node: Int) {
    for index in functions.indices.reversed() where functions[index].node == node {
      functions[index].task.cancel()
      functions.remove(at: index)
      let failure = FunctionFailure(.ended, "it was ended before it was done")
      events.append(.finished(node: node, ActionResult(.functionFailed(failure))))
    }
  }

  /// Ends all functions; nobody hears of it.
  func endFunctions() {
    for index in functions.indices { functions[index].task.cancel() }
    functions = []
  }
}
