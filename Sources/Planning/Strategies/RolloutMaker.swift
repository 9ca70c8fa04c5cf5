internal import Runbooks
internal import Templates
internal import Text
internal import Values

/// Makes the nodes of a rollout (design 8), in the order in which they run when all goes well, those that go back behind them.
struct RolloutMaker {
  /// Where a node stands among the others.
  enum Position {
    /// When all before it have ended.
    case next
    /// At the same time as the one before it.
    case beside
    /// Behind one of its stage; the first of a line waits for what the stage waits for.
    case behind(Int?)
    /// Where one of these has failed, or what stands before it on the way back is done.
    case wayBack(from: [Int])
    /// Where one of these has failed.
    case answer(to: [Int])
  }

  private(set) var strategy: PlanStrategy
  let declaration: StrategyDeclaration
  private let shell: ShellChoice
  let locks: [Field<String>]
  private var told = Complaints(Diagnostics())
  private var ids: Set<String> = []
  /// The nodes that what comes next waits for, and those that these wait for.
  private var stage: [Int] = []
  private var earlier: [Int] = []
  /// The nodes that change or check each target, by its number.
  private(set) var lines: [Int: [Int]] = [:]
  /// The last node on the way back.
  private var lastBack: Int?

  init(_ strategy: PlanStrategy, _ declaration: StrategyDeclaration, shell: ShellChoice, lock: [Field<String>]) {
    self.strategy = strategy
    self.declaration = declaration
    self.shell = shell
    locks = lock
  }

  var timing: RolloutTiming { strategy.timing }

  mutating func make(by fields: inout FieldPlanner) {
    let before = fields.references.rolloutValues
    fields.references.rolloutValues = []
    addLock(by: &fields)
    switch strategy.kind {
    case .blueGreen: makeBlueGreen(by: &fields)
    case .canary: makeCanary(by: &fields)
    case .progressive: makeProgressive(by: &fields)
    }
    addUnlock(by: &fields)
    let usesPrevious = fields.references.rolloutValues.contains(.previous)
    strategy.needsPrevious = usesPrevious && !tellsPrevious
    strategy.tellsPrevious = usesPrevious && tellsPrevious
    fields.references.rolloutValues = before
  }

  /// How many nodes it will at least be made of, which is known before any is made: between batches every target that was
  /// updated is checked, unless there is a check of the whole.
  var leastNodes: Int {
    guard has(.check), !has(.gate) else { return strategy.targets.count }
    var (updated, checks, batch) = (0, 0, 1)
    for target in strategy.targets {
      if target.batch != batch { (checks, batch) = (checks + updated, target.batch) }
      updated += 1
    }
    return strategy.targets.count + checks + updated
  }

  /// Whether the runbook says what is done there.
  func has(_ key: NodeKey) -> Bool { declaration.steps[key] != nil }

  /// Whether a text can be a part of ids, between slashes.
  static func isPartOfID(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 150
      && text.unicodeScalars.allSatisfy { $0 != "/" && $0.properties.generalCategory != .control }
  }

  /// The nodes so far that have one of these roles.
  func places(of roles: [RolloutRole]) -> [Int] {
    strategy.members.indices.filter { roles.contains(strategy.members[$0].role) }
  }

  /// Whether each target tells what it has, which is its version before.
  private var tellsPrevious: Bool { strategy.kind == .progressive && has(.current) }

  /// The questions so far: those of steps, or that of the soak.
  func questions(ofSoak: Bool) -> [Int] {
    places(of: [.approve]).filter { (strategy.members[$0].step == 0) == ofSoak }
  }

  // MARK: - Nodes

  /// Adds a node that does what stands under a key, unless nothing does; returns its place.
  @discardableResult
  mutating func add(
    _ member: RolloutMember, _ id: String, _ key: NodeKey, _ values: [RolloutValue: Value] = [:],
    poll: PlanPoll? = nil, at position: Position = .next, by fields: inout FieldPlanner
  ) -> Int? {
    guard let step = declaration.steps[key] else { return nil }
    if strategy.skips(member.role) {
      // What it uses is used all the same, and its mistakes are told.
      _ = plan(step, of: key, values, by: &fields)
      return nil
    }
    return add(member, id, step, of: key, values, poll: poll, at: position, by: &fields)
  }

  /// Adds a node that does a step that belongs to a key.
  @discardableResult
  mutating func add(
    _ member: RolloutMember, _ id: String, _ step: StepDeclaration, of key: NodeKey,
    _ values: [RolloutValue: Value] = [:], poll: PlanPoll? = nil, at position: Position = .next,
    by fields: inout FieldPlanner
  ) -> Int {
    let (planned, isOpen) = plan(step, of: key, values, by: &fields)
    var node = PlanNode(id: id, kind: step.action.kind.rawValue, action: planned.action).performing(planned)
    if member.role.changes, node.timeout == nil { node.timeout = .literal(timing.actionTimeout) }
    if !member.role.changes, node.timeout == nil, case .command = node.action {
      node.timeout = .literal(PlanStep.lookTimeout)
    }
    // What keeps a lock must have failed twice before that lapses.
    if member.role == .heartbeat, let limit = poll.map({ $0.every / 2 }) {
      node.timeout = .literal(min(node.timeout?.literal ?? limit, limit))
    }
    node.poll = poll
    let place = append(node, member, position, by: &fields)
    if isOpen { strategy.setPreview(preview(of: step, key, values, member.role, by: &fields), of: place) }
    return place
  }

  /// A step with the values of the rollout that are known now, and whether it reads one that only the run tells.
  mutating func plan(
    _ step: StepDeclaration, of key: NodeKey, _ values: [RolloutValue: Value], by fields: inout FieldPlanner
  ) -> (PlanStep, isOpen: Bool) {
    let known = knownValues(values)
    let before = fields.references.rolloutValues
    fields.references.rolloutValues = []
    let planned = plan(step, of: key, reading: known, by: &fields)
    if key == .cleanup, fields.references.rolloutValues.contains(.live) {
      fields.report(.cleanupOfLive, at: fields.span(.cleanup, of: declaration))
    }
    let isOpen = fields.references.rolloutValues.contains { known[$0.rawValue] == nil }
    fields.references.rolloutValues.formUnion(before)
    return (planned, isOpen)
  }

  /// A step in whose templates these values stand; a mistake in it is told once, however many nodes it makes.
  private mutating func plan(
    _ step: StepDeclaration, of key: NodeKey, reading known: [String: Value], by fields: inout FieldPlanner
  ) -> PlanStep {
    let context = NameResolver.Context.rollout(names(for: key, fields), known: Set(known.keys))
    let earlier = fields.resolver.diagnostics
    let (planned, found) = fields.having(\.context, context) { fields in
      fields.having(\.scope.names, [RolloutValue.root: Self.map(known)]) { fields in
        fields.diagnosing { $0.plan(step, shell) }
      }
    }
    fields.append(told.new(found))
    fields.resolver.keepNew(after: earlier, &told)
    return planned
  }

  /// What can be read of the rollout where a key's step stands.
  private func names(for key: NodeKey, _ fields: FieldPlanner) -> RolloutNames {
    RolloutNames(
      kind: strategy.kind, key: key, lackOfVersion: fields.lackOfVersion(declaration),
      isToldByTargets: tellsPrevious && declaration.previous == nil)
  }

  /// A step in one line, with words for those values of the rollout that only the run will tell.
  private func preview(
    of step: StepDeclaration, _ key: NodeKey, _ values: [RolloutValue: Value], _ role: RolloutRole,
    by fields: inout FieldPlanner
  ) -> String {
    let known = knownValues(values).merging(RolloutPreview.words(for: role)) { known, _ in known }
    let context = NameResolver.Context.rollout(names(for: key, fields), known: Set(known.keys))
    let told = fields.resolver.diagnostics
    defer { fields.resolver.forget(after: told) }
    let ((planned, _), _) = fields.apart { fields in
      fields.having(\.context, context) { fields in
        fields.having(\.scope.names, [RolloutValue.root: Self.map(known)]) { fields in
          fields.diagnosing { $0.plan(step, shell) }
        }
      }
    }
    return planned.summary
  }

  private func knownValues(_ values: [RolloutValue: Value]) -> [String: Value] {
    var known: [String: Value] = [:]
    for (name, value) in values { known[name.rawValue] = value }
    if let version = strategy.version?.literal { known[RolloutValue.version.rawValue] = .string(version) }
    if !tellsPrevious, let previous = strategy.previous?.literal {
      known[RolloutValue.previous.rawValue] = .string(previous)
    }
    return known
  }

  private static func map(_ values: [String: Value]) -> Value {
    var map = ValueMap()
    for name in values.keys.sorted() { map[name] = values[name] }
    return .map(map)
  }

  /// Adds a node that waits.
  @discardableResult
  mutating func addWait(
    _ member: RolloutMember, _ id: String, _ time: Duration, at position: Position = .next,
    by fields: inout FieldPlanner
  ) -> Int {
    let node = PlanNode(id: id, kind: NodeKind.function.rawValue, action: .function(.sleep(time)))
    return append(node, member, position, by: &fields)
  }

  /// Adds a question to a person.
  mutating func addQuestion(_ step: Int, _ id: String, _ text: String, by fields: inout FieldPlanner) {
    var node = PlanNode(
      id: id, kind: NodeKind.manual.rawValue, action: .question(PlanQuestion(text: .literal(text), approval: .ofPerson))
    )
    node.timeout = .literal(timing.approveTimeout)
    append(node, RolloutMember(.approve, step: step), .next, by: &fields)
  }

  // MARK: - Edges

  /// Begins a stage of lines that go on side by side.
  mutating func openStage() {
    if !stage.isEmpty { earlier = stage }
    stage = []
  }

  /// Makes the end of a line part of its stage.
  mutating func endLine(_ place: Int?) {
    if let place { stage.append(place) }
  }

  @discardableResult
  mutating func append(
    _ node: PlanNode, _ member: RolloutMember, _ position: Position, by fields: inout FieldPlanner
  ) -> Int {
    var node = node
    let place = strategy.nodes.count
    checkID(of: node, member, by: &fields)
    node.isRead = true
    node.entries = entries(for: position)
    node.neededConditions = node.entries.contains { $0.requirement != nil } ? 1 : 0
    switch position {
    case .next: stage = [place]
    case .beside: stage.append(place)
    case .behind, .answer: break
    case .wayBack: lastBack = place
    }
    if let target = member.target, case .behind = position { lines[target, default: []].append(place) }
    strategy.nodes.append(node)
    strategy.members.append(member)
    return place
  }

  private mutating func entries(for position: Position) -> [PlanEntry] {
    func plain(_ places: [Int]) -> [PlanEntry] { places.map { PlanEntry(target: $0, origin: .implicit) } }
    switch position {
    case .next:
      openStage()
      return plain(earlier)
    case .beside: return plain(earlier)
    case .behind(let place): return plain(place.map { [$0] } ?? earlier)
    case .answer(let failed): return failed.map { PlanEntry(target: $0, requirement: .failure, origin: .implicit) }
    case .wayBack(let failed):
      let requirement: PlanEntry.Requirement? = failed.isEmpty ? nil : .success
      let back = lastBack.map { [PlanEntry(target: $0, requirement: requirement, origin: .implicit)] } ?? []
      return back + failed.map { PlanEntry(target: $0, requirement: .failure, origin: .implicit) }
    }
  }

  /// Reports a name that makes the id of another node.
  private mutating func checkID(of node: PlanNode, _ member: RolloutMember, by fields: inout FieldPlanner) {
    guard !ids.insert(node.id).inserted else { return }
    let isMetric = [.metric, .baseline, .watchMetric, .watchBaseline].contains(member.role)
    let key: NodeKey = isMetric ? .metrics : strategy.areTargetsFound ? .targetsFrom : .targets
    let span = isMetric ? declaration.metrics[member.number].nameSpan : fields.span(key, of: declaration)
    let name = isMetric ? strategy.metrics[member.number].name : member.target.map { strategy.targets[$0].name } ?? ""
    // Targets that are named twice are reported as such.
    if !isMetric, strategy.targets.count(where: { $0.name == name }) > 1 { return }
    let (_, found) = fields.diagnosing { $0.report(.takenName(name, id: node.id), at: span) }
    fields.append(told.new(found))
  }
}
