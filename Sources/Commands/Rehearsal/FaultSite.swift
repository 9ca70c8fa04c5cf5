internal import Planning
internal import Running
internal import Templates
internal import Values

/// Something that a run did outside and that can go wrong: a node's action, its rollback, what only looks, a question, a
/// lock, or a channel.
struct FaultSite: Sendable {
  /// What it is called in scripts: `ship/switch`, `ship!rollback`.
  let name: String
  /// Before what a run in which it goes wrong is another one; of a channel that is any message.
  var moment: RehearsalState.Moment?
  /// Whether it goes back, or answers a failure.
  let isRecovery: Bool
  /// What can go wrong with it, in the order of the table.
  let faults: [RehearsalFault]
}

/// Finds what can go wrong in a run, as its events tell.
struct FaultSites {
  let story: RehearsalStory

  /// All of it, in the order in which it began first.
  var all: [FaultSite] {
    var seen: Set<String> = []
    return story.acts.compactMap { act in
      let name = story.name(of: act)
      return act.isOutside && seen.insert(name).inserted ? site(act, name) : nil
    }
  }

  /// The channels: no message comes there.
  var channels: [FaultSite] {
    story.plan.settings.channels.map { channel in
      FaultSite(name: RehearsalChannels.name(of: channel.name), isRecovery: false, faults: [.fail, .timeout])
    }
  }

  /// Those of what goes back, or answers failures.
  var recovery: [FaultSite] { all.filter(\.isRecovery) }

  private func site(_ act: RehearsalStory.Act, _ name: String) -> FaultSite {
    FaultSite(
      name: name, moment: RehearsalState.Moment(node: act.node, kind: act.kind), isRecovery: story.isRecovery(act),
      faults: faults(of: act))
  }

  private func faults(of act: RehearsalStory.Act) -> [RehearsalFault] {
    let crashes: [RehearsalFault] = hasEffect(act) ? [.crash, .crashAfter, .resume, .resumeAfter] : [.crash, .resume]
    let limit: [RehearsalFault] = isLimited(act) ? [.timeout] : []
    switch act.kind {
    // Nobody waits for an answer for ever.
    case .question: return [.fail, .timeout, .cancel] + wishes(act) + crashes
    // Another run holds it, or nobody can tell who does. Other nodes wait for theirs as long as that takes.
    case .lock: return (story.roster[act.node] == nil ? [] : [.fail]) + [.unknown, .cancel] + crashes
    // That nothing is done yet is no fault.
    case .look(.unless): return [.timeout, .unknown, .cancel] + crashes
    case .look: return [.fail, .timeout, .unknown, .cancel] + crashes
    case .run, .rollback: break
    }
    let slow: [RehearsalFault] = isGivenGrace(act) ? [.cancelSlow] : []
    return [.fail] + limit + [.unknown, .cancel] + slow + wishes(act) + crashes + traffic(act)
  }

  /// What the table of its rollout hears then; everywhere else an abort is what Ctrl-C is.
  private func wishes(_ act: RehearsalStory.Act) -> [RehearsalFault] {
    guard let place = story.roster[act.node] else { return [] }
    let strategy = story.roster.rollouts[place.rollout].strategy
    return RehearsalFault.wishes.filter { $0.wish.map { strategy.hears($0, during: place.member) } ?? false }
  }

  /// Whether it matters to what follows a crash if it had taken effect.
  private func hasEffect(_ act: RehearsalStory.Act) -> Bool {
    if let place = story.roster[act.node] { return place.member.role.movesTraffic }
    return act.kind == .run && story.plan.nodes[act.node].precautions?.confirm != nil
  }

  /// Whether it may go on for a while after a signal, and would not have been ended before that comes.
  private func isGivenGrace(_ act: RehearsalStory.Act) -> Bool {
    let node = story.plan.nodes[act.node]
    guard act.kind == .run, node.poll == nil, story.changes(act) else { return false }
    return node.timeout?.literal.map { $0 > RehearsalFault.slowness } ?? true
  }

  /// Whether it is ended if it does not end by itself; a rollback is by the time of the whole recovery.
  private func isLimited(_ act: RehearsalStory.Act) -> Bool {
    let node = story.plan.nodes[act.node]
    if act.kind == .rollback || node.timeout != nil || node.poll != nil { return true }
    if case .request = node.action { return true }
    return story.plan.runbooks[node.runbook].settings.timeout != nil
  }

  private func traffic(_ act: RehearsalStory.Act) -> [RehearsalFault] {
    guard let place = story.roster[act.node] else { return [] }
    let role = place.member.role
    // What version a target has, its check alone can tell: there is no traffic that could be elsewhere.
    if story.roster.rollouts[place.rollout].strategy.kind == .progressive { return role.movesTraffic ? [.stray] : [] }
    // Where nobody looks where the traffic is, or not any more, nobody could notice.
    let isWatched = story.rollouts[place.rollout].has(.before) && (!role.isRecovery || role.movesTraffic)
    return (role.movesTraffic ? [.lie, .stray] : []) + (isWatched ? [.drift] : [])
  }
}

extension RolloutRole {
  /// Whether traffic goes elsewhere, or another version gets it, once it has succeeded.
  var movesTraffic: Bool {
    switch self {
    case .switch, .shift, .promote, .forwardHold, .undoSwitch, .undoShift, .undoPromote, .update, .revert: true
    default: false
    }
  }
}
