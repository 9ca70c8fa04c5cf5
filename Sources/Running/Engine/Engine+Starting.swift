internal import Planning
internal import Templates
internal import Text
internal import Values

/// Starting nodes.
extension Engine {
  /// Starts a node that is ready.
  mutating func start(_ index: Int, at now: Instant) {
    if polls[index] != nil { return takeSample(index, at: now) }
    // What has started is let go on, whatever has failed meanwhile.
    if !states[index].hasStarted {
      if isAborted, member(index)?.role != .unlock { return pass(over: index, .blocked, .runCancelled, at: now) }
      if let reason = isStopped(index) { return pass(over: index, .blocked, reason, at: now) }
      states[index].startedAsAnswer = answersFailure(index) || runbook(of: index).stop == .cancelled
      states[index].startedAt = now
    }
    if asksAboutWorkDone(index, at: now) { return }
    do throws(NodeFailure) {
      if try asksWhetherItHappened(index, at: now) { return }
      if try asksUnless(index, at: now) { return }
      if try asksPermission(index, at: now) { return }
      if asksBreaker(index) { return }
      if looksBefore(index, at: now) { return }
      try notePivot(index)
      if case .runbook(let call) = plan.nodes[index].action { return try begin(call, of: index, at: now) }
      if case .strategy(let strategy) = plan.nodes[index].action { return try begin(strategy, of: index, at: now) }
      let order = try order(for: plan.nodes[index], index, attempt: states[index].attempt + 1, step: .run)
      let limit = try timeout(of: index)
      register(index)
      states[index].attempt += 1
      carryOut(order, index, limit: limit, at: now)
    } catch {
      fail(index, with: error, at: now)
    }
  }

  /// What a node does: something outside, or something that the engine does itself.
  enum Order {
    case outside(Action)
    case sleep(Duration)
    /// A function that is done already, or has failed already, with what it was about.
    case nothing(PlanFunctionCall.Function, String)
    case fail(PlanFunctionCall.Function, String, Reason)
  }

  /// The environment of what a node runs, without what tells a process where it runs.
  mutating func environment(within index: Int) throws(NodeFailure) -> [(name: String, value: String)] {
    try rendered(plan.nodes[index], index, attempt: 1, step: .run) { renderer throws(ActionRenderer.Failure) in
      try renderer.environmentOfRunbook()
    }
  }

  /// What an attempt of a node, or of something that belongs to it, does.
  mutating func order(
    for node: PlanNode, _ index: Int, attempt: Int, step: Step
  ) throws(NodeFailure) -> Order {
    try rendered(node, index, attempt: attempt, step: step) { renderer throws(ActionRenderer.Failure) in
      try renderer.order()
    }
  }

  private mutating func rendered<Content>(
    _ node: PlanNode, _ index: Int, attempt: Int, step: Step,
    _ body: (inout ActionRenderer) throws(ActionRenderer.Failure) -> Content
  ) throws(NodeFailure) -> Content {
    let runbook = plan.nodes[index].runbook
    var renderer = ActionRenderer(
      node: node, of: plan.runbooks[runbook], runbooks[runbook], context: context,
      evaluator: evaluator(for: index, in: runbook),
      attempt: attempt, generation: states[index].generation, step: step,
      rollout: rolloutValues(of: index))
    do throws(ActionRenderer.Failure) {
      defer { heed(renderer.derived, renderer.files) }
      return try body(&renderer)
    } catch {
      switch error {
      case .template(let failure): throw NodeFailure(reason(for: failure, in: runbook))
      case .reason(let reason): throw NodeFailure(reason)
      }
    }
  }

  mutating func timeout(of index: Int) throws(NodeFailure) -> Duration? {
    let node = plan.nodes[index]
    if let field = node.timeout { return try timeLimit(field, index) }
    if case .request = node.action { return PlanRequest.defaultTimeout }
    return nil
  }

  /// A timeout: a time in which something can end.
  mutating func timeLimit(_ field: Field<Duration>, _ index: Int) throws(NodeFailure) -> Duration {
    let limit = try value(of: field, "timeout", index)
    if limit > .zero { return limit }
    throw NodeFailure(.wrongField("timeout", expected: "more than nothing", found: DurationText.format(limit)))
  }

  private mutating func carryOut(_ order: Order, _ index: Int, limit: Duration?, at now: Instant) {
    let attempt = states[index].attempt
    let action = Self.recorded(order)
    if case .ask(let question) = action {
      ask(question, of: index, .action, limit: limit, at: now)
      return
    }
    if case .process(let process) = action, process.isInteractive {
      guard isAttended else { return fail(index, with: NodeFailure(.needsTerminal), at: now) }
      interactive = index
    }
    tell(.started(node: index, attempt: attempt, action: action))
    if let poll = plan.nodes[index].poll { return beginPolling(index, poll, action, limit: limit, at: now) }
    occupy(index)
    if let limit { addTimer(.timeout, for: index, after: limit, at: now) }
    switch order {
    case .outside(.announce), .nothing: succeed(index, at: now)
    case .outside(let action): effects.append(.start(node: index, step: .run, attempt: attempt, action))
    case .sleep(let duration): addTimer(.wakeUp, for: index, after: duration, at: now)
    case .fail(_, _, let reason): endAttempt(index, .failed, reason, nil, at: now)
    }
  }

  /// Ends a function that the engine itself has carried out.
  mutating func succeed(_ index: Int, at now: Instant) {
    if let problem = evaluateOutputs(of: index) {
      endAttempt(index, .failed, problem, nil, at: now)
    } else {
      complete(index, .succeeded, nil, nil, at: now)
    }
  }

  /// Gives a node one of the places.
  mutating func occupy(_ index: Int) {
    move(index, to: .running)
    active.insert(index)
    takePlace(for: index)
  }

  /// The action as it is recorded; what the engine does itself is told in words.
  static func recorded(_ order: Order) -> Action {
    func told(_ function: PlanFunctionCall.Function, _ message: String) -> Action {
      .announce(Announcement(function: function, level: .info, title: nil, message: message))
    }
    switch order {
    case .outside(let action): return action
    case .sleep(let duration): return told(.sleep, DurationText.format(duration))
    case .nothing(let function, let text): return told(function, text)
    case .fail(let function, let text, _): return told(function, text)
    }
  }

  mutating func addTimer(
    _ kind: TimerQueue.Kind, for index: Int, after duration: Duration, at now: Instant
  ) {
    timers.insert(
      TimerQueue.Timer(deadline: now.advanced(by: duration), subject: .node(index), kind: kind))
  }

  // MARK: - Values of fields

  /// The value of a field, its template evaluated now.
  mutating func value<Content: ValueConvertible>(
    of field: Field<Content>, _ key: String, _ index: Int
  ) throws(NodeFailure) -> Content {
    if let literal = field.literal { return literal }
    let value = try evaluate(for: index) { evaluator throws(TemplateFailure) in try field.evaluated(with: &evaluator) }
    if let content = value.flatMap({ Content.convert($0) }) { return content }
    throw NodeFailure(
      .wrongField(key, expected: Content.typeName, found: value.flatMap { String.convert($0) } ?? ""))
  }

  /// Whether a condition of a node holds.
  mutating func holds(
    _ condition: Condition, _ index: Int, own: OwnResult? = nil
  ) throws(NodeFailure) -> Bool {
    try evaluate(for: index, own: own) { evaluator throws(TemplateFailure) in try condition.holds(with: &evaluator) }
  }

  /// Evaluates something that a node states, or the runbook if none is named, and hides what it made of secrets.
  mutating func evaluate<Content>(
    for index: Int?, in runbook: Int = 0, own: OwnResult? = nil,
    _ body: (inout TemplateEvaluator) throws(TemplateFailure) -> Content
  ) throws(NodeFailure) -> Content {
    let runbook = index.map { plan.nodes[$0].runbook } ?? runbook
    var evaluator = evaluator(for: index, in: runbook, own: own)
    defer { heed(evaluator.derived, evaluator.files) }
    do throws(TemplateFailure) {
      return try body(&evaluator)
    } catch {
      throw NodeFailure(reason(for: error, in: runbook))
    }
  }

  private func evaluator(for index: Int?, in runbook: Int, own: OwnResult? = nil) -> TemplateEvaluator {
    TemplateEvaluator(
      scope: RunScope(engine: self, runbook: runbook, node: index, own: own),
      secretNames: runbooks[runbook].secretNames, filePlaces: context.secretFiles)
  }

  /// The reason that a failed template gives, with its place.
  private mutating func reason(for failure: TemplateFailure, in runbook: Int) -> Reason {
    let source = plan.runbooks[runbook].source
    let lines = lineIndexes[runbook] ?? LineIndex(source.bytes)
    lineIndexes[runbook] = lines
    let position = lines.position(ofByte: failure.span.start)
    let location = "\(source.name):\(position.line):\(position.column)"
    return .expression(message: failure.problem.message, location: location)
  }
}
