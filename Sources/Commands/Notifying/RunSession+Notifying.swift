internal import Audit
internal import Effects
internal import Notifications
internal import Planning
internal import Running
internal import Text
internal import Values

/// Who hears of a run.
extension RunSession {
  /// What came of preparing that.
  enum Notifications {
    /// Nothing, if the runbook has no channels.
    case ready(NotificationCourier?)
    /// The run does not begin.
    case refused(ExitCode)
  }

  /// Prepares the channels, before anything begins: one that lacks something, or that must be reached and cannot, stops the run.
  mutating func notifications(of id: String, _ access: FileAccess, _ signals: SignalPipe) throws -> Notifications {
    if plan.settings.channels.isEmpty { return .ready(nil) }
    let setup = ChannelSetup(plan, folder: file.folder, environment: console.environment)
    try console.show(setup.diagnostics, as: .text)
    if setup.diagnostics.hasErrors { return .refused(.invalid) }
    for name in setup.withoutSummary {
      console.warn("channel `\(name)` has nowhere to write: GITHUB_STEP_SUMMARY is not set")
    }
    plan.hide(setup.endpoints.values.flatMap(\.credentials))
    let courier = courier(setup, id, access)
    let required = plan.settings.channels.filter(\.isRequired).map(\.name).filter { !setup.withoutSummary.contains($0) }
    // What is to be undone is undone, whoever can be told.
    if required.isEmpty || resumed?.purpose.isUndoing == true { return .ready(courier) }
    let sender = DirectSender(
      setup.endpoints, .messages(of: plan, in: file.folder), run: id, mask: SecretMask(plan.secretTexts),
      signals: signals)
    let outcome = sender.send(courier.beginnings(for: required, among: setup.channels, isResumed: resumed != nil))
    let failures = outcome.results.filter { $0.failure != nil }
    if outcome.signal != nil || !failures.isEmpty {
      let told = Set(outcome.results.filter { $0.failure == nil }.map(\.delivery.channel)).sorted()
      _ = sender.send(courier.retractions(for: told, among: setup.channels, isResumed: resumed != nil))
    }
    if let signal = outcome.signal {
      console.say("\(signal.rawValue): nothing was done\n")
      return .refused(.of(signal))
    }
    for result in outcome.results { courier.note(result) }
    for result in failures {
      console.complain(
        "channel `\(result.delivery.channel)` is required, and cannot be told of the run: \(result.failure?.message ?? "")",
        hint: "nothing was done; try it with: pyflow notify test \(result.delivery.channel) \(file.path)")
    }
    return failures.isEmpty ? .ready(courier) : .refused(.refused)
  }

  private func courier(_ setup: ChannelSetup, _ id: String, _ access: FileAccess) -> NotificationCourier {
    var context = context(id, at: SystemClock.date())
    context.requester = resumed?.requester ?? requester
    context.attempt = resumed?.attempt ?? 1
    let console = console
    return NotificationCourier(
      setup, plan: plan, run: notificationRun(id), context: context, past: resumed?.notified ?? NotificationHistory(),
      dispatches: .messages(of: plan, in: file.folder), outbox: Outbox(in: file.folder, for: access),
      store: { [folder = file.folder] in KeyValueFile(of: folder, for: access).view },
      warn: { console.warn(OutputText.oneLine($0)) })
  }

  private func notificationRun(_ id: String) -> NotificationRun {
    var run = NotificationRun(
      id: id, title: plan.title, runbook: file.path, environment: environment, user: requester.name,
      host: requester.host)
    run.link = IdentityReader.runLink(console.environment)
    run.targets = plan.nodes.compactMap { node in
      if case .strategy(let strategy) = node.action { strategy.targetText } else { nil }
    }
    run.chapter = resumed?.notified.chapters ?? 0
    run.ends = resumed?.notified.ends.count ?? 0
    run.attempt = resumed?.attempt ?? 1
    run.purpose = resumed?.purpose ?? .run
    return run
  }
}

extension DispatchDesk {
  /// A desk for the messages about runs of a plan: what it starts has pyflow's own environment, without secrets.
  static func messages(of plan: Plan, in folder: String) -> DispatchDesk {
    let hidden = plan.secretEnvironment
    return DispatchDesk(
      directory: folder,
      environment: OwnProcess.environment.filter { !hidden.contains($0.name) && !$0.name.hasPrefix("PYFLOW_VAR_") })
  }
}
