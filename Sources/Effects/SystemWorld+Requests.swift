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

/// Requests: each is a curl, and one more for every redirect that is followed.
extension SystemWorld {
  /// Sends what is asked next; what cannot be saved is not asked.
  func send(_ exchange: Exchange, of node: Int) {
    var exchange = exchange
    do throws(RequestFailure) {
      if let target = exchange.request.target { exchange.file = try AnswerFile(replacing: target) }
    } catch {
      events.append(.finished(node: node, ActionResult(.requestFailed(error))))
      return
    }
    attemptStart(of: node) { () throws(SystemError) in
      do throws(SystemError) {
        return try start(node, log(node, exchange.step, exchange.attempt), exchange)
      } catch {
        exchange.file?.discard()
        throw error
      }
    }
  }

  /// Starts a curl.
  private func start(_ node: Int, _ log: LogFile, _ exchange: Exchange) throws(SystemError) -> ChildProcess {
    let request = exchange.request
    try Self.checkLength(ofSocket: request.socket)
    for file in [request.authorities, request.certificate, request.key].compactMap(\.self) { try Self.check(file) }
    let body = try Self.body(of: request)
    defer { body?.close() }
    var launch = try launch(of: exchange)
    launch.extra = body.map { .file($0) } ?? request.body.map { .bytes($0) }
    return try ProcessLauncher(null: null).start(launch, node: node, log: log)
  }

  /// The curl without what it sends, and without the file that its answer is saved in.
  private func launch(of exchange: Exchange) throws(SystemError) -> ProcessLauncher.Launch {
    let request = exchange.request
    // curl is pyflow's own tool: what the node inherits does not decide whether it is found.
    let path = environments.whole.value(of: "PATH") ?? ProgramSearch.defaultPath
    var launch = ProcessLauncher.Launch(
      file: try find("curl", path, request.workingDirectory), arguments: CurlConfiguration.arguments,
      environment: ProcessEnvironment(environments.block(request.inheritance), adding: request.environment),
      directory: request.workingDirectory)
    launch.input = CurlRequest.configuration(for: request, within: exchange.deadline.duration(since: now()))
    launch.limits = request.limits
    launch.captureLimit = exchange.keptBytes
    launch.exchange = exchange
    return launch
  }

  /// The file that is sent, if one is.
  private static func body(of request: RequestAction) throws(SystemError) -> FileDescriptor? {
    guard let path = request.bodyFile else { return nil }
    return try open(path)
  }

  private static func open(_ path: String) throws(SystemError) -> FileDescriptor {
    let number = platformOpen(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { throw .last("open", path) }
    var status = stat()
    guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      FileDescriptor(number: number).close()
      throw SystemError(operation: "send", subject: path, code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    return FileDescriptor(number: number)
  }

  /// Whether a file can be read that curl would say little about.
  private static func check(_ path: String) throws(SystemError) {
    if access(path, R_OK) != 0 { throw .last("open", path) }
  }

  /// Whether the system can connect to a path.
  private static func checkLength(ofSocket path: String?) throws(SystemError) {
    guard let path, path.utf8.count >= MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return }
    throw SystemError(operation: "connect to the socket", subject: path, code: ENAMETOOLONG)
  }

  // MARK: - Answers

  /// Takes in that a curl has ended: the node's action has ended with it, or what it was sent to is asked next.
  func finishRequest(_ child: ChildProcess) {
    var child = child
    guard let exchange = child.exchange, let exit = child.exit else { return }
    var result = answer(of: child, exchange, exit)
    if !child.isAskedToEnd {
      switch exchange.redirection(result.ending, result.headers) {
      case .none: break
      case .refused(let failure): result.ending = .requestFailed(failure)
      case .follow(let next):
        child.closeAll()
        exchange.file?.discard()
        return send(exchange.following(next), of: child.node)
      }
    }
    settleFile(exchange, &result)
    // What was meant for a file, or is too large, is not for people.
    let isTooLarge = result.ending == .answerTooLarge(limit: exchange.request.maximumAnswer)
    if result.saved == nil, child.excess == nil, !isTooLarge { child.reveal() }
    events.append(.finished(node: child.node, finish(&child, result)))
  }

  private func answer(of child: ChildProcess, _ exchange: Exchange, _ exit: csystem_exit) -> ActionResult {
    let limit = exchange.request.maximumAnswer
    let (ending, said) = CurlOutcome.ending(of: exit, said: child.outputs[1].kept.content, exchange.request)
    var result = ActionResult(ending)
    switch child.excess {
    case .body: result.ending = .answerTooLarge(limit: limit)
    case .header: result.ending = .requestFailed(RequestFailure(.headers))
    case .file(let failure): result.ending = .requestFailed(failure)
    case nil: break
    }
    if case .requestFailed(let failure) = ending, failure.kind == .socket, access(failure.detail, F_OK) != 0 {
      result.ending = .requestFailed(RequestFailure(.socket, "there is no \(failure.detail)"))
    }
    result.stderr = Array(said.utf8)
    guard case .answered = result.ending else { return result }
    result.headers = AnswerHeader.fields(in: child.outputs[2].kept.content)
    // For HEAD curl prints the header as if it were a body.
    if exchange.request.method != "HEAD", exchange.file == nil { result.stdout = child.outputs[0].kept.content }
    return result
  }

  /// Puts a saved answer in its place if it is as it should be.
  private func settleFile(_ exchange: Exchange, _ result: inout ActionResult) {
    guard let file = exchange.file else { return }
    guard case .answered(let status) = result.ending,
      exchange.request.expectedStatuses.contains(where: { $0.contains(status) })
    else { return file.discard() }
    do throws(RequestFailure) { result.saved = try file.commit() } catch { result.ending = .requestFailed(error) }
  }
}

private func platformOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
