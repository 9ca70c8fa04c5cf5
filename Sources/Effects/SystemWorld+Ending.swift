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
    endFunctions(of: node)
    for index in children.indices where children[index].node == node {
      children[index].isAskedToEnd = true
      switch mode {
      case .terminate: ask(index, SIGTERM)
      case .pass(let signal): ask(index, signal.number)
      case .kill:
        children[index].force = ForcedEnd(at: now())
        force(index)
      }
    }
  }

  private func ask(_ index: Int, _ signal: Int32) {
    children[index].signal(signal)
    children[index].signal(SIGCONT)  // A stopped process hears nothing until it goes on.
  }

  private func force(_ index: Int) {
    guard children[index].force?.isDue(at: now()) == true else { return }
    ProcessGroup(number: children[index].process).force()
  }

  /// Ends what has ended: reaped, and nothing more to read, or nothing more waited for.
  func finishChildren() {
    var index = 0
    while index < children.count {
      guard children[index].exit != nil, !isEnding(index) else {
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
      if child.exchange != nil {
        finishRequest(child)
      } else {
        let exit = child.exit ?? csystem_exit()
        events.append(.finished(node: child.node, finish(&child, Self.result(of: child, exit))))
      }
    }
  }

  /// Whether more of a node's group than its leader is still about to end as it was asked to.
  private func isEnding(_ index: Int) -> Bool {
    guard children[index].isEnding else { return false }
    force(index)
    return true
  }

  /// Completes what came of a process by what it used and left.
  func finish(_ child: inout ChildProcess, _ outcome: ActionResult) -> ActionResult {
    child.closeAll()
    child.terminal?.end()
    let exit = child.exit ?? csystem_exit()
    var result = outcome
    if let plugin = child.plugin?.result(result.ending) { result = plugin }
    result.tail = child.tail.content
    result.bytesBeforeTail = child.tail.total - result.tail.count
    result.cpu = .microseconds(exit.cpu_us)
    result.peakMemory = Int(exit.peak_kib)
    result.log = child.log?.finish()
    if sampleLogs[child.node] != nil { sampleLogs[child.node] = child.log }
    settleLeftovers(of: child, &result)
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

  // MARK: - What is left

  /// The processes of nodes, of functions and of messages: whoever started them sees to their ends.
  var ownProcesses: [Int32] {
    children.map(\.process) + functions.compactMap(\.task.process) + (dispatches?.processes ?? [])
  }

  /// Ends what a node has left behind, or lets it stay where that is meant.
  private func settleLeftovers(of child: ChildProcess, _ result: inout ActionResult) {
    guard reapStrangers() else { return }
    let group = ProcessGroup(number: child.process)
    let known = Set(ownProcesses)
    let strays = leftovers.strays(of: nodeIDs[child.node], known: known, isAlone: children.isEmpty)
      .filter { getpgid($0) != child.process }
    guard child.hasLeftovers || !strays.isEmpty else { return }
    if child.leavesRunning, !child.isAskedToEnd {
      result.leftRunning = leftovers.keep(strays, group)
      return
    }
    result.leftovers = 1
    leftovers.condemn(
      strays, group, of: child.node, nodeIDs[child.node], at: now(), grace: ChildProcess.drainTime)
  }

  /// Goes on ending what nodes have left behind.
  func endLeftovers() {
    guard leftovers.isWatching else { return }
    reapStrangers()
    leftovers.goOn(at: now(), known: Set(ownProcesses), running: Set(children.map(\.node)))
  }

  // MARK: - The end

  /// Ends every process that is left, those that left their node's group included, and waits until they are gone.
  public func endEverything() {
    for child in children { ProcessGroup(number: child.process).force() }
    leftovers.forceAll()
    for index in children.indices {
      while children[index].exit == nil, kill(children[index].process, 0) == 0 {
        children[index].reap()
        if children[index].exit == nil { usleep(1000) }
      }
      children[index].closeAll()
      children[index].terminal?.end()
      _ = children[index].log?.finish()
      children[index].exchange?.file?.discard()
    }
    children = []
    dispatches?.endEverything()
    endFunctions()
    endStrays()
    secretFolder.remove()
    locks.releaseAll()
    breakers.releaseAll()
  }

  /// Ends the descendants that were adopted and are not meant to stay.
  ///
  /// What nodes are known to have left has its time first. Each round may orphan more, so it is repeated; a bounded number
  /// of times. Returns the number of those that nobody has heard of.
  @discardableResult
  public func endStrays() -> Int {
    while leftovers.isWatching {
      endLeftovers()
      if leftovers.isWatching { usleep(5000) }
    }
    var ended: Set<Int32> = []
    for _ in 0..<50 {
      reapStrangers()
      let strangers = leftovers.adopted(besides: Set(ownProcesses))
      if strangers.isEmpty { break }
      for process in strangers { Leftovers.force(process) }
      ended.formUnion(strangers)
      usleep(2000)
    }
    return ended.count
  }
}
