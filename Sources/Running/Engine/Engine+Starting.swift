internal import Planning
internal import Templates
internal import Text
internal import Values

/// Starting nodes.
extension Engine {
  /// Starts a node that is ready.
  mutating func start(_ index: Int, at now: Instant) {
    // What has started is let go on, whatever has failed meanwhile.
    if states[index].attempt == 0 {
      if isAborted { return pass(over: index, .blocked, .runCancelled, at: now) }
      if let reason = isStopped(index) { return pass(over: index, .blocked, reason, at: now) }
      states[index].startedAsAnswer = answersFailure(index) || stop == .cancelled
      states[index].startedAt = now
    }
    do throws(NodeFailure) {
      if try asksUnless(index, at: now) { return }
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
    case nothing
    case fail(message: String)
  }

  /// What an attempt of a node, or of something that belongs to it, does.
  mutating func order(
    for node: PlanNode, _ index: Int, attempt: Int, step: Step
  ) throws(NodeFailure) -> Order {
    var renderer = ActionRenderer(
      node: node, settings: plan.settings, context: context,
      evaluator: TemplateEvaluator(scope: scope(of: index), secretNames: secretNames), attempt: attempt, step: step)
    do throws(ActionRenderer.Failure) {
      defer { hide(renderer.derived) }
      return try renderer.order()
    } catch {
      switch error {
      case .template(let failure): throw NodeFailure(reason(for: failure))
      case .reason(let reason): throw NodeFailure(reason)
      }
    }
  }

  private mutating func timeout(of index: Int) throws(NodeFailure) -> Duration? {
    let node = plan.nodes[index]
    if let field = node.timeout { return try value(of: field, "timeout", index) }
    if case .request = node.action { return PlanRequest.defaultTimeout }
    return nil
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
    states[index].status = .running
    active.insert(index)
    occupied += 1
    tell(.started(node: index, attempt: attempt, action: action))
    if let limit { addTimer(.timeout, for: index, after: limit, at: now) }
    switch order {
    case .outside(.announce): complete(index, .succeeded, nil, nil, at: now)
    case .outside(let action): effects.append(.start(node: index, step: .run, attempt: attempt, action))
    case .sleep(let duration): addTimer(.wakeUp, for: index, after: duration, at: now)
    case .nothing: complete(index, .succeeded, nil, nil, at: now)
    case .fail(let message): endAttempt(index, .failed, .thrown(message), nil, at: now)
    }
  }

  /// The action as it is recorded; what the engine does itself is told in words.
  static func recorded(_ order: Order) -> Action {
    func told(_ function: PlanFunctionCall.Function, _ message: String) -> Action {
      .announce(Announcement(function: function, level: .info, title: nil, message: message))
    }
    switch order {
    case .outside(let action): return action
    case .sleep(let duration): return told(.sleep, DurationText.format(duration))
    case .nothing: return told(.noop, "")
    case .fail(let message): return told(.fail, message)
    }
  }

  mutating func addTimer(
    _ kind: TimerQueue.Kind, for index: Int, after duration: Duration, at now: Instant
  ) {
    timers.insert(
      TimerQueue.Timer(
        deadline: now.advanced(by: duration), node: index, attempt: states[index].attempt, kind: kind))
  }

  // MARK: - Values of fields

  /// The value of a field, its template evaluated now.
  mutating func value<Content: ValueConvertible>(
    of field: Field<Content>, _ key: String, _ index: Int
  ) throws(NodeFailure) -> Content {
    guard let template = field.template else {
      guard let literal = field.literal else {
        throw NodeFailure(.wrongField(key, expected: Content.typeName, found: ""))
      }
      return literal
    }
    var evaluator = TemplateEvaluator(scope: scope(of: index), secretNames: secretNames)
    let value: Value
    do throws(TemplateFailure) {
      value = try evaluator.value(of: template)
      hide(evaluator.derived)
    } catch {
      throw NodeFailure(reason(for: error))
    }
    guard let content = Content.convert(value) else {
      throw NodeFailure(.wrongField(key, expected: Content.typeName, found: String.convert(value) ?? ""))
    }
    return content
  }

  /// The reason that a failed template gives, with its place.
  mutating func reason(for failure: TemplateFailure) -> Reason {
    let index = lineIndex ?? LineIndex(plan.source.bytes)
    lineIndex = index
    let position = index.position(ofByte: failure.span.start)
    let location = "\(plan.source.name):\(position.line):\(position.column)"
    return .expression(message: failure.problem.message, location: location)
  }

  /// The names that a node's templates can use.
  func scope(of index: Int?) -> RunScope {
    RunScope(engine: self, node: index)
  }
}
