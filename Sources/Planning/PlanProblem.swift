internal import Text

/// The mistakes that show when a runbook is made into a plan.
enum PlanProblem: Sendable, Equatable {
  case unknownDependency(String, suggestion: String?)
  case selfDependency(String)
  case notAStrategy(String, requirement: String)
  case noPrevious(String)
  case cycle([String])
  case waitsForEndNode(String, endNode: String)
  case unknownNode(String, suggestion: String?, dashed: String?)
  case dashedNode(String)
  case unknownResultAttribute(String, node: String, suggestion: String?)
  case unknownRunAttribute(String, suggestion: String?)
  case unknownOwnAttribute(String, suggestion: String?)
  case resultTooEarly
  case incompleteName(String)
  case nameNotYet(String)
  case unknownStoreFunction(String, suggestion: String?)
  case storeKeyNotWritten
  case nameNotWritten(String)
  case nodeInSettings(String)
  case argumentsOf(String, expected: Int)
  case wrongContent(String, expected: String, found: String)
  case kindDiffers(String, actual: String)
  case needsRun(String)
  case secretShown(String)
  case unknownSecret(String, suggestion: String?)
  case secretAsEnvironment(String, secret: String)
  case unusedSecret(String)
  case unusedVariable(String)
  case constantCondition(Bool)
  case lockTwice(String)
  case lockOfRun(String)
  case breakersDiffer(String, String)
  case pollTooShort(passes: Int, timeout: String)
  /// Exit codes of an observer where the target is asked, or a server.
  case codesOfTarget(String)
  case codeOfBoth(Int)
  case approverTwice(String)
  case tooFewApprovers(needed: Int, named: Int)
  case unknownPool(String, suggestion: String?)
  case unknownChannel(String, suggestion: String?)
  case poolTooSmall(String, capacity: Int, taken: Int)
  case joinTooLarge(count: Int, entries: Int)
  case joinWithoutConditions
  case entriesExclude(String, String)
  case neverRuns(String, reason: String)
  case joinAny(count: Int)
  case handlerMayBlock(String)
  case statusComparison(String)
  case failureNeverTrue(String)
  case pivotWithoutRollbacks
  case pivotAnswersFailure
}
