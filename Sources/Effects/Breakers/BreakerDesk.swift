internal import Planning
internal import Running
internal import Values

/// Keeps the circuit breakers of runbooks in a folder beside them, for all runs there (design 5.5).
///
/// A breaker that cannot be kept keeps nobody from working: it is taken as closed, and that is said.
struct BreakerDesk {
  private struct Admitted {
    let breaker: PlanBreaker
    var probe: FileDescriptor?
  }

  private let folder: String
  private var admitted: [Int: Admitted] = [:]

  init(folder: String) {
    self.folder = folder
  }

  /// Carries out a request of a node, at once.
  mutating func answer(_ request: BreakerRequest, of node: Int) -> BreakerAnswer {
    switch request {
    case .admission(let breaker, let isIgnored): admit(node, breaker, isIgnored: isIgnored)
    case .report(let report): .noted(note(report, of: node))
    }
  }

  /// Gives up every attempt that is let through.
  mutating func releaseAll() {
    for node in admitted.keys.sorted() { _ = note(.abandoned, of: node) }
  }

  private mutating func admit(_ node: Int, _ breaker: PlanBreaker, isIgnored: Bool) -> BreakerAnswer {
    var entry = Admitted(breaker: breaker)
    var admission = BreakerAdmission.admitted(isProbe: false)
    var problem: String?
    if !isIgnored {
      do throws(SystemError) {
        let file = try BreakerFile(breaker.name, in: folder)
        problem = try file.change { state in
          if state.position != .closed { entry.probe = (try? file.takeProbe()) ?? nil }
          admission = state.admit(breaker, at: SystemClock.date(), isProbed: entry.probe == nil)
        }
      } catch {
        (admission, problem) = (.admitted(isProbe: false), error.message)
      }
    }
    if admission != .admitted(isProbe: true) {
      entry.probe?.closeLocked()
      entry.probe = nil
    }
    if case .admitted = admission { admitted[node] = entry }
    return .admission(admission, problem: problem)
  }

  private mutating func note(_ report: BreakerReport, of node: Int) -> BreakerChange? {
    guard let entry = admitted.removeValue(forKey: node) else { return nil }
    // The right to try is given back after the state was written, so that nobody sees a half-open breaker without one.
    defer { entry.probe?.closeLocked() }
    if report == .abandoned, entry.probe == nil { return nil }
    var change: BreakerChange?
    do throws(SystemError) {
      let problem = try BreakerFile(entry.breaker.name, in: folder).change {
        change = $0.note(report, entry.breaker, at: SystemClock.date())
      }
      return problem.map { .unusable($0) } ?? change
    } catch {
      return .unusable(error.message)
    }
  }
}
