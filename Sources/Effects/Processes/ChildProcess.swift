internal import CSystem
internal import Planning
internal import Running
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A process of a node, from its start until nothing of it is left to read.
struct ChildProcess {
  /// One of its output streams.
  struct Output {
    let file: FileDescriptor
    var isOpen = true
    /// What is kept for templates.
    var kept: OutputTail
    /// What keeps secrets out of the log; nothing where there are none.
    var mask: SecretMaskStream?
  }

  /// Bytes that are still to be written to one of its descriptors.
  struct Input {
    let file: FileDescriptor
    var bytes: ArraySlice<UInt8>
  }

  /// How long after a process has ended its output is still waited for, if a descendant holds the pipe (design 5.7).
  static let drainTime = Duration.milliseconds(200)
  /// Output that is kept for people: the last 16 KiB of both streams.
  static let tailSize = 16 << 10

  let node: Int
  /// Its number, and that of its process group.
  let process: Int32
  /// Readable when it has ended; nothing where the system has no such descriptor.
  let handle: FileDescriptor?
  var outputs: [Output]
  var inputs: [Input]
  var log: LogFile?
  var tail = OutputTail(limit: Self.tailSize)
  /// The request that it sends, if it is curl: its outputs are the body, what it says itself, and the header.
  var exchange: Exchange?
  /// What a plugin has said, if it is one: its standard output is not for the log, but for pyflow.
  var plugin: PluginCallReader?
  /// Until when a plugin may end after its result.
  var pluginDeadline: Instant?
  /// Whether it was ended because it is a plugin that did what it must not.
  var isAstray = false
  /// The processor time that it may use.
  var cpuLimit: CPULimit?
  /// What of an answer was larger than it may be.
  enum Excess {
    case body, header
    /// It is more than can be saved.
    case file(RequestFailure)
  }
  var excess: Excess?
  var exit: csystem_exit?
  /// The terminal that it has itself.
  var terminal: TerminalLoan?
  /// Whether what it leaves behind is meant to stay.
  var leavesRunning = false
  /// Whether it was asked to end: then its group is given time for that, and not only itself.
  var isAskedToEnd = false
  /// How often its group was forced to end; nothing before the first time.
  var force: ForcedEnd?
  /// Until when output is waited for after it has ended.
  var drainDeadline: Instant?

  /// Whether it has the terminal itself; then nothing of its output passes through here.
  var ownsTerminal: Bool { terminal != nil }
  var hasOpenOutput: Bool { outputs.contains(where: \.isOpen) }

  /// Takes in output that has come, without waiting.
  ///
  /// A bounded amount at once, so that a loud process does not starve others.
  mutating func drain(_ index: Int, _ buffer: UnsafeMutableRawBufferPointer) {
    for _ in 0..<16 where outputs[index].isOpen {
      guard let count = try? outputs[index].file.read(into: buffer) else { return }
      if count == 0 { return close(index) }
      take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), index)
    }
  }

  private mutating func take(_ bytes: UnsafeRawBufferPointer, _ index: Int) {
    // What is too large is not kept any further.
    if excess != nil { return }
    if plugin != nil { return takeOfPlugin(bytes, index) }
    outputs[index].kept.append(bytes)
    if exchange == nil { return show(bytes, index) }
    if index == 0 { exchange?.file?.append(bytes) }
    checkSize()
  }

  /// Ends a curl that gets more than it may.
  private mutating func checkSize() {
    guard let exchange else { return }
    if outputs[0].kept.total > exchange.request.maximumAnswer {
      excess = .body
    } else if outputs[2].kept.total > AnswerHeader.largest {
      excess = .header
    } else if let failure = exchange.file?.failure {
      excess = .file(failure)
    }
    if excess != nil { signal(SIGKILL) }
  }

  /// Lets the answer of a request be seen, which is known to be one only when it is there.
  mutating func reveal() {
    guard let exchange, exchange.request.method != "HEAD" else { return }
    outputs[0].kept.content.withUnsafeBytes { show($0, 0) }
    if let rest = outputs[0].mask?.finish() { rest.withUnsafeBytes { append($0) } }
  }

  private mutating func takeOfPlugin(_ bytes: UnsafeRawBufferPointer, _ index: Int) {
    if index == 0 {
      let log = Array((plugin?.read(bytes) ?? "").utf8)
      log.withUnsafeBytes { show($0, 0) }
      if plugin?.hasOutcome == true, pluginDeadline == nil {
        pluginDeadline = SystemClock.now().advanced(by: PluginProtocol.closeTimeout)
      }
    } else {
      plugin?.readErrors(bytes.count)
      if plugin?.failure == nil { show(bytes, index) }
    }
    endIfAstray()
  }

  /// Ends a plugin that says what it must not, or stays when it has said everything.
  mutating func endIfAstray(at now: Instant? = nil) {
    guard plugin != nil, exit == nil, !isAstray else { return }
    if let now, let pluginDeadline, now >= pluginDeadline { plugin?.outstay(PluginProtocol.closeTimeout) }
    guard plugin?.failure != nil else { return }
    isAstray = true
    signal(SIGKILL)
  }

  /// Keeps what `mask` hides out of the log and of what people see.
  mutating func hide(_ mask: SecretMask) {
    guard !mask.isEmpty else { return }
    for index in outputs.indices { outputs[index].mask = SecretMaskStream(mask) }
  }

  private mutating func show(_ bytes: UnsafeRawBufferPointer, _ index: Int) {
    if let shown = outputs[index].mask?.masked(bytes) {
      shown.withUnsafeBytes { append($0) }
    } else {
      append(bytes)
    }
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else { return }
    log?.append(bytes)
    tail.append(bytes)
  }

  mutating func close(_ index: Int) {
    guard outputs[index].isOpen else { return }
    if exchange == nil, let rest = outputs[index].mask?.finish() { rest.withUnsafeBytes { append($0) } }
    outputs[index].isOpen = false
    outputs[index].file.close()
  }

  /// Writes input as far as there is room; closes what is done, or what nobody reads any more.
  mutating func feed(_ index: Int) {
    while !inputs[index].bytes.isEmpty {
      var written: Int?
      let isBroken = inputs[index].bytes.withUnsafeBytes { buffer in
        do throws(SystemError) {
          written = try inputs[index].file.write(buffer)
          return false
        } catch {
          return true
        }
      }
      if isBroken { break }
      guard let written else { return }
      inputs[index].bytes = inputs[index].bytes.dropFirst(written)
    }
    inputs[index].file.close()
    inputs.remove(at: index)
  }

  /// The limit of its processor time, if using that up ended it, or the program that its shell waited for.
  var spentCPU: CPULimit? {
    guard let cpuLimit, let exit else { return nil }
    // The system ends it by its own count, of which the figure may fall a little short.
    let isForced = exit.signal == SIGKILL && (exit.cpu_us + 500_000) / 1_000_000 >= cpuLimit.seconds
    return exit.signal == SIGXCPU || exit.code == 128 + SIGXCPU || isForced ? cpuLimit : nil
  }

  /// Reaps it if it has ended.
  mutating func reap() {
    guard exit == nil else { return }
    var result = csystem_exit()
    if csystem_reap(process, &result) == 1 { exit = result }
  }

  /// Sends a signal to all processes of its group.
  func signal(_ number: Int32) {
    _ = kill(-process, number)
  }

  /// Whether processes of its group are left after it was reaped itself.
  var hasLeftovers: Bool { exit != nil && ProcessGroup(number: process).isAlive }

  /// Whether its group still has time to end: it was asked to, and has neither done so nor been forced often enough.
  var isEnding: Bool { exit != nil && isAskedToEnd && !ownsTerminal && force?.isOver != true && hasLeftovers }

  /// Ends it by force, waits until it is gone, and leaves nothing of it behind.
  mutating func endAtOnce() {
    if exit == nil || hasLeftovers { signal(SIGKILL) }
    while exit == nil, kill(process, 0) == 0 {
      reap()
      if exit == nil { usleep(1000) }
    }
    closeAll()
  }

  /// Closes everything that is still open.
  mutating func closeAll() {
    for index in outputs.indices { close(index) }
    for input in inputs { input.file.close() }
    inputs = []
    handle?.close()
  }
}
