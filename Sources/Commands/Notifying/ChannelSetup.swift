internal import Effects
internal import Notifications
internal import Planning
internal import Runbooks
internal import Running
internal import Templates
internal import Text
internal import Values

/// The channels of a plan whose secrets were fetched: who hears of what, and where that goes.
struct ChannelSetup {
  /// Why a channel cannot be used.
  struct Unusable: Problem {
    let channel: String
    let key: String
    let why: String

    var id: String { "channel.unusable" }
    var message: String { "channel `\(channel)` cannot be used: `\(key)` \(why)" }
    var hint: String? { nil }
  }

  private(set) var channels: [Channel] = []
  private(set) var endpoints: [String: ChannelEndpoint] = [:]
  /// What is wrong with them, all of it.
  private(set) var diagnostics = Diagnostics()
  private let source: SourceText
  private let folder: String
  private let environment: [String: String]
  private var evaluator: TemplateEvaluator

  /// The channels of `plan`, or those of the given names; relative paths begin at `folder`.
  init(_ plan: Plan, folder: String, environment: [String: String], only names: Set<String>? = nil) {
    source = plan.source
    self.folder = folder
    self.environment = environment
    var values: [String: Value] = [Expression.secretsName: .map(plan.runbooks[0].secretScope)]
    for variable in plan.variables { values[variable.name] = variable.value }
    evaluator = TemplateEvaluator(scope: ValueScope(values))
    for channel in plan.settings.channels where names?.contains(channel.name) ?? true { add(channel) }
  }

  private mutating func add(_ plan: PlanChannel) {
    var endpoint = ChannelEndpoint(name: plan.name, kind: plan.kind, folder: folder)
    for key in ChannelKey.allCases {
      guard let field = plan.texts[key] else { continue }
      endpoint.texts[key] = text(field, key, of: plan)
    }
    endpoint.recipients = plan.recipients.compactMap { text($0, .to, of: plan) }
    endpoint.headers = plan.headers.compactMap { header in
      value(header.value, header.name, of: plan).map { (header.name, $0) }
    }
    endpoint.isEncrypted = plan.isEncrypted
    endpoint.command = plan.isShellCommand ? ["sh", "-c"] + plan.command : plan.command
    check(program: endpoint.texts[.sendmail], .sendmail, plan)
    check(program: endpoint.command.first, .command, plan)
    endpoint.summary = environment["GITHUB_STEP_SUMMARY"].flatMap { $0.isEmpty ? nil : $0 }
    endpoints[plan.name] = endpoint
    // What has nowhere to write is told nothing; that is said once.
    if plan.kind == .github, endpoint.summary == nil {
      withoutSummary.append(plan.name)
    } else {
      channels.append(channel(plan, endpoint))
    }
  }

  /// Channels that write to GitHub's summary, where there is none.
  private(set) var withoutSummary: [String] = []

  private func channel(_ plan: PlanChannel, _ endpoint: ChannelEndpoint) -> Channel {
    var channel = Channel(plan)
    channel.sender = endpoint.texts[.from] ?? ""
    channel.recipients = endpoint.recipients
    channel.dedupKey = endpoint.texts[.dedupKey]
    // The key of a whole ruleset takes no changes.
    channel.takesChanges = endpoint.texts[.routingKey]?.hasPrefix("R") != true
    return channel
  }

  private mutating func check(program: String?, _ key: ChannelKey, _ plan: PlanChannel) {
    guard let program, !ProgramAvailability.isInstalled(program, from: folder) else { return }
    report("names no program that is there", key.rawValue, plan)
  }

  // MARK: - Values

  private mutating func text(_ field: Field<String>, _ key: ChannelKey, of channel: PlanChannel) -> String? {
    do throws(TemplateFailure) {
      var text = field.literal ?? ""
      if let value = try field.evaluated(with: &evaluator) { text = String.convert(value) ?? "" }
      guard let objection = ChannelAddress.objection(to: text, as: key) else { return text }
      report("must be \(objection)", key.rawValue, channel)
    } catch {
      report("cannot be rendered: \(error.problem.message)", key.rawValue, channel)
    }
    return nil
  }

  private mutating func value(_ template: ValueTemplate, _ name: String, of channel: PlanChannel) -> String? {
    do throws(TemplateFailure) {
      let text = String.convert(try template.evaluate(with: &evaluator)) ?? ""
      // A line end would begin another header field (RFC 9110, 5.5).
      if !text.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) { return text }
      report("must be one line", "headers.\(name)", channel)
    } catch {
      report("cannot be rendered: \(error.problem.message)", "headers.\(name)", channel)
    }
    return nil
  }

  private mutating func report(_ why: String, _ key: String, _ channel: PlanChannel) {
    diagnostics.report(Unusable(channel: channel.name, key: key, why: why), in: source, at: channel.nameSpan)
  }
}

extension Channel {
  /// A channel of a plan: who hears of what, without where that goes.
  init(_ plan: PlanChannel) {
    self.init(name: plan.name, kind: plan.kind)
    topics = Set(plan.topics)
    severity = plan.severity
    nodes = plan.nodes
    environments = plan.environments
    texts = MessageTexts(when: plan.when, title: plan.title, message: plan.message)
    fallback = plan.fallback
    severities = plan.severities
  }
}
