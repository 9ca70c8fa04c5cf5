internal import Values

/// Deadlines, soonest first, and among equal ones in the order in which they were set.
struct TimerQueue: Sendable {
  /// Whose deadline it is.
  enum Subject: Hashable, Sendable {
    case node(Int)
    /// What undoes a node.
    case rollback(Int)
    /// All samples of a node together.
    case poll(Int)
    /// What looks at what a node changes.
    case snapshot(Int)
    /// One of the plan's runbooks.
    case runbook(Int)
    /// The run's own: it is about to be killed.
    case run
  }

  /// What a deadline means.
  enum Kind: Equatable, Sendable {
    case timeout, kill, wakeUp, retry, answer, lockWait, recoveryTimeout, escalation, notice, rollout, progress
  }

  struct Timer: Comparable, Sendable {
    let deadline: Instant
    let subject: Subject
    let kind: Kind
    fileprivate var number = 0
    fileprivate var generation = 0

    init(deadline: Instant, subject: Subject, kind: Kind) {
      self.deadline = deadline
      self.subject = subject
      self.kind = kind
    }

    static func < (one: Timer, other: Timer) -> Bool {
      (one.deadline, one.number) < (other.deadline, other.number)
    }
  }

  private var heap = Heap<Timer>()
  private var inserted = 0
  /// The timers of each subject that has any: those of an older generation are passed over.
  private var generations: [Subject: (current: Int, timers: Int)] = [:]

  /// The soonest deadline.
  var next: Instant? { heap.first?.deadline }

  /// Adds a timer.
  ///
  /// O(log n).
  mutating func insert(_ timer: Timer) {
    var timer = timer
    inserted += 1
    timer.number = inserted
    timer.generation = generations[timer.subject, default: (0, 0)].current
    generations[timer.subject, default: (0, 0)].timers += 1
    heap.insert(timer)
  }

  /// Removes and returns the soonest timer if it is due.
  ///
  /// O(log n).
  mutating func popDue(at now: Instant) -> Timer? {
    guard let next, next <= now, let timer = heap.popFirst() else { return nil }
    forget(timer)
    dropStale()
    return timer
  }

  /// Removes the timers of a subject.
  ///
  /// O(log n) for each timer, now or when it would have been due.
  mutating func removeAll(of subject: Subject) {
    guard generations[subject] != nil else { return }
    generations[subject]?.current += 1
    dropStale()
  }

  /// Keeps a timer that still counts at the head.
  private mutating func dropStale() {
    while let first = heap.first, first.generation != generations[first.subject]?.current {
      _ = heap.popFirst()
      forget(first)
    }
  }

  private mutating func forget(_ timer: Timer) {
    generations[timer.subject]?.timers -= 1
    if generations[timer.subject]?.timers == 0 { generations[timer.subject] = nil }
  }
}
