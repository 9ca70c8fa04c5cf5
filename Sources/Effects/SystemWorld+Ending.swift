internal import CSystem
internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Ending processes, and taking in that they have ended.
extension SystemWorld {
  func end(_ node: Int, _ mode: Effect.EndMode) {
    for index in children.indices where children[index].node == node {
      switch mode {
      case .terminate:
        children[index].signal(SIGTERM)
        children[index].signal(SIGCONT)  // A stopped process hears nothing until it goes on.
      case .kill: children[index].signal(SIGKILL)
      case .pass(let signal):
        children[index].signal(signal.number)
        children[index].signal(SIGCONT)
      }
    }
  }

  /// Ends what has ended: reaped, and nothing more to read, or nothing more waited for.
  func finishChildren() {
    var index = 0
    while index < children.count {
      guard children[index].exit != nil else {
        index += 1
        continue
      }
      for output in children[index].outputs.indices { children[index].drain(output, buffer) }
      if children[index].hasOpenOutput {
        let deadline = children[index].drainDeadline ?? now().advanced(by: ChildProcess.drainTime)
        children[index].drainDeadline = deadline
        if deadline > now() {
          index += 1
          continue
        }
      }
      var child = children.remove(at: index)
      events.append(.finished(node: child.node, finish(&child)))
    }
  }

  func finish(_ child: inout ChildProcess) -> ActionResult {
    child.closeAll()
    if child.ownsTerminal { Terminal.takeBack() }
    var leftovers = 0
    if child.hasLeftovers {
      leftovers = 1
      child.signal(SIGTERM)
      child.signal(SIGCONT)
      condemned.append((child.process, now().advanced(by: ChildProcess.drainTime)))
    }
    let exit = child.exit ?? csystem_exit()
    var result = child.isRequest ? CurlRequest.result(of: child, exit) : Self.result(of: child, exit)
    result.tail = child.tail.content
    result.bytesBeforeTail = child.tail.total - result.tail.count
    result.cpu = .microseconds(exit.cpu_us)
    result.peakMemory = Int(exit.peak_kib)
    result.log = child.log?.finish()
    if sampleLogs[child.node] != nil { sampleLogs[child.node] = child.log }
    result.leftovers = leftovers
    result.spentCPU = child.spentCPU
    return result
  }

  static func result(of child: ChildProcess, _ exit: csystem_exit) -> ActionResult {
    var result = ActionResult(exit.signal != 0 ? .killed(signal: Int(exit.signal)) : .exited(Int(exit.code)))
    if child.outputs.count == 2 {
      result.stdout = child.outputs[0].kept.content
      result.stderr = child.outputs[1].kept.content
      result.isTruncated = child.outputs[0].kept.isTruncated
    }
    return result
  }

  /// Forces groups that were asked to end and have not.
  func endCondemned() {
    guard !condemned.isEmpty else { return }
    let now = now()
    condemned.removeAll { group, deadline in
      if kill(-group, 0) != 0 { return true }
      guard deadline <= now else { return false }
      _ = kill(-group, SIGKILL)
      return true
    }
  }

  /// Ends every process that is left, those that left their node's group included, and waits until they are gone.
  public func endEverything() {
    for child in children { child.signal(SIGKILL) }
    for group in condemned { _ = kill(-group.group, SIGKILL) }
    for index in children.indices {
      while children[index].exit == nil, kill(children[index].process, 0) == 0 {
        children[index].reap()
        if children[index].exit == nil { usleep(1000) }
      }
      children[index].closeAll()
      _ = children[index].log?.finish()
    }
    children = []
    condemned = []
    endStrays()
    locks.releaseAll()
    breakers.releaseAll()
  }

  /// Ends the descendants that were adopted.
  ///
  /// Each round may orphan more, so it is repeated; a bounded number of times.
  /// Returns the number of those that were there.
  @discardableResult
  public func endStrays() -> Int {
    var ended: Set<Int32> = []
    for _ in 0..<50 {
      reapStrangers()
      let strangers = OwnProcess.children()
      if strangers.isEmpty { break }
      for process in strangers where kill(process, SIGKILL) == 0 { ended.insert(process) }
      usleep(2000)
    }
    return ended.count
  }
}
