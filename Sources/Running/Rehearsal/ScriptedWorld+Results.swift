internal import Planning
internal import Templates
internal import Values

/// How actions end in a scripted world.
extension ScriptedWorld {
  /// How an action ends; nothing if it does not by itself.
  mutating func result(of scripted: ScriptStep?, _ node: Int, _ step: Step, _ action: Action) -> ActionResult? {
    guard let ending = ending(of: scripted, node, step, action) else { return nil }
    var result = ActionResult(ending)
    let name = name(node, step)
    let said = scripted?.output.flatMap { value(of: $0, at: node) }
    let isJSON = scripted?.isJSON ?? false
    let text = said.map { isJSON ? JSONWriter.string($0) : Self.text(of: $0) } ?? saying(of: name, node) ?? ""
    result.stdout = Array(text.utf8)
    let errors = scripted?.errorOutput.flatMap { value(of: $0, at: node) }.map { Self.text(of: $0) } ?? ""
    result.stderr = Array((errors + scene.noise).utf8)
    result.tail = result.stdout + result.stderr
    for header in scripted?.headers ?? [] {
      if let value = value(of: header.value, at: node) { result.headers.append((header.name, Self.text(of: value))) }
    }
    if case .done = ending { result.outputs = outputs(of: scripted, node, action) }
    return result
  }

  private func ending(
    of scripted: ScriptStep?, _ node: Int, _ step: Step, _ action: Action
  ) -> ActionResult.Ending? {
    let ending = scripted?.ending ?? usualEnding(node, step)
    switch action {
    case .request: return requestEnding(ending, node)
    case .builtin: return functionEnding(ending, .pluginError, "the script says so")
    case .plugin: return functionEnding(ending, .pluginError, "the script says so")
    default: break
    }
    switch ending {
    case .pass, .cancel, .wish: return .exited(0)
    case .fail, .reject: return .exited(1)
    case .unknown: return .exited(75)
    case .exit(let code): return .exited(code)
    case .status(let status): return .answered(status: status)
    case .timeout, .hang, .crash, .wait: return nil
    }
  }

  /// How something ends that is not scripted: nothing is done yet where that is asked, and what died with pyflow was not done
  /// unless it was said to be.
  private func usualEnding(_ node: Int, _ step: Step) -> ScriptStep.Ending {
    switch step {
    case .unless: .fail
    case .confirm: hasHappened(node) ? .pass : .fail
    default: .pass
    }
  }

  private func requestEnding(_ ending: ScriptStep.Ending, _ node: Int) -> ActionResult.Ending? {
    switch ending {
    case .pass, .cancel, .wish: .answered(status: wantedStatus(of: node))
    case .fail, .reject: .answered(status: 500)
    case .unknown: .requestFailed(RequestFailure(.dns, ""))
    case .exit(let code): .exited(code)
    case .status(let status): .answered(status: status)
    case .timeout, .hang, .crash, .wait: nil
    }
  }

  private func functionEnding(
    _ ending: ScriptStep.Ending, _ kind: FunctionFailure.Kind, _ message: String
  ) -> ActionResult.Ending? {
    switch ending {
    case .pass, .cancel, .wish, .exit(0): .done(unchanged: nil)
    case .timeout, .hang, .crash, .wait: nil
    case .fail, .reject, .unknown, .exit, .status: .functionFailed(FunctionFailure(kind, message))
    }
  }

  private func wantedStatus(of node: Int) -> Int {
    guard node < plan.nodes.count, case .request(let request) = plan.nodes[node].action else { return 200 }
    return request.expectedStatuses.first?.lowerBound ?? 200
  }

  // MARK: - Functions

  /// How a function ends that has a time of its own for what does not come.
  func ownEnd(of what: ScriptStep, _ action: Action) -> (Duration, ActionResult)? {
    guard case .builtin(.waitFor(let waiting)) = action, let limit = waiting.timeout, what.ending != .crash else {
      return nil
    }
    let failure = FunctionFailure(.waiting, "\(waiting.target.words) did not come in \(DurationText.format(limit))")
    return (limit, ActionResult(.functionFailed(failure)))
  }

  /// What a function gives: what the script says, else what follows from its parameters.
  private mutating func outputs(of scripted: ScriptStep?, _ node: Int, _ action: Action) -> ValueMap? {
    let own = ownOutputs(of: action, take: scripted?.take ?? ScriptStep.usual.take)
    let said = scripted?.outputs.flatMap { value(of: $0, at: node) }?.map
    if own == nil, said == nil, node < plan.nodes.count, plan.nodes[node].isRead {
      problems.append(.outputsUnknown(node: ids[node]))
    }
    var outputs = own ?? ValueMap()
    for (name, value) in said?.entries ?? [] { if let name = name.string { outputs[name] = value } }
    return outputs
  }

  /// What a built-in function gives, as far as that can be known without carrying it out.
  private mutating func ownOutputs(of action: Action, take: Duration) -> ValueMap? {
    guard case .builtin(let function) = action else { return nil }
    switch function {
    case .writeFile(let writing):
      let content = (writing.appends ? files[writing.path, default: []] : []) + writing.content
      files[writing.path] = content
      return Self.file(writing.path, content)
    case .checksum(let checksum):
      if let content = files[checksum.path] {
        return ValueMap([("sha256", .string(Self.digest(content))), ("bytes", .int(content.count))])
      }
      return checksum.expected.map { ValueMap([("sha256", .string($0.hex))]) }
    case .waitFor:
      return ValueMap([("tries", .int(1)), ("seconds", .double(Double(take.milliseconds) / 1000))])
    case .set(let change): return set(change)
    }
  }

  private mutating func set(_ change: StoreChange) -> ValueMap {
    let before = store.values[change.key] ?? .null
    if let value = change.value {
      store.values[change.key] = value
    } else {
      store.values = store.values.removing(change.key)
    }
    if plan.readsStore { add(.store(store), after: .zero) }
    return ValueMap([("previous", before)])
  }

  private static func file(_ path: String, _ content: [UInt8]) -> ValueMap {
    ValueMap([("path", .string(path)), ("bytes", .int(content.count)), ("sha256", .string(digest(content)))])
  }

  private static func digest(_ content: [UInt8]) -> String {
    SHA256.hash(content).hex
  }
}
