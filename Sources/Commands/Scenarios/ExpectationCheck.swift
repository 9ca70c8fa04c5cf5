internal import Notifications
internal import Planning
internal import Reports
internal import Runbooks
internal import Running
internal import Templates
internal import Text
internal import Values

/// Compares what came of a rehearsal with what was expected: every difference, with both sides of it.
struct ExpectationCheck {
  let expectation: Expectation
  let outcome: RehearsalRun.Outcome
  let exitCode: ExitCode
  let variables: [String: Value]
  let mask: SecretMask
  private(set) var failures: [ScenarioResult.Failure] = []
  private let finishes: [Int: NodeFinish]
  private let reasons: [Int: Reason]
  private let started: [String]

  init(
    expectation: Expectation, outcome: RehearsalRun.Outcome, exitCode: ExitCode, variables: [String: Value],
    mask: SecretMask
  ) {
    self.expectation = expectation
    self.outcome = outcome
    self.exitCode = exitCode
    self.variables = variables
    self.mask = mask
    finishes = outcome.finishes
    reasons = outcome.reasons
    started = outcome.started
  }

  private mutating func fail(_ message: String, at span: ByteSpan) {
    failures.append(ScenarioResult.Failure(mask.masked(message), at: span))
  }

  /// Checks everything; what is no expectation is blamed on the scenario, whose name stands at `name`.
  mutating func run(_ name: ByteSpan) {
    for problem in outcome.world.problems { tell(problem, name) }
    if outcome.isEndless { fail("the run never ends: nothing ends \(openNodes)", at: name) }
    if outcome.finish == nil, !outcome.isEndless, !outcome.isOrphaned {
      fail("pyflow dies \(outcome.deaths.count) times, and never comes to an end", at: name)
    }
    checkEnd()
    checkNodes()
    checkOutputs()
    checkWorld()
    checkNotifications()
    failures.sort { $0.span.start < $1.span.start }
  }

  private var openNodes: String {
    let open = outcome.statuses.indices.filter {
      outcome.statuses[$0] == .running || outcome.statuses[$0] == .waiting
    }
    return open.isEmpty ? "its nodes" : open.map { "`\(outcome.plan.nodes[$0].id)`" }.joined(separator: ", ")
  }

  private mutating func tell(_ problem: RehearsalProblem, _ name: ByteSpan) {
    let span = if case .template(let failure) = problem { failure.span } else { name }
    fail(problem.message + (problem.script.map { ": write \($0)" } ?? ""), at: span)
  }

  // MARK: - The end

  private mutating func checkEnd() {
    guard outcome.finish != nil || outcome.isOrphaned else { return }
    let status = outcome.status
    if let expected = expectation.outcome, expected.content != status {
      fail("the outcome is \(status), not \(expected.content)\(because)", at: expected.span)
    }
    if let expected = expectation.exit, expected.content != Int(exitCode.rawValue) {
      fail("the exit code is \(exitCode.rawValue), not \(expected.content)", at: expected.span)
    }
    if let expected = expectation.cause, !causes.contains(expected.content) {
      let found = causes.last.map { "`\($0)`" } ?? "nothing"
      fail("the cause is \(found), not `\(expected.content)`", at: expected.span)
    }
    if let limit = expectation.within, outcome.duration > limit.content {
      let (found, most) = (DurationText.format(outcome.duration), DurationText.format(limit.content))
      fail("it took \(found), more than \(most)", at: limit.span)
    }
  }

  private var because: String {
    guard let cause = causes.last, let index = outcome.plan.index(of: cause) else { return "" }
    let reason = finishes[index]?.reason.map { ": \(OutputText.oneLine($0.message))" } ?? ""
    return ", because of `\(cause)`\(reason)"
  }

  /// The node whose failure came first; of a rollout it, and the node in it.
  private var causes: [String] {
    guard let cause = outcome.finish?.cause ?? outcome.finish?.haltedAt else { return [] }
    var result = [outcome.plan.nodes[cause].id]
    if case .rollout(_, _, let node?)? = finishes[cause]?.reason { result.append(node) }
    return result
  }

  // MARK: - Nodes

  private mutating func checkNodes() {
    for expected in expectation.ran where !started.contains(where: { RehearsalScript.matches(expected.content, $0) }) {
      fail("`\(expected.content)` did not run\(why(expected.content))", at: expected.span)
    }
    for expected in expectation.never {
      let found = started.filter { RehearsalScript.matches(expected.content, $0) }
      if let first = found.first {
        let other = first == expected.content ? "" : ": `\(first)` did"
        fail("`\(expected.content)` ran, and must not\(other)", at: expected.span)
      }
    }
    checkOrder()
    for (node, status) in expectation.statuses {
      guard let index = outcome.plan.index(of: node.content) else { continue }
      let found = outcome.words(for: index)
      if found.contains(status.content) { continue }
      fail("`\(node.content)` is \(found[0])\(why(node.content)), not \(status.content)", at: status.span)
    }
  }

  private mutating func checkOrder() {
    var last: (position: Int, name: String)?
    for expected in expectation.order {
      guard let position = started.firstIndex(where: { RehearsalScript.matches(expected.content, $0) }) else {
        fail("`\(expected.content)` did not run\(why(expected.content))", at: expected.span)
        continue
      }
      if let last, position <= last.position {
        fail("`\(expected.content)` ran before `\(last.name)`, and must run after it", at: expected.span)
      }
      last = (position, expected.content)
    }
  }

  /// Why a node did not run, as the engine says.
  private func why(_ id: String) -> String {
    guard let index = outcome.plan.index(of: id), let reason = reasons[index] else { return "" }
    return ": \(OutputText.oneLine(reason.message))"
  }

  // MARK: - Values

  private mutating func checkOutputs() {
    for (name, expected) in expectation.outputs {
      guard let wanted = value(of: expected) else { continue }
      let found = outcome.finish?.outputs[name.content]
      if let found, Self.isSame(found, wanted) { continue }
      fail("output `\(name.content)` is \(Self.text(found)), not \(Self.text(wanted))", at: expected.span)
    }
  }

  private mutating func checkWorld() {
    for (key, expected) in expectation.world {
      guard let wanted = value(of: expected) else { continue }
      let found = outcome.world.value(of: key.content)
      if let found, Self.isSame(found, wanted) { continue }
      if let map = wanted.map, isSame(map, as: key.content, found) { continue }
      fail("`world.\(key.content)` is \(Self.text(found)), not \(Self.text(wanted))", at: expected.span)
    }
  }

  /// Whether each of the things that a map names, rollouts or targets, is as it says.
  private func isSame(_ wanted: ValueMap, as key: String, _ found: Value?) -> Bool {
    wanted.entries.allSatisfy { entry in
      guard let name = entry.key.string else { return false }
      let own = outcome.world.value(of: key, ofRollout: name) ?? found?.map?[name]
      return own.map { Self.isSame($0, entry.value) } ?? false
    }
  }

  private mutating func value(of expected: Located<ValueTemplate>) -> Value? {
    var evaluator = TemplateEvaluator(scope: ValueScope(variables))
    do throws(TemplateFailure) { return try expected.content.evaluate(with: &evaluator) } catch {
      fail(error.problem.message, at: error.span)
      return nil
    }
  }

  /// Whether two values are the same, as text too: probes print texts, and a weight is a number.
  ///
  /// A text is the same as data all of which is that text: every target has the version.
  private static func isSame(_ found: Value, _ wanted: Value) -> Bool {
    if found == wanted { return true }
    if wanted.map == nil, wanted.list == nil, let map = found.map, !map.isEmpty {
      return map.entries.allSatisfy { isSame($0.value, wanted) }
    }
    guard found.map == nil, found.list == nil, wanted.map == nil, wanted.list == nil else { return false }
    return String.convert(found).map { $0 == String.convert(wanted) } ?? false
  }

  private static func text(_ value: Value?) -> String {
    value.map { OutputText.shortened(JSONWriter.string($0, layout: .spaced)) } ?? "not there"
  }

  // MARK: - Notifications

  private mutating func checkNotifications() {
    for expected in expectation.notified where !wasTold(expected.content) {
      let told = outcome.channels.messages.filter(\.isDelivered).map { "\($0.channel):\($0.topic.rawValue)" }
      let found = told.isEmpty ? "no channel was told anything" : "channels were told " + told.joined(separator: ", ")
      fail("`\(expected.content)` was not told; \(found)", at: expected.span)
    }
  }

  private func wasTold(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":") else {
      return outcome.channels.told.contains { $0.topic.rawValue == text }
    }
    let (channel, topic) = (text[..<colon], text[text.index(after: colon)...])
    return outcome.channels.messages.contains {
      $0.isDelivered && $0.channel == channel && $0.topic.rawValue == topic
    }
  }
}
