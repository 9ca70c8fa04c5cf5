public import Running
internal import Text
public import Values

/// Makes notifications of what happens in a run.
public struct NotificationFeed: Sendable {
  private let run: NotificationRun
  /// When people are reminded of open questions, by node.
  private var reminders: [Int: (at: Instant, Notification)] = [:]
  /// Which time nodes run, where it is not the first.
  private var generations: [Int: Int] = [:]
  private var hasBegunUndoing = false

  /// A feed of a run.
  public init(of run: NotificationRun) {
    self.run = run
  }

  /// What is told as the run begins, or is taken up again.
  public func beginning(isResumed: Bool, at date: Timestamp) -> Notification {
    var beginning = make(
      isResumed ? .runResumed : .runStarted, "\(run.name) \(isResumed ? "goes on" : "has started")", part: attempt,
      at: date)
    beginning.text = "started by \(run.user) on \(run.host)"
    return beginning
  }

  /// What takes the beginning back: somebody has heard of it, and the run does not begin.
  public func retraction(isResumed: Bool, at date: Timestamp) -> Notification {
    var retraction = make(
      .runCancelled, "\(run.name) \(isResumed ? "does not go on" : "does not begin")", part: "@refused\(attempt)",
      at: date)
    retraction.text = "another channel must be told before, and cannot be; nothing was done"
    retraction.status = RunStatus.cancelled.rawValue
    return retraction
  }

  /// What an event tells, if it tells anything; `subject` knows the nodes.
  public mutating func notifications(
    of event: RunEvent, subject: (Int) -> NotificationSubject, at date: Timestamp, now: Instant
  ) -> [Notification] {
    switch event {
    case .renewed(let node, let generation):
      generations[node] = generation
      return []
    case .started(let node, let attempt, .announce(let said)) where said.isForPeople:
      return announcement(said, subject(node), attempt, at: date)
    case .started(let node, let attempt, _):
      let id = subject(node).id
      return [make(.nodeStarted, "\(id) starts", about: subject(node), part: "@\(attempt)", at: date)]
    case .retrying(let retry): return [retrying(retry, subject(retry.node), at: date)]
    case .finished(let finish): return finished(finish, subject(finish.node), at: date)
    case .passedOver(let node, let status, let reason):
      var skipped = make(
        .nodeSkipped, "\(subject(node).id) \(status == .blocked ? "was blocked" : "is left out")", about: subject(node),
        at: date)
      skipped.reason = reason.message
      return [skipped]
    case .approvalRequested(let request): return requested(request, subject(request.node), at: date, now)
    case .approvalEscalated(let node, let approvers, _):
      var escalated = question(
        .approvalEscalated, node, subject(node), "nobody has answered about \(subject(node).id)", date)
      escalated.text = "now asked besides: " + ApproverText.list(approvers)
      escalated.channels += subject(node).escalationChannels
      return [escalated]
    case .approvalGranted(let grant): return [granted(grant, subject(grant.node), at: date)]
    case .approvalRejected(let node, let decision):
      reminders[node] = nil
      var rejected = question(.approvalRejected, node, subject(node), "\(subject(node).id) was rejected", date)
      rejected.text = "by \(decision.by)" + (decision.comment.map { ": \($0)" } ?? "")
      return [rejected]
    case .rollbackStarted: return beginUndoing(at: date)
    case .rollbackFinished(let finish) where finish.status == .failed:
      var failed = make(
        .rollbackFailed, "\(subject(finish.node).id) could not be rolled back", about: subject(finish.node), at: date)
      failed.reason = finish.reason?.message
      failed.output = Self.lastLines(of: finish.result)
      return [failed]
    case .breaker(let node, let name, .opened(let failures, _)):
      return [
        make(
          .breakerOpened, "circuit breaker \(name) opens after \(failures) failures", about: subject(node),
          part: "@\(name)", at: date)
      ]
    case .lockBroken(let node, let broken):
      return [
        make(
          .lockBroken, "lock \(broken.lock) was taken though it was reserved", about: node.map(subject),
          part: "@\(broken.lock)", at: date)
      ]
    case .rolloutMoved(let node, let move): return news(of: move, subject(node), at: date)
    case .lockStolen(let node, let stolen):
      var taken = make(
        .lockStolen, "lock \(stolen.lock) was taken over", about: subject(node), part: "@\(stolen.lock)", at: date)
      taken.text = stolen.holder.map { "run \($0.run) of \($0.user)@\($0.host) has died with it" } ?? ""
      return [taken]
    case .interrupted(let signal, false):
      return [make(.runInterrupted, "\(run.name) was asked to end: \(signal.rawValue)", part: attempt, at: date)]
    case .runFinished(let finish):
      reminders = [:]
      return [
        RunEnding.notification(of: finish, in: run, cause: (finish.haltedAt ?? finish.cause).map(subject), at: date) {
          make($0, $1, severity: $2, part: $0.isFinal ? "" : attempt, at: date)
        }
      ]
    default: return []
    }
  }

  /// When the next reminder is due.
  public var nextDeadline: Instant? { reminders.values.map(\.at).min() }

  /// The reminders that are due.
  public mutating func due(at now: Instant) -> [Notification] {
    let due = reminders.filter { $0.value.at <= now }.sorted { $0.key < $1.key }
    for (node, _) in due { reminders[node] = nil }
    return due.map(\.value.1)
  }

  // MARK: - Making them

  /// What tells apart what each process of a run may say once.
  private var attempt: String { run.attempt > 1 ? "@\(run.attempt)" : "" }

  private func make(
    _ topic: NotificationTopic, _ title: String, severity: NotificationSeverity? = nil,
    about subject: NotificationSubject? = nil, part: String = "", at date: Timestamp
  ) -> Notification {
    let chapter = run.chapter > 0 ? "#\(run.chapter)" : ""
    let node = subject.map { "/\($0.id)" } ?? ""
    var notification = Notification(
      topic, severity: severity, node: subject?.id, title: OutputText.oneLine(title), time: date,
      key: "\(run.id)/\(topic.rawValue)\(node)\(part)\(chapter)")
    notification.channels = subject?.channels ?? []
    notification.target = subject?.target
    return notification
  }

  /// About a question; one that is asked again because the run was taken up is still the same.
  private func question(
    _ topic: NotificationTopic, _ node: Int, _ subject: NotificationSubject, _ title: String, _ date: Timestamp,
    part: String = ""
  ) -> Notification {
    var notification = make(topic, title, about: subject, at: date)
    let generation = generations[node] ?? 1
    notification.key = "\(run.id)/\(topic.rawValue)/\(subject.id)\(part)" + (generation > 1 ? "#\(generation)" : "")
    return notification
  }

  private func announcement(
    _ said: Announcement, _ subject: NotificationSubject, _ attempt: Int, at date: Timestamp
  ) -> [Notification] {
    guard said.isNotification else { return [] }
    let severity: NotificationSeverity =
      switch said.level {
      case .error: .error
      case .warning: .warning
      case .info, .debug: .info
      }
    var message = make(
      .nodeMessage, said.title ?? OutputText.firstLine(said.message), severity: severity, about: subject,
      part: "@\(attempt)", at: date)
    message.text = said.message
    message.channels += said.channels
    message.isAddressed = !said.channels.isEmpty
    return [message]
  }

  private func retrying(_ retry: NodeRetry, _ subject: NotificationSubject, at date: Timestamp) -> Notification {
    var notification = make(
      .nodeRetrying, "\(subject.id) is tried again in \(PlainTime.text(retry.delay))", about: subject,
      part: "@\(retry.isRollback ? "rollback-" : "")\(retry.attempt)", at: date)
    notification.reason = retry.reason.message
    return notification
  }

  private mutating func finished(
    _ finish: NodeFinish, _ subject: NotificationSubject, at date: Timestamp
  ) -> [Notification] {
    reminders[finish.node] = nil
    var notification: Notification
    if finish.status.isGood {
      notification = make(.nodeSucceeded, "\(subject.id) has succeeded", about: subject, at: date)
    } else if finish.status == .failed {
      notification = make(
        .nodeFailed, "\(subject.id) failed" + (finish.isAllowed ? ", which is allowed" : ""),
        severity: finish.isAllowed ? .warning : .error, about: subject, at: date)
      notification.output = Self.lastLines(of: finish.result)
    } else {
      return []
    }
    notification.reason = finish.reason?.message
    notification.duration = finish.duration
    return [notification]
  }

  private mutating func requested(
    _ request: ApprovalRequest, _ subject: NotificationSubject, at date: Timestamp, _ now: Instant
  ) -> [Notification] {
    if case .nobody = request.audience { return [] }
    let part = request.moment.map { "@\($0.rawValue)" } ?? ""
    var asked = question(
      .approvalRequested, request.node, subject, "\(subject.id) waits for approval", date, part: part)
    asked.text =
      "\(request.question.text)\nwho may answer: \(request.question.audience)\n"
      + "pyflow approve \(run.runbook) \(run.id) \(subject.id)"
    guard let limit = subject.limit, request.moment == nil else { return [asked] }
    var reminder = asked
    reminder.topic = .approvalReminder
    reminder.severity = NotificationTopic.approvalReminder.severity
    reminder.title = "\(subject.id) still waits for approval, for at most another \(PlainTime.text(limit / 2))"
    reminder.key = question(.approvalReminder, request.node, subject, "", date, part: part).key
    reminder.time = Timestamp(milliseconds: date.milliseconds + (limit / 2).milliseconds)
    reminders[request.node] = (now.advanced(by: limit / 2), reminder)
    return [asked]
  }

  private mutating func granted(
    _ grant: ApprovalGrant, _ subject: NotificationSubject, at date: Timestamp
  ) -> Notification {
    let isEnough = grant.count >= grant.needed
    if isEnough { reminders[grant.node] = nil }
    var granted = question(
      .approvalGranted, grant.node, subject, "\(subject.id) was approved", date, part: "@\(grant.count)")
    granted.text =
      "by \(grant.decision.by)" + (isEnough ? "" : ", \(grant.count) of \(grant.needed)")
      + (grant.decision.comment.map { ": \($0)" } ?? "")
    return granted
  }

  private mutating func news(of move: RolloutMove, _ subject: NotificationSubject, at date: Timestamp) -> [Notification]
  {
    RolloutNews.of(move).map { news in
      if news.topic == .rollbackStarted { hasBegunUndoing = true }
      return make(news.topic, "\(subject.id) \(news.words)", about: subject, part: news.part, at: date)
    }
  }

  private mutating func beginUndoing(at date: Timestamp) -> [Notification] {
    if hasBegunUndoing { return [] }
    hasBegunUndoing = true
    // What somebody asked for is no error.
    let severity: NotificationSeverity? = run.purpose == .rollback ? .warning : nil
    return [make(.rollbackStarted, "\(run.name) is being rolled back", severity: severity, at: date)]
  }

  private static let mostLines = 10

  static func lastLines(of result: ActionResult?) -> [String] {
    Array(OutputText.lines(result?.tail ?? []).suffix(mostLines)).map { OutputText.shortened($0) }
  }
}
