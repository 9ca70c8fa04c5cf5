internal import Effects
internal import Notifications
internal import Planning
internal import Running
internal import Text
internal import Values

/// `pyflow notify test`: one message through one channel, and what came back.
struct NotifyTestVerb {
  let invocation: Invocation
  let console: Console

  func execute() throws -> ExitCode {
    guard let name = invocation.arguments.first else { throw UsageProblem.missingChannel }
    let prepared = try PreparedChannels.prepare(invocation, console, fileAt: 1) { file, plan in
      let names = plan.settings.channels.map(\.name)
      if names.contains(name) { return [name] }
      complain(of: name, among: names, in: file)
      return nil
    }
    switch prepared {
    case .failure(let failure): return failure.code
    case .success(let channels): return try test(name, channels)
    }
  }

  private func complain(of name: String, among names: [String], in file: RunbookFile) {
    let hint =
      Suggestion.closest(to: name, among: names).map { "did you mean `\($0)`?" }
      ?? (names.isEmpty ? "it has no [runbook.notify.NAME]" : "there are " + names.joined(separator: ", "))
    console.complain("\(file.path) has no channel `\(OutputText.oneLine(name))`", hint: hint)
  }

  private func test(_ name: String, _ channels: PreparedChannels) throws -> ExitCode {
    guard let channel = channels.setup.channels.first else {
      console.complain("channel `\(name)` has nowhere to write: GITHUB_STEP_SUMMARY is not set")
      return .failed
    }
    let sender = channels.sender(about: "test")
    var answers: [Answer] = []
    for (part, payload) in channel.payloads(for: message(channel, channels)).enumerated() {
      let (answer, signal) = sender.sendOnce(
        payload, to: name, key: "test-\(RunIdentifier.make(at: SystemClock.date()))-\(part)")
      if let signal { return .of(signal) }
      answers.append(Answer(answer: answer, verdict: DeliveryVerdict(answer, payload.way, mask: channels.mask)))
    }
    try show(answers, of: channel, mask: channels.mask)
    return answers.allSatisfy(\.isDelivered) ? .succeeded : .failed
  }

  private func message(_ channel: Channel, _ channels: PreparedChannels) -> Message {
    let person = UserDatabase.currentPerson(console.environment)
    let date = SystemClock.date()
    let run = NotificationRun(
      id: "test", title: channels.plan.title, runbook: channels.file.path, environment: channels.environment,
      user: person.name, host: person.host)
    var notification = Notification(
      .test, title: "Test of channel \(channel.name)", time: date, key: "test/\(date.milliseconds)")
    notification.text = "If you can read this, \(run.name) can reach you here."
    return Message(notification, of: run).masked(by: channels.mask)
  }

  // MARK: - What came back

  private struct Answer {
    let answer: DispatchAnswer
    let verdict: DeliveryVerdict

    var isDelivered: Bool { verdict == .delivered }

    /// The status of a server, if one has answered.
    var status: Int? {
      if case .answered(let status) = answer.ending { status } else { nil }
    }

    var words: String {
      switch verdict {
      case .delivered: "delivered" + (status.map { ", status \($0)" } ?? "")
      case .failed(let failure, let delay):
        "\(failure.kind.rawValue): \(failure.message)"
          + (delay.map { " (asks to wait \(DurationText.format($0)))" } ?? "")
      }
    }
  }

  private func show(_ answers: [Answer], of channel: Channel, mask: SecretMask) throws(ResultNotWritten) {
    func said(_ answer: Answer) -> String {
      OutputText.oneLine(mask.masked(String(decoding: answer.answer.said, as: UTF8.self)))
    }
    if invocation.has(.json) {
      try console.result(
        JSONStream.document("pyflow.notify-test/1") { stream in
          stream.member("channel", channel.name)
          stream.member("kind", channel.kind.rawValue)
          stream.member("delivered", answers.allSatisfy(\.isDelivered))
          stream.array("answers", answers) { answer, stream in
            stream.object { stream in
              stream.member("delivered", answer.isDelivered)
              if let status = answer.status { stream.member("status", status) }
              stream.member("message", answer.words)
              stream.member("said", said(answer))
              stream.member("duration_ms", answer.answer.duration.milliseconds)
            }
          }
        })
      return
    }
    for answer in answers {
      let milliseconds = answer.answer.duration.milliseconds
      var line = "\(channel.name) (\(channel.kind.rawValue)): \(answer.words), after \(milliseconds) ms"
      if answer.isDelivered, !said(answer).isEmpty { line += "; it said: \(said(answer))" }
      try console.result(line + "\n")
    }
  }
}
