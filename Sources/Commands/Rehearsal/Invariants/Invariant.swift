/// What must be so in every rehearsal, whatever goes wrong (design 9, I1 to I13).
enum Invariant: String, CaseIterable, Sendable {
  /// Not of the design's thirteen, but what they all stand on.
  case legalMoves = "I0"
  case refusal = "I1"
  case wayBack = "I2"
  case verifiedFirst = "I3"
  case noWayForward = "I4"
  case noIntentLost = "I5"
  case soakFirst = "I6"
  case toldOnce = "I7"
  case locked = "I8"
  case bounded = "I9"
  case undoOrder = "I10"
  case enoughPasses = "I11"
  case secrecy = "I12"
  case replay = "I13"

  /// What must be so, in one sentence.
  var rule: String {
    switch self {
    case .legalMoves: "every transition of a rollout stands in its table"
    case .refusal: "what was refused has changed nothing"
    case .wayBack: "what was rolled back is as it was before"
    case .verifiedFirst: "nothing gets traffic that was not verified"
    case .noWayForward: "nothing goes forward once going back has begun"
    case .noIntentLost: "everything that was started has an end on record, or is named by what takes the run up"
    case .soakFirst: "nothing is retired before the soak has passed"
    case .toldOnce: "every channel that wants to hear of it is told once how the run ended"
    case .locked:
      "the lock is held while anything changes, given back when all is in order, and kept where a person must look"
    case .bounded: "the run ends, and within the time that the plan promises"
    case .undoOrder: "what was started last is undone first"
    case .enoughPasses: "no check has passed with too few samples"
    case .secrecy: "no secret is recorded or told"
    case .replay: "the same run again leaves the same record"
    }
  }
}

/// An invariant that did not hold in a rehearsal.
struct InvariantViolation: Equatable, Sendable {
  /// Which it is.
  let invariant: Invariant
  /// The node that it is about, if it is about one.
  var node: Int?
  /// What was found, in one sentence.
  let message: String
  /// What to do about it, where the runbook can.
  var hint: String?

  init(_ invariant: Invariant, _ message: String, at node: Int? = nil, hint: String? = nil) {
    self.invariant = invariant
    self.message = message
    self.node = node
    self.hint = hint
  }
}
