/// Why a node fails before or without its action: a reason, as an error.
struct NodeFailure: Error {
  let reason: Reason

  init(_ reason: Reason) {
    self.reason = reason
  }
}
