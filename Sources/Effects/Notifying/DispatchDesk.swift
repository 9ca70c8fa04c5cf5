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

/// Messages under way: a process for each, none of which anything waits for.
public final class DispatchDesk {
  /// A message under way.
  struct Shipment {
    let number: Int
    let isMail: Bool
    let isCurl: Bool
    let start: Instant
    let deadline: Instant
    var child: ChildProcess
    var isOverdue = false
    /// Whether more came than is read of an answer.
    var isTooLong = false
  }

  /// The most that is read of an answer.
  private static let mostAnswer = 64 << 10
  /// How long the output of a program is waited for that has ended.
  private static let drainTime = ChildProcess.drainTime

  private let directory: String
  private let environment: [(name: String, value: String)]
  private var shipments: [Shipment] = []
  private var answers: [(number: Int, answer: DispatchAnswer)] = []
  /// How many messages were left out of a step's summary.
  private var leftOut = 0
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)
  /// Whoever wants to know what becomes of its messages.
  public weak var client: (any DispatchClient)?

  /// A desk whose programs run in `directory` and have the environment `environment`.
  public init(directory: String, environment: [(name: String, value: String)]) {
    self.directory = directory
    self.environment = environment
  }

  deinit {
    endEverything()
    buffer.deallocate()
  }

  // MARK: - Sending

  /// Begins to send a message; what comes of it is an answer with this number.
  public func send(_ number: Int, _ dispatch: Dispatch) {
    let now = SystemClock.now()
    if case .file(let path, let isLast) = dispatch.way {
      answers.append((number, append(dispatch.bytes, to: path, isLast: isLast)))
      return
    }
    do throws(SystemError) {
      let child = try start(dispatch)
      var (isMail, isCurl) = (false, true)
      if case .mail = dispatch.way { isMail = true }
      if case .program = dispatch.way { isCurl = false }
      shipments.append(
        Shipment(
          number: number, isMail: isMail, isCurl: isCurl, start: now, deadline: now.advanced(by: dispatch.limit),
          child: child))
    } catch {
      answers.append((number, DispatchAnswer(.couldNotStart(error.message))))
    }
  }

  /// Ends what was begun for a message; nobody hears of it any more.
  public func abandon(_ number: Int) {
    for index in shipments.indices where shipments[index].number == number { shipments[index].child.endAtOnce() }
    shipments.removeAll { $0.number == number }
  }

  /// What has come of messages since the last call.
  public func takeAnswers() -> [(number: Int, answer: DispatchAnswer)] {
    defer { answers = [] }
    return answers
  }

  /// Half of the summary is for what is told while the run goes on, the rest for how it ended.
  private func append(_ bytes: [UInt8], to path: String, isLast: Bool) -> DispatchAnswer {
    let limit = isLast ? Dispatch.largestSummary : Dispatch.largestSummary / 2
    var text = String(decoding: bytes, as: UTF8.self)
    if isLast, leftOut > 0 {
      text += "\(leftOut) message\(leftOut == 1 ? " was" : "s were") left out, for want of room\n\n"
    }
    var fits = true
    do throws(SystemError) {
      try StepFile(path).append { size in
        fits = size + text.utf8.count <= limit
        return fits ? text : ""
      }
    } catch { return DispatchAnswer(.couldNotStart(error.message)) }
    if !fits { leftOut += 1 }
    return DispatchAnswer(fits ? .written : .full)
  }

  private func start(_ dispatch: Dispatch) throws(SystemError) -> ChildProcess {
    let null = try FileDescriptor.null()
    defer { null.close() }
    var launch = ProcessLauncher.Launch(
      file: "", arguments: CurlConfiguration.arguments, environment: ProcessEnvironment(EnvironmentBlock(environment)),
      directory: directory)
    launch.captureLimit = Self.mostAnswer
    switch dispatch.way {
    case .post(let url, let headers):
      launch.input = DispatchCurl.configuration(dispatch, url: url, headers: headers)
      launch.extra = .bytes(dispatch.bytes)
    case .mail(let server):
      launch.input = DispatchCurl.configuration(dispatch, server)
      launch.extra = .bytes(dispatch.bytes)
    case .program(let words, let added):
      launch.arguments = words
      launch.environment = ProcessEnvironment(EnvironmentBlock(environment), adding: added)
      launch.input = dispatch.bytes
    case .file: break
    }
    launch.file = try find(launch.arguments[0])
    var child = try ProcessLauncher(null: null).start(launch, node: -1, log: LogFile(folder: "", path: ""))
    child.log = nil
    return child
  }

  private func find(_ name: String) throws(SystemError) -> String {
    let path = environment.last { $0.name == "PATH" }?.value ?? ProgramSearch.defaultPath
    var search = ProgramSearch()
    if let file = search.find(name, path: path, directory: directory) { return file }
    throw SystemError(operation: "start", subject: name, code: ENOENT)
  }

  // MARK: - Waiting

  /// The processes that are under way.
  var processes: [Int32] { shipments.map(\.child.process) }

  /// What to wait for.
  var entries: [pollfd] {
    var entries: [pollfd] = []
    for shipment in shipments {
      let child = shipment.child
      if child.exit == nil, let handle = child.handle { entries.append(Self.entry(handle, POLLIN)) }
      for output in child.outputs where output.isOpen { entries.append(Self.entry(output.file, POLLIN)) }
      for input in child.inputs { entries.append(Self.entry(input.file, POLLOUT)) }
    }
    return entries
  }

  private static func entry(_ file: FileDescriptor, _ events: Int32) -> pollfd {
    pollfd(fd: file.number, events: Int16(events), revents: 0)
  }

  /// When something is to be looked at though nothing has happened.
  var nextDeadline: Instant? {
    if !answers.isEmpty { return SystemClock.now() }
    var next = client?.nextDeadline
    func sooner(_ instant: Instant) { next = min(next ?? instant, instant) }
    for shipment in shipments {
      sooner(shipment.child.drainDeadline ?? shipment.deadline)
      // Where no descriptor tells its end, it is asked for every so often.
      if shipment.child.handle == nil { sooner(SystemClock.now().advanced(by: SystemWorld.reapingInterval)) }
    }
    return next
  }

  /// Takes in what has happened, and lets the client know.
  func attend() {
    let now = SystemClock.now()
    for index in shipments.indices { advance(&shipments[index], at: now) }
    for shipment in shipments where isThrough(shipment, at: now) { finish(shipment, at: now) }
    shipments.removeAll { isThrough($0, at: now) }
    client?.attend(at: now)
  }

  /// Waits until something happens or `deadline` has passed; for whoever has nothing else to wait for.
  public func wait(until deadline: Instant?) {
    let next = [deadline, nextDeadline].compactMap { $0 }.min()
    var entries = entries
    let rest = next.map { max(0, $0.nanoseconds - SystemClock.now().nanoseconds) }
    _ = poll(&entries, nfds_t(entries.count), rest.map { Int32(clamping: ($0 + 999_999) / 1_000_000) } ?? -1)
    attend()
  }

  private func advance(_ shipment: inout Shipment, at now: Instant) {
    while let input = shipment.child.inputs.indices.first(where: { isReady(shipment.child.inputs[$0].file) }) {
      shipment.child.feed(input)
      if shipment.child.inputs.indices.contains(input), !shipment.child.inputs[input].bytes.isEmpty { break }
    }
    for output in shipment.child.outputs.indices { shipment.child.drain(output, buffer) }
    if shipment.isCurl, shipment.child.outputs[0].kept.total > Self.mostAnswer, !shipment.isTooLong {
      shipment.isTooLong = true
      shipment.child.signal(SIGKILL)
    }
    shipment.child.reap()
    if shipment.child.exit == nil, shipment.deadline <= now, !shipment.isOverdue {
      shipment.isOverdue = true
      shipment.child.signal(SIGKILL)
      shipment.child.reap()
    }
    if shipment.child.exit != nil, shipment.child.hasOpenOutput, shipment.child.drainDeadline == nil {
      shipment.child.drainDeadline = now.advanced(by: Self.drainTime)
    }
  }

  /// Whether it takes something, or nobody reads it any more.
  private func isReady(_ file: FileDescriptor) -> Bool {
    var entry = Self.entry(file, POLLOUT)
    return poll(&entry, 1, 0) > 0
  }

  private func isThrough(_ shipment: Shipment, at now: Instant) -> Bool {
    guard shipment.child.exit != nil else { return false }
    return !shipment.child.hasOpenOutput || shipment.child.drainDeadline.map { $0 <= now } ?? false
  }

  private func finish(_ shipment: Shipment, at now: Instant) {
    var child = shipment.child
    let exit = child.exit ?? csystem_exit()
    let (body, errors) = (child.outputs[0].kept.content, child.outputs[1].kept.content)
    child.endAtOnce()
    var answer =
      shipment.isOverdue
      ? DispatchAnswer(.timedOut) : Self.answer(shipment, exit, body: body, errors: errors)
    answer.duration = now.duration(since: shipment.start)
    answers.append((shipment.number, answer))
  }

  private static func answer(
    _ shipment: Shipment, _ exit: csystem_exit, body: [UInt8], errors: [UInt8]
  ) -> DispatchAnswer {
    if shipment.isTooLong {
      return DispatchAnswer(.broken("the answer is larger than \(mostAnswer >> 10) KiB"))
    }
    if shipment.isCurl { return DispatchCurl.answer(exit: exit, body: body, errors: errors, isMail: shipment.isMail) }
    var answer = DispatchAnswer(exit.signal != 0 ? .killed(signal: Int(exit.signal)) : .exited(Int(exit.code)))
    answer.said = Array((errors.isEmpty ? body : errors).suffix(1000))
    return answer
  }

  // MARK: - Ending

  /// Ends everything that is under way.
  public func endEverything() {
    for index in shipments.indices { shipments[index].child.endAtOnce() }
    shipments = []
  }
}
