internal import Runbooks
internal import Text
internal import Values

/// The mistakes that a rollout can hold beyond those of its keys (design 8); each is answered with what works.
enum StrategyProblem: Problem, Equatable {
  /// `rollout` outside of a strategy.
  case elsewhere
  case unknownValue(String, kind: PlanStrategy.Kind, all: [String], suggestion: String?)
  /// `rollout.version`, which nothing says.
  case noVersion
  /// `rollout.version`, which would be that of a variable that is secret.
  case secretVersion
  /// So seldom is it asked that nothing can have been healthy for long enough in time.
  case gateTooShort(interval: Duration, needed: Duration, deadline: Duration)
  /// The first must be shorter than the second.
  case times(String, Duration, String, Duration)
  /// The first must not be longer than the second.
  case timeOver(String, Duration, String, Duration)
  case windowTooShort(String, Duration, passes: Int, failures: Int, interval: Duration)
  case weights([Int])
  /// A last step to 100, which the promotion would do once more.
  case promotedTwice
  case holdCount(Int, steps: Int)
  /// A step behind which there is nothing to approve.
  case approvedStep(Int, of: Int, kind: PlanStrategy.Kind)
  /// `approve` of a single batch.
  case nothingToApprove
  /// `max_failures` of all targets, or more.
  case allMayFail(Int, of: Int)
  case noTargets
  /// What tells which there are has printed none, or failed.
  case noTargetsFound
  case targetsNotFound(String)
  case targetTwice(String)
  /// A name that cannot be part of an id: of a target, or of a metric.
  case unusableName(String, of: String)
  /// A name with which two nodes would have the same id.
  case takenName(String, id: String)
  case emptyBatch
  case batchTooLarge(Int, of: Int, size: Int, needed: Int)
  case cleanupOfLive
  /// A limit of a metric that cannot be one.
  case limit(String, _ expected: String, Double)
  /// `min` over `max`.
  case noHealthyNumber(Double, Double)
  case withoutWeight
  /// `revert_batch`, which only Progressive has.
  case revertsBatch(PlanStrategy.Kind)
  case unknownZone(String, suggestion: String?)

  var id: String {
    switch self {
    case .elsewhere, .unknownValue: "strategy.name"
    case .noVersion, .secretVersion: "strategy.version"
    case .times, .timeOver, .windowTooShort, .gateTooShort: "strategy.times"
    case .weights, .promotedTwice, .holdCount, .approvedStep, .nothingToApprove: "strategy.steps"
    case .allMayFail, .noTargets, .noTargetsFound, .targetsNotFound, .targetTwice, .batchTooLarge, .emptyBatch:
      "strategy.targets"
    case .unusableName, .takenName: "strategy.item-name"
    case .cleanupOfLive: "strategy.cleanup"
    case .limit, .noHealthyNumber: "strategy.metrics"
    case .withoutWeight: "strategy.weight"
    case .revertsBatch: "strategy.failure"
    case .unknownZone: "strategy.window"
    }
  }

  var severity: Severity { self == .withoutWeight ? .warning : .error }

  var message: String {
    switch self {
    case .elsewhere: "`rollout` has a meaning only in what a strategy does"
    case .unknownValue(let name, let kind, _, _): "`rollout` of a \(kind.rawValue) rollout has no `\(name)` here"
    case .noVersion: "nothing says which version is rolled out"
    case .secretVersion: "the variable VERSION is secret, and a version is shown to everybody"
    case .times(let first, let short, let second, let long):
      "`\(first)` (\(Self.text(short))) must be shorter than `\(second)` (\(Self.text(long)))"
    case .gateTooShort(let interval, let needed, let deadline):
      "asked every \(Self.text(interval)), nothing can be healthy for `min_healthy` before \(Self.text(needed)), "
        + "and `deadline` is \(Self.text(deadline))"
    case .timeOver(let first, let long, let second, let limit):
      "`\(first)` (\(Self.text(long))) must not be longer than `\(second)` (\(Self.text(limit)))"
    case .windowTooShort(let key, let time, let passes, let failures, let interval):
      "\(Self.samples(passes, failures)) every \(Self.text(interval)) do not fit into the \(Self.text(time)) of `\(key)`"
    case .weights(let weights):
      "`steps` must rise, each from 1 to 100"
        + (weights.isEmpty ? ", and there are none" : ", not " + weights.map(String.init).joined(separator: ", "))
    case .promotedTwice: "the step to 100 comes by itself, and `shift` would do it twice"
    case .holdCount(let count, let steps): "`hold` has \(count) times for \(steps) step\(steps == 1 ? "" : "s")"
    case .approvedStep(let step, let count, .progressive):
      "`approve` names batch \(step), and \(count == 0 ? "none has" : "only the first \(count) have") another one behind it"
    case .nothingToApprove: "`approve` asks nobody: there is one batch, and none behind it"
    case .approvedStep(let step, let steps, _): "`approve` names step \(step) of \(steps)"
    case .allMayFail(let allowed, 1): "`max_failures` (\(allowed)) lets the only target fail"
    case .allMayFail(let allowed, let count): "`max_failures` (\(allowed)) lets all \(count) targets fail"
    case .noTargets: "there are no targets"
    case .noTargetsFound: "`targets_from` has printed no targets"
    case .targetsNotFound(let why): "nobody can tell which targets there are: \(why)"
    case .targetTwice(let name): "target `\(name)` is named twice"
    case .unusableName(let name, let subject): "`\(name)` cannot be the name of a \(subject)"
    case .takenName(let name, let id): "with the name `\(name)` two nodes would be called `\(id)`"
    case .emptyBatch: "a batch must have at least one target"
    case .batchTooLarge(let batch, let count, let size, let needed):
      "batch \(batch) takes \(size) of \(count) targets, which leaves \(count - size), and `min_available` is \(needed)"
    case .cleanupOfLive: "`cleanup` removes the side without traffic, and names `rollout.live`"
    case .limit(let key, let expected, let found): "`\(key)` must be \(expected), not \(found)"
    case .noHealthyNumber(let least, let most):
      "`min` (\(least)) is over `max` (\(most)), so that no number is healthy"
    case .withoutWeight: "without `weight` nobody can tell whether the traffic went where it should"
    case .revertsBatch(let kind): "a \(kind.rawValue) rollout has no batch to revert"
    case .unknownZone(let zone, _): "this machine knows no time zone `\(zone)`"
    }
  }

  var hint: String? {
    switch self {
    case .elsewhere: "it is there in the actions and checks of BlueGreen, Canary and Progressive nodes"
    case .unknownValue(_, _, let all, let suggestion):
      suggestion.map { "did you mean `\($0)`?" } ?? "it has " + all.map { "`\($0)`" }.joined(separator: ", ")
    case .noVersion: "declare the variable VERSION, or say it here: version = \"{{ TAG }}\""
    case .secretVersion:
      "write {{ VERSION }} where it is needed, or say a version that may be shown: version = \"{{ TAG }}\""
    case .times(let first, _, let second, _):
      "lower `\(first)`, or raise `\(second)`; this works: \(Self.workingTimes)"
    case .gateTooShort: "lower `interval`, or raise `deadline`; this works: interval = \"10s\", \(Self.workingTimes)"
    case .timeOver(let first, _, let second, let limit):
      "lower `\(first)`, or raise `\(second)`; this works: \(first) = \"\(Self.text(limit))\""
    case .windowTooShort(let key, _, let passes, let failures, let interval):
      "raise `\(key)`, or lower `interval`, `min_pass` or `fail_limit`; this works: "
        + "\(key) = \"\(Self.text(interval * (passes + failures)))\""
    case .weights: "for example steps = [5, 25, 50]; the step to 100 comes by itself"
    case .promotedTwice:
      "leave 100 out of `steps`: it is watched for `soak` then; or write what else brings the promotion: promote = \"./promote.sh\""
    case .holdCount: "write one time for all steps, or one for each: hold = \"2m\""
    case .approvedStep(_, 0, .progressive), .nothingToApprove:
      "leave it out; a Manual node before the rollout asks whether it may begin"
    case .approvedStep: "write approve = true for all of them"
    case .allMayFail(_, 1): "a rollout in which nothing works is no success: max_failures = 0, which is the default"
    case .allMayFail: "a rollout in which nothing works is no success: max_failures = 1, or a part such as \"25%\""
    case .noTargets: "name them: targets = [\"web1\", \"web2\"]"
    case .noTargetsFound: "it prints one a line"
    case .targetsNotFound: "it runs in the runbook's folder, with pyflow's own environment, and prints a target a line"
    case .targetTwice: "remove one of them"
    case .unusableName: "it becomes part of the ids of nodes: one line of printable text without `/`"
    case .takenName: "call it something else"
    case .emptyBatch: "for example batches = [1, \"25%\"]"
    case .batchTooLarge(_, let count, _, let needed) where needed >= count:
      "what is updated is not available: min_available = \(count - 1), with batches = [1]"
    case .batchTooLarge: "make the batches smaller, as in batches = [1], or lower `min_available`"
    case .cleanupOfLive: "write rollout.idle: cleanup = \"./remove.sh {{ rollout.idle }}\""
    case .limit, .noHealthyNumber: "it looks like this:\n" + StrategyExample.metric
    case .withoutWeight: "add what prints the percentage: weight = \"./lb.sh weight\""
    case .revertsBatch: "write on_failure = \"rollback\" or \"halt\""
    case .unknownZone(_, let suggestion?): "did you mean `\(suggestion)`?"
    case .unknownZone(_, nil):
      "write an offset such as \"+02:00\", or install the database of time zones (tzdata) if it is missing"
    }
  }

  private static let workingTimes = "min_healthy = \"10s\", deadline = \"5m\", progress_deadline = \"10m\""

  private static func text(_ time: Duration) -> String { DurationText.format(time) }

  private static func samples(_ passes: Int, _ failures: Int) -> String {
    let sum = passes + failures
    let why = failures == 0 ? "`min_pass`" : "`min_pass` and `fail_limit`"
    return "the \(sum) sample\(sum == 1 ? "" : "s") of \(why)"
  }
}
