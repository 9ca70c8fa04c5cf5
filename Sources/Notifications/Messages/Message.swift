public import Values

/// A notification as one channel tells it: its own words, and nothing secret.
public struct Message: Sendable, Equatable {
  /// What it is about.
  public var notification: Notification
  /// The run.
  public var run: NotificationRun
  /// The heading, in one line.
  public var title: String
  /// The text, in lines.
  public var text: String
  /// What is said of the channel that this one stands in for.
  public var remark: String?

  /// The message in pyflow's own words.
  public init(_ notification: Notification, of run: NotificationRun) {
    self.notification = notification
    self.run = run
    title = notification.title
    text = notification.text
  }

  /// What a reader wants to know at a glance, in order.
  public var facts: [(name: String, value: String)] {
    var facts: [(name: String, value: String)] = []
    if let reason = notification.reason { facts.append(("Reason", reason)) }
    if let node = notification.node { facts.append(("Node", node)) }
    if let target = notification.target { facts.append(("Target", target)) }
    facts.append(("Runbook", run.title))
    if let environment = run.environment { facts.append(("Environment", environment)) }
    facts.append(("Run", run.id))
    facts.append(("By", "\(run.user)@\(run.host)"))
    if let duration = notification.duration { facts.append(("Took", PlainTime.text(duration))) }
    if let link = run.link { facts.append(("Job", link)) }
    if let remark { facts.append(("Note", remark)) }
    return facts
  }

  /// The message with every secret of `mask` replaced.
  public func masked(by mask: SecretMask) -> Message {
    if mask.isEmpty { return self }
    var message = self
    message.title = mask.masked(title)
    message.text = mask.masked(text)
    message.notification.title = mask.masked(notification.title)
    message.notification.text = mask.masked(notification.text)
    message.notification.reason = notification.reason.map(mask.masked)
    message.notification.output = notification.output.map(mask.masked)
    message.notification.node = notification.node.map(mask.masked)
    message.notification.target = notification.target.map(mask.masked)
    message.run.targets = run.targets.map(mask.masked)
    message.run.title = mask.masked(run.title)
    message.run.link = run.link.map(mask.masked)
    return message
  }
}
