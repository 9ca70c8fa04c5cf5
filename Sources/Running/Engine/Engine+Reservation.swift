internal import Planning

/// Locks that stay with a run after its end (design 5.8).
extension Engine {
  /// Why the run's own locks stay reserved for it; nothing if they are free for others.
  func reservation(after finish: RunFinish) -> ReservationCause? {
    if plan.settings.locks.isEmpty { return nil }
    switch finish.status {
    case .waiting: return .waiting
    case .rollbackFailed: return .rollbackFailed
    case .halted: return .halted
    case .cancelled: return finish.notUndone.isEmpty || !plan.settings.rollsBack ? nil : .cancelled
    case .succeeded, .failed, .rolledBack, .refused: return nil
    }
  }

  /// Tells of reservations of other runs that were broken.
  mutating func tellBroken(_ reservations: [BrokenReservation], for node: Int?) {
    for reservation in reservations { tell(.lockBroken(node: node, reservation)) }
  }
}
