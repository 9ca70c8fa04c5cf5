internal import Running
internal import Values

/// Locks that stay with the run after the node that has taken them.
extension SystemWorld {
  /// Reserves a node's locks; where that fails they are given back, as nobody would know whose they are.
  func reserve(_ node: Int, _ cause: ReservationCause) {
    do throws(SystemError) { try locks.reserve(node, because: cause) } catch { locks.release(node) }
  }
}
