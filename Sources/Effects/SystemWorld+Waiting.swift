internal import CSystem
public import Running
public import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Waiting, in one `poll`, for whatever happens.
extension SystemWorld {
  /// Waits in one `poll` for output, ends, answers and signals.
  public func wait(until deadline: Instant?) -> [Event] {
    if events.isEmpty { pollOnce(until: deadline) }
    // What it holds now holds for whatever follows from these events.
    if let view = store?.change() { events.insert(.store(view), at: 0) }
    defer { events = [] }
    return events
  }

  /// What a descriptor in the poll set belongs to.
  enum Source {
    case signals, people, locks, dispatches
    case ended(child: Int)
    case output(child: Int, index: Int)
    case input(child: Int, file: FileDescriptor)
    case function(node: Int)
  }

  func pollOnce(until deadline: Instant?) {
    var (entries, sources) = pollSet()
    let timeout = milliseconds(until: deadline)
    let count = poll(&entries, nfds_t(entries.count), timeout)
    var ready: Set<Int> = []
    if count > 0 {
      for (entry, source) in zip(entries, sources) where entry.revents != 0 {
        if case .function(let node) = source { ready.insert(node) }
        handle(source)
      }
    }
    dispatches?.attend()
    stepFunctions(ready: ready)
    for index in children.indices where children[index].plugin != nil { children[index].endIfAstray(at: now()) }
    reapWithoutHandles()
    finishChildren()
    reapStrangers(atLeastEvery: count == 0 ? .zero : Self.strangerInterval)
    endLeftovers()
    heedParent()
    heedStops()
    events += locks.tryAgain(at: now()).map { .lock(node: $0.owner, $0.outcome) }
  }

  func pollSet() -> ([pollfd], [Source]) {
    var entries: [pollfd] = []
    var sources: [Source] = []
    func add(_ file: FileDescriptor, _ events: Int32, _ source: Source) {
      entries.append(pollfd(fd: file.number, events: Int16(events), revents: 0))
      sources.append(source)
    }
    add(signals.descriptor, POLLIN, .signals)
    if let bell = locks.bell { add(bell, POLLIN, .locks) }
    if people.isAsking { add(AnswerReader.input, POLLIN, .people) }
    for (index, child) in children.enumerated() {
      if child.exit == nil, let handle = child.handle { add(handle, POLLIN, .ended(child: index)) }
      for (position, output) in child.outputs.enumerated() where output.isOpen {
        add(output.file, POLLIN, .output(child: index, index: position))
      }
      for input in child.inputs { add(input.file, POLLOUT, .input(child: index, file: input.file)) }
    }
    for entry in dispatches?.entries ?? [] {
      entries.append(entry)
      sources.append(.dispatches)
    }
    for function in functions {
      if case .writable(let file, _) = function.next { add(file, POLLOUT, .function(node: function.node)) }
    }
    return (entries, sources)
  }

  /// The time until the next thing to do, for `poll`; rounded up, so that no deadline is polled for too early.
  func milliseconds(until deadline: Instant?) -> Int32 {
    var next = deadline
    func sooner(_ duration: Duration) {
      let soon = now().advanced(by: duration)
      next = min(next ?? soon, soon)
    }
    for child in children {
      if let drain = child.drainDeadline { next = min(next ?? drain, drain) }
      if let deadline = child.pluginDeadline, child.exit == nil { next = min(next ?? deadline, deadline) }
    }
    if children.contains(where: { $0.handle == nil }) {
      sooner(Self.reapingInterval)
    }
    for function in functions {
      if let due = function.due(at: now()) { next = min(next ?? due, due) }
    }
    for soon in [locks.nextTry, dispatches?.nextDeadline].compactMap({ $0 }) { next = min(next ?? soon, soon) }
    if leftovers.isWatching || children.contains(where: \.isEnding) { sooner(Self.reapingInterval) }
    if children.contains(where: \.ownsTerminal) { sooner(Self.stopInterval) }
    guard let next else { return -1 }
    let nanoseconds = max(0, next.nanoseconds - now().nanoseconds)
    return Int32(clamping: (nanoseconds + 999_999) / 1_000_000)
  }

  func handle(_ source: Source) {
    switch source {
    case .signals:
      for number in signals.takeSignals() {
        if let signal = RunSignal(number: number) { events.append(.signal(signal)) }
      }
    case .locks: locks.hearBell()
    case .dispatches: break  // All of them are looked at after each wait.
    case .people: events += people.read().map { .answered(node: $0.node, $0.answer) }
    case .function: break  // It goes on when all of them do.
    case .ended(let child): children[child].reap()
    case .output(let child, let index): children[child].drain(index, buffer)
    case .input(let child, let file):
      if let position = children[child].inputs.firstIndex(where: { $0.file == file }) {
        children[child].feed(position)
      }
    }
  }

  /// Where the system has no descriptor that tells a process's end, it is asked for every so often.
  func reapWithoutHandles() {
    for index in children.indices where children[index].handle == nil { children[index].reap() }
  }

  /// How often that is.
  static let reapingInterval = Duration.milliseconds(20)

  /// How often is looked whether a process was stopped that has the terminal.
  static let stopInterval = Duration.milliseconds(100)

  /// How long adopted processes that have ended stay zombies at most while there is much to do.
  static let strangerInterval = Duration.milliseconds(100)

  /// Reaps descendants that were orphaned and adopted, so that none stays a zombie; whether any may be left.
  @discardableResult
  func reapStrangers(atLeastEvery interval: Duration = .zero) -> Bool {
    let now = now()
    guard lastReaping.advanced(by: interval) <= now else { return true }
    lastReaping = now
    let known = ownProcesses
    while true {
      let reaped = csystem_reap_stranger(known, known.count)
      if reaped <= 0 { return reaped == 0 }
    }
  }

  private func heedParent() {
    guard !parentHasEnded, signals.parent.hasEnded else { return }
    parentHasEnded = true
    events.append(.parentDied)
  }

  /// An interactive process that was stopped takes pyflow with it, or nobody could let either go on.
  private func heedStops() {
    for child in children where child.exit == nil {
      guard let terminal = child.terminal, csystem_has_stopped(child.process) != 0 else { continue }
      terminal.suspend(child.process)
    }
  }
}
