public import Planning
internal import Text
internal import Values

/// A rollout as its printed plan shows it (design 8): a line for each stage, with every command in it, and what goes back.
struct RolloutOutline {
  /// One of its nodes.
  struct Node {
    /// Its id inside its line; empty if it is the line's only one.
    let label: String
    /// Whether it changes something.
    let changes: Bool
    /// The command or request, a line each.
    let command: [String]
    /// What it must find, how long it goes on, or what undoes it.
    let note: String
    /// Whether it stands for the checks of several targets.
    var isOfAll = false
  }

  /// A stage.
  struct Line {
    let name: String
    /// The percentage that the new version has there.
    let weight: Int?
    var nodes: [Node]
    /// What its nodes do in the rollout.
    var roles: Set<RolloutRole> = []
  }

  /// What follows a failure in a stage or the ones behind it, up to the next such entry.
  struct WayBack: Equatable {
    /// The number of the line, from 1, from which on it holds.
    let line: Int
    let text: String
  }

  private(set) var lines: [Line] = []
  private(set) var waysBack: [WayBack] = []
  /// What follows where somebody else has moved the traffic, if anything looks for that.
  private(set) var drift: String?
  /// What is kept for people when a check has failed.
  private(set) var capture: String?
  private let notes: RolloutNotes
  /// The places of its members by what they do.
  private let byRole: [RolloutRole: [Int]]
  private let strategy: PlanStrategy
  private let nodes: [PlanNode]

  /// The outline of a rollout that is made of these nodes; `owner` is its id.
  init(_ strategy: PlanStrategy, _ nodes: [PlanNode], owner: String) {
    self.strategy = strategy
    self.nodes = nodes
    notes = RolloutNotes(strategy, nodes)
    byRole = Dictionary(grouping: strategy.members.indices) { strategy.members[$0].role }
    for place in nodes.indices where !strategy.members[place].role.isOfWayBack {
      let id = String(nodes[place].id.dropFirst(owner.count + 1))
      if strategy.members[place].role == .capture {
        capture = OutputText.oneLine(notes.summary(of: place))
      } else {
        add(place, id)
      }
    }
    for index in lines.indices where lines[index].nodes.count == 1 {
      let node = lines[index].nodes[0]
      lines[index].nodes[0] = Node(label: "", changes: node.changes, command: node.command, note: node.note)
    }
    makeWaysBack()
    let looks = byRole[.guard] != nil || byRole[.drift] != nil
    if looks { drift = Self.halt }
  }

  // MARK: - Lines

  private mutating func add(_ place: Int, _ id: String) {
    let member = strategy.members[place]
    let (name, label) = Self.split(id, member.role)
    if lines.last?.name != name { lines.append(Line(name: name, weight: weight(of: member), nodes: [])) }
    lines[lines.count - 1].roles.insert(member.role)
    if member.target != nil, Self.repeatsChecks(member.role) { return addCheck(place, label, member) }
    lines[lines.count - 1].nodes.append(
      Node(label: label, changes: member.role.changes, command: command(of: place), note: notes.note(on: place)))
  }

  /// Whether its nodes do of each target once more what stands above.
  private static func repeatsChecks(_ role: RolloutRole) -> Bool { role == .gate || role == .watch || role == .soak }

  /// Adds the checks of all targets that were updated by then as one.
  private mutating func addCheck(_ place: Int, _ label: String, _ member: RolloutMember) {
    let parts = label.split(separator: "/")
    let (name, last) = (parts.count > 1 ? String(parts[0]) : "", lines.count - 1)
    if let node = lines[last].nodes.last, node.isOfAll, node.label == name { return }
    let count = member.step == 0 ? strategy.targets.count : strategy.targets.count { $0.batch <= member.step }
    let subject = count == 1 ? "the target that was updated" : "the \(count) targets that were updated"
    lines[last].nodes.append(
      Node(label: name, changes: false, command: ["check of \(subject)"], note: notes.note(on: place), isOfAll: true))
  }

  /// The name of the line that a node belongs to, and what it is called there.
  private static func split(_ id: String, _ role: RolloutRole) -> (name: String, label: String) {
    let parts = id.split(separator: "/", maxSplits: 1).map(String.init)
    if parts.count == 2 { return (parts[0], parts[1]) }
    switch role {
    case .drift: return ("soak", "drift")
    case .watch: return ("approve", "watch")
    default: return (id, id)
    }
  }

  private func weight(of member: RolloutMember) -> Int? {
    guard strategy.kind == .canary else { return nil }
    return member.role == .promote || member.role == .promoteGuard
      ? 100 : member.step > 0 ? strategy.weight(after: member.step) : nil
  }

  private func command(of place: Int) -> [String] {
    let (node, member) = (nodes[place], strategy.members[place])
    switch member.role {
    case .lock where !node.lockTexts.isEmpty:
      return [node.lockTexts.map { OutputText.oneLine($0) }.joined(separator: ", ")]
    case .approve: return ["asks: \(OutputText.oneLine(node.summary))"]
    default:
      if case .function = node.action, let time = notes.wait(of: member) {
        return ["wait " + DurationText.format(time)]
      }
      let lines = OutputText.lines(of: notes.summary(of: place))
      return lines.isEmpty ? [""] : lines
    }
  }

  // MARK: - Ways back

  private mutating func makeWaysBack() {
    var hasChanged = false
    for (index, line) in lines.enumerated() {
      hasChanged = hasChanged || line.nodes.contains(where: \.changes)
      guard hasChanged else { continue }
      let text = wayBack(from: line.roles)
      if text != waysBack.last?.text { waysBack.append(WayBack(line: index + 1, text: text)) }
    }
  }

  private static let halt = "it halts as it is, and a person decides"

  /// What follows a failure in a line whose nodes have these roles.
  private func wayBack(from roles: Set<RolloutRole>) -> String {
    if !roles.isDisjoint(with: [.retire, .after, .unlock]) { return "a warning; nothing is undone" }
    // Who else has moved the traffic may want it where it is.
    if strategy.onFailure == .halt || roles == [.guard] { return Self.halt }
    switch strategy.kind {
    case .blueGreen:
      let hasMoved = !roles.isDisjoint(with: [.switch, .confirm, .soak])
      return chain((hasMoved ? [.undoSwitch, .undoConfirm, .undoCheck] : []) + [.undoDeploy])
    case .canary: return wayBackOfCanary(from: roles)
    case .progressive:
      let which = strategy.onFailure == .revertBatch ? "the batch" : "the batch, then those before it, the newest first"
      return "\(which); of each target: " + chain([.revert, .reverify, .revertRestore], of: 0)
    }
  }

  private func wayBackOfCanary(from roles: Set<RolloutRole>) -> String {
    if !roles.isDisjoint(with: [.deploy, .verify]) { return chain([.undoDeploy]) }
    if strategy.replacesStable, roles.contains(.promote) {
      return chain([.forwardHold]) + ", then it halts, and a person decides"
    }
    let isPromoted = !roles.isDisjoint(with: strategy.rolesBehindPromotion)
    let undoesPromotion = isPromoted && byRole[.undoPromote] != nil
    if isPromoted, strategy.replacesStable, !undoesPromotion { return Self.halt }
    let all: [RolloutRole] = [.undoShift, .undoConfirm, .undoCheck, .undoDrain, .undoDeploy]
    return chain((undoesPromotion ? [.undoPromote] : []) + all)
  }

  /// The commands of these roles in order; of Progressive those of one target.
  private func chain(_ roles: [RolloutRole], of target: Int? = nil) -> String {
    let steps = roles.flatMap { role in
      (byRole[role] ?? []).filter { target == nil || strategy.members[$0].target == target }.map { place -> String in
        let note = role == .undoConfirm ? " (\(notes.note(on: place)))" : ""
        return command(of: place).joined(separator: " ") + note
      }
    }
    return steps.isEmpty
      ? "it ends; what `deploy` has made stays, as there is no `cleanup`" : steps.joined(separator: " → ")
  }
}

extension RolloutRole {
  /// Whether it is part of no stage that goes forward.
  public var isOfWayBack: Bool { isRecovery || self == .revertRestore }
}
