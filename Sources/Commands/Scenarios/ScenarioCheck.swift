internal import Planning
internal import Runbooks
internal import Running
internal import Text
internal import Values

/// Checks what a scenario says against the plan that it is about: names that are not there, and what can never be so.
struct ScenarioCheck {
  let rehearsed: RehearsedScenario
  let source: SourceText
  private(set) var diagnostics = Diagnostics()

  init(_ rehearsed: RehearsedScenario, in source: SourceText) {
    self.rehearsed = rehearsed
    self.source = source
    names = ScenarioNames(rehearsed.plan)
  }

  private let names: ScenarioNames
  private var plan: Plan { rehearsed.plan }
  private var scenario: Scenario { rehearsed.scenario }

  mutating func run() {
    for entry in scenario.script { check(entry) }
    for effect in rehearsed.world.effects { check(pattern: effect.pattern) }
    for saying in rehearsed.world.sayings { check(pattern: saying.pattern) }
    checkEnd(scenario.expectation)
    checkNodes(scenario.expectation)
    checkWorld(scenario.expectation)
    for expected in scenario.expectation.notified { check(topic: expected) }
    checkReadings()
  }

  mutating func report(_ objection: ScenarioObjection, at span: ByteSpan) {
    diagnostics.report(objection, in: source, at: span)
  }

  // MARK: - Names

  /// Whether a pattern is that of a node; reports it if not.
  @discardableResult
  private mutating func check(pattern: Located<String>) -> Bool {
    if names.contains(pattern.content) { return true }
    report(
      pattern.content.contains("*")
        ? .nothingMatches(pattern.content)
        : .noSuchNode(pattern.content, suggestion: Suggestion.closest(to: pattern.content, among: names.all)),
      at: pattern.span)
    return false
  }

  private mutating func check(_ entry: ScriptEntry) {
    let name = entry.pattern.content
    if name.hasPrefix(RehearsalChannels.name(of: "")) { return check(ofChannels: entry) }
    guard check(pattern: entry.pattern) else { return }
    let kinds = names.kinds(of: name, in: plan)
    // What only the run makes is of a kind that only the run tells.
    guard let first = kinds.first else { return }
    if case .nothing(let why, let instead) = first, kinds.allSatisfy({ $0.isNothing }) {
      return report(.noEffect(node: name, why: why, instead: instead), at: entry.pattern.span)
    }
    check(entry.steps, of: name, kinds.filter { !$0.isNothing })
    checkWishes(of: entry)
  }

  /// What means nothing for any of the nodes that a pattern names.
  private mutating func check(_ steps: [ScriptEntry.Step], of name: String, _ kinds: [ScriptedKind]) {
    var seen: Set<String> = []
    let words = kinds.map(\.words).filter { seen.insert($0).inserted }.joined(separator: " or ")
    for step in steps {
      let objections = kinds.compactMap { $0.objection(to: step.ending) }
      if objections.count == kinds.count, let what = objections.first {
        report(.misplaced(what: what, node: name, kind: words), at: step.span)
      }
      for (key, span) in step.keys where !kinds.contains(where: { $0.takes(key) }) {
        report(.misplaced(what: "`\(key.rawValue)`", node: name, kind: words), at: span)
      }
    }
  }

  private mutating func checkWishes(of entry: ScriptEntry) {
    let check = WishCheck(plan: plan, names: names)
    for step in entry.steps {
      guard let wish = step.ending.wish, let found = check.objection(to: wish, of: entry.pattern.content) else {
        continue
      }
      report(.unheeded(wish, node: entry.pattern.content, found), at: step.span)
    }
  }

  private mutating func check(ofChannels entry: ScriptEntry) {
    let pattern = entry.pattern.content
    let known = plan.settings.channels.map(\.name)
    guard known.contains(where: { RehearsalScript.matches(pattern, RehearsalChannels.name(of: $0)) }) else {
      let name = String(pattern.dropFirst(RehearsalChannels.name(of: "").count))
      return report(.noSuchChannel(name, known: known), at: entry.pattern.span)
    }
    check(entry.steps, of: pattern, [.channel])
  }

  private mutating func check(channel: Located<String>) {
    let known = plan.settings.channels.map(\.name)
    if !known.contains(channel.content) { report(.noSuchChannel(channel.content, known: known), at: channel.span) }
  }

  private mutating func check(topic expected: Located<String>) {
    let text = expected.content
    let colon = text.firstIndex(of: ":")
    if let colon { check(channel: Located(String(text[..<colon]), at: expected.span)) }
    let topic = colon.map { String(text[text.index(after: $0)...]) } ?? text
    if NotificationTopic(rawValue: topic) != nil { return }
    let suggestion = Suggestion.closest(to: topic, among: NotificationTopic.allCases.map(\.rawValue))
    report(.noSuchTopic(topic, suggestion: suggestion), at: expected.span)
  }

  // MARK: - Expectations

  private mutating func checkEnd(_ expectation: Expectation) {
    if let expected = expectation.exit, ExitCode(rawValue: Int32(clamping: expected.content)) == nil {
      report(.noSuchExit(expected.content), at: expected.span)
    }
    guard let outcome = expectation.outcome else { return }
    if outcome.content == RolloutPhase.orphaned.rawValue { return }
    guard let status = RunStatus(rawValue: outcome.content) else {
      let known = RunStatus.allCases.map(\.rawValue) + [RolloutPhase.orphaned.rawValue]
      let suggestion = Suggestion.closest(to: outcome.content, among: known)
      return report(.unknownOutcome(outcome.content, known: known, suggestion: suggestion), at: outcome.span)
    }
    let codes = status.exitCodes
    if let exit = expectation.exit, !codes.contains(exit.content),
      ExitCode(rawValue: Int32(clamping: exit.content)) != nil
    {
      report(.impossibleExit(outcome: status.rawValue, codes: codes, found: exit.content), at: exit.span)
    }
    if status == .succeeded, let cause = expectation.cause { report(.causeOfSuccess, at: cause.span) }
  }

  private mutating func checkNodes(_ expectation: Expectation) {
    for name in [expectation.cause].compactMap({ $0 }) + expectation.ran + expectation.order { check(pattern: name) }
    for name in expectation.never where !names.mayCome(name.content) { check(pattern: name) }
    for name in expectation.never
    where (expectation.ran + expectation.order).contains(where: { $0.content == name.content }) {
      report(.ranAndNever(name.content), at: name.span)
    }
    for (node, status) in expectation.statuses where check(pattern: node) { check(status, of: node.content) }
    let known = plan.settings.outputs.map(\.name)
    for (name, _) in expectation.outputs where !known.contains(name.content) {
      report(.noSuchOutput(name.content, known: known), at: name.span)
    }
  }

  private mutating func check(_ status: Located<String>, of node: String) {
    var known = NodeStatus.allCases.filter(\.hasEnded).map(\.rawValue) + [NodeStatus.waiting.rawValue]
    if let index = plan.index(of: node), case .strategy = plan.nodes[index].action {
      known += RolloutPhase.allCases.filter(\.hasEnded).map(\.rawValue).filter { !known.contains($0) }
    }
    if known.contains(status.content) { return }
    let suggestion = Suggestion.closest(to: status.content, among: known)
    report(.unknownStatus(status.content, node: node, known: known, suggestion: suggestion), at: status.span)
  }

  private mutating func checkWorld(_ expectation: Expectation) {
    var known = rehearsed.world.values.map(\.key.content)
    known += rehearsed.world.effects.flatMap { $0.changes.map(\.key.content) }
    known += scenario.script.flatMap { $0.steps.flatMap { $0.changes.map(\.key.content) } }
    known += names.trafficKeys
    var seen: Set<String> = []
    known = known.filter { seen.insert($0).inserted }
    for (key, _) in expectation.world where !seen.contains(key.content) {
      report(.noSuchKey(key.content, known: known), at: key.span)
    }
  }

  // MARK: - What is assumed

  /// Warns of commands whose output is read, where nobody says what that is.
  private mutating func checkReadings() {
    let script = RehearsalScript(scenario)
    let silent = rehearsed.world.unsaidNodes(of: plan).filter { id in
      !(script.entry(of: id)?.steps.contains { $0.output != nil || !$0.ending.isGood } ?? false)
    }
    if !silent.isEmpty { report(.printsNothing(silent), at: scenario.name.span) }
  }
}

extension ScenarioWorld {
  /// The commands and requests of a plan whose output is read, and of which the world does not say what it is.
  func unsaidNodes(of plan: Plan) -> [String] {
    plan.nodes.enumerated().filter { index, node in
      switch node.action {
      case .command, .request: break
      default: return false
      }
      // What a rollout asks, the world answers.
      return node.isRead && !node.isKnownToBeSkipped && plan.rolloutMember(index) == nil
        && !sayings.contains { RehearsalScript.matches($0.pattern.content, node.id) }
    }.map(\.element.id)
  }
}

extension RunStatus {
  /// The codes that pyflow exits with; what `recover` has undone is a success of that.
  fileprivate var exitCodes: [Int] {
    let codes: [ExitCode] =
      switch self {
      case .succeeded: [.succeeded]
      case .failed: [.failed]
      case .rolledBack: [.rolledBack, .succeeded]
      case .rollbackFailed, .halted: [.needsPerson]
      case .refused: [.refused]
      case .waiting: [.waiting]
      case .cancelled: [.interrupted]
      }
    return codes.map { Int($0.rawValue) }
  }
}
