/// Where traffic is meant to go, as a probe of it prints it.
public enum RolloutExpectation: Sendable, Equatable {
  /// To the side that had it at first.
  case old
  /// To the new side, or as much to the new version as this step gives it.
  case new
  /// As much to the new version as the step before gave it.
  case before
  /// Anything at all: it is only asked.
  case anything
}
