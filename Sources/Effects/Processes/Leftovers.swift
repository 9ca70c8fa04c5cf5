internal import CSystem
internal import Values

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Processes that nodes have left behind: they are ended, unless they are meant to stay (design 7).
///
/// What left its node's group and session (`setsid`, a daemon) is adopted by pyflow when its parent ends, and known by its
/// environment, which names the node.
struct Leftovers {
  /// What one node has left and is to end.
  private struct Condemned {
    let node: Int
    let id: String
    let group: ProcessGroup
    var strays: Set<Int32>
    /// When it is forced.
    let deadline: Instant
    var force: ForcedEnd?
  }

  private let run: OrphanedProcesses
  private var condemned: [Condemned] = []
  /// Those that are meant to stay, and the sessions that they are in.
  private var staying: Set<Int32> = []
  private var stayingSessions: Set<Int32> = []

  init(of run: String) { self.run = OrphanedProcesses(of: run) }

  /// Whether what is left has to be looked at again soon.
  var isWatching: Bool { !condemned.isEmpty }

  // MARK: - What there is

  /// The adopted processes that a node has started, while the processes `known` of nodes run.
  ///
  /// What hides its origin belongs to the only node that runs.
  func strays(of id: String, known: Set<Int32>, isAlone: Bool) -> Set<Int32> {
    let adopted = adopted(besides: known)
    return Set(adopted.filter { run.node(of: $0).map { $0 == id } ?? isAlone })
  }

  /// All adopted processes that are not meant to stay.
  func adopted(besides known: Set<Int32>) -> [Int32] {
    OwnProcess.children().filter { !known.contains($0) && !stays($0) }
  }

  private func stays(_ process: Int32) -> Bool {
    staying.contains(process) || !stayingSessions.isEmpty && stayingSessions.contains(getsid(process))
  }

  // MARK: - What becomes of it

  /// Lets processes stay, and what they will start; returns the numbers of those that live, the group's included.
  mutating func keep(_ strays: Set<Int32>, _ group: ProcessGroup) -> [Int] {
    let members = OwnProcess.children().filter { getpgid($0) == group.number }
    let kept = strays.union(members)
    staying.formUnion(kept)
    stayingSessions.insert(group.number)
    stayingSessions.formUnion(strays.map { getsid($0) }.filter { $0 > 0 && $0 != getsid(0) })
    return kept.sorted().map { Int($0) }
  }

  /// Asks processes to end, which are forced after `grace`.
  mutating func condemn(
    _ strays: Set<Int32>, _ group: ProcessGroup, of node: Int, _ id: String, at now: Instant, grace: Duration
  ) {
    group.ask()
    for process in strays { ask(process) }
    condemned.append(
      Condemned(node: node, id: id, group: group, strays: strays, deadline: now.advanced(by: grace)))
  }

  /// Looks at what was asked to end: forgets what has ended, and forces the rest when its time is up.
  mutating func goOn(at now: Instant, known: Set<Int32>, running: Set<Int>) {
    for index in condemned.indices {
      addStrays(to: index, known: known, running: running)
      guard condemned[index].deadline <= now else { continue }
      condemned[index].force = condemned[index].force ?? ForcedEnd(at: now)
      if condemned[index].force?.isDue(at: now) == true { force(condemned[index]) }
    }
    condemned.removeAll { $0.force?.isOver ?? false || ($0.strays.isEmpty && !$0.group.isAlive) }
  }

  /// What a dying group has started comes to pyflow only when its parent has died.
  private mutating func addStrays(to index: Int, known: Set<Int32>, running: Set<Int>) {
    condemned[index].strays = condemned[index].strays.filter { kill($0, 0) == 0 }
    // Another attempt of the node has processes of its own now.
    guard !running.contains(condemned[index].node) else { return }
    let found = strays(of: condemned[index].id, known: known, isAlone: running.isEmpty)
    let new = found.subtracting(condemned[index].strays).filter { getpgid($0) != condemned[index].group.number }
    for process in new { ask(process) }
    condemned[index].strays.formUnion(new)
  }

  /// Ends at once what was asked to end.
  mutating func forceAll() {
    for entry in condemned { force(entry) }
    condemned = []
  }

  private func force(_ entry: Condemned) {
    entry.group.force()
    for process in entry.strays { Self.force(process) }
  }

  private func ask(_ process: Int32) { ProcessGroup.ask(Self.target(process)) }

  /// Ends an adopted process, with its group if it leads one.
  static func force(_ process: Int32) { ProcessGroup.force(target(process)) }

  private static func target(_ process: Int32) -> Int32 { getpgid(process) == process ? -process : process }
}
