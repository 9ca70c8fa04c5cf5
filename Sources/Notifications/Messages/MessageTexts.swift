internal import Running
public import Templates
internal import Text
public import Values

/// What a runbook says about the messages of a channel: `when`, `title` and `message`, which are rendered for each.
public struct MessageTexts: Sendable {
  private let when: Condition?
  private let title: Field<String>?
  private let message: Field<String>?

  /// What a runbook says.
  public init(when: Condition?, title: Field<String>?, message: Field<String>?) {
    self.when = when
    self.title = title
    self.message = message
  }

  /// What came of them for one event.
  public struct Outcome {
    /// The message; nothing if the channel does not want it.
    public var message: Message?
    /// Why a part of them could not be used, and what that means.
    ///
    /// The message is sent all the same: nobody is left in the dark by a typing mistake.
    public var problems: [String] = []
  }

  /// The message that `message` becomes; `scope` knows the names.
  public func render(_ message: Message, scope: any TemplateScope) -> Outcome {
    var outcome = Outcome(message: message)
    var evaluator = TemplateEvaluator(scope: scope)
    do throws(TemplateFailure) {
      if let when, try !when.holds(with: &evaluator) { return Outcome(message: nil) }
    } catch {
      outcome.problems.append("`when`: \(error.problem.message); it is told all the same")
    }
    let title = self.title.map { self.text($0, message.title, "title", &evaluator, &outcome) } ?? message.title
    let text = self.message.map { self.text($0, message.text, "message", &evaluator, &outcome) } ?? message.text
    // What has nothing to be seen in it would be refused by some services.
    outcome.message?.title = title.trimmed.isEmpty ? message.title : OutputText.oneLine(title)
    outcome.message?.text = text.trimmed.isEmpty ? "" : text
    return outcome
  }

  private func text(
    _ field: Field<String>, _ usual: String, _ key: String, _ evaluator: inout TemplateEvaluator,
    _ outcome: inout Outcome
  ) -> String {
    if let literal = field.literal { return literal }
    do throws(TemplateFailure) {
      return try field.evaluated(with: &evaluator).flatMap { String.convert($0) } ?? usual
    } catch {
      outcome.problems.append("`\(key)`: \(error.problem.message); the usual text is sent")
      return usual
    }
  }

  /// What the names are for a message.
  public static func names(of message: Message) -> [NotificationName: Value] {
    let notification = message.notification
    var names: [NotificationName: Value] = [:]
    for name in NotificationName.allCases {
      names[name] = .string(text(name, notification))
    }
    return names
  }

  private static func text(_ name: NotificationName, _ notification: Notification) -> String {
    switch name {
    case .event: notification.topic.rawValue
    case .severity: notification.severity.rawValue
    case .title: notification.title
    case .text: notification.text
    case .node: notification.node ?? ""
    case .reason: notification.reason ?? ""
    case .status: notification.status ?? ""
    case .output: notification.output.joined(separator: "\n")
    }
  }
}
