internal import Runbooks
internal import Templates
public import Values

/// A plan as JSON: what `plan --json` prints, what is recorded, and what the digest is made of.
///
/// A field that is known only when the node runs is `{"template": "…"}`, and data of that form is `{"literal": …}`.
/// Defaults are left out.
public struct PlanEncoder {
  /// The version of the form.
  public static let format = 1

  let plan: Plan

  /// An encoder of `plan`.
  public init(_ plan: Plan) {
    self.plan = plan
  }

  /// The SHA-256 of the compact form: two plans with the same digest do the same.
  public var digest: SHA256Digest {
    var stream = JSONStream()
    encode(to: &stream)
    return SHA256.hash(stream.bytes)
  }

  /// Writes the whole plan as one object.
  public func encode(to stream: inout JSONStream) {
    stream.object { stream in
      encodeSettings(to: &stream)
      stream.array("nodes", plan.nodes.indices) { encodeNode($0, to: &$1) }
    }
  }

  /// Writes the members that are not nodes.
  public func encodeSettings(to stream: inout JSONStream) {
    stream.member("format", Self.format)
    stream.member("title", plan.title)
    encode(plan.runbooks[0], to: &stream)
    encodeNested(to: &stream)
  }

  /// Writes what holds for the nodes of one runbook.
  func encode(_ runbook: PlanRunbook, to stream: inout JSONStream) {
    let settings = runbook.settings
    encode(settings.description, "description", to: &stream)
    encode(settings.version, "version", to: &stream)
    encode(settings.author, "author", to: &stream)
    encode(settings.createdAt, "created_at", to: &stream)
    if settings.isSequential { stream.member("mode", "sequential") }
    if let jobs = settings.jobs { stream.member("jobs", jobs) }
    encode(settings.pools.map { ($0.name, $0.capacity) }, "pools", to: &stream)
    if let group = settings.group { stream.member("group", group) }
    if !settings.locks.isEmpty { stream.strings("lock", settings.locks) }
    if settings.rollback != .auto { stream.member("rollback", settings.rollback.rawValue) }
    if settings.isStrict { stream.member("durability", "strict") }
    if let timeout = settings.timeout { stream.member("timeout", DurationText.format(timeout)) }
    if settings.recoveryTimeout != RunbookSettings.defaultRecoveryTimeout {
      stream.member("recovery_timeout", DurationText.format(settings.recoveryTimeout))
    }
    if let limit = settings.interactiveTimeout { stream.member("interactive_timeout", DurationText.format(limit)) }
    if settings.goesOnAfterFailure { stream.member("on_failure", "continue") }
    encode(runbook.secrets, to: &stream)
    encode(settings.channels, to: &stream)
    encode(settings.environment, to: &stream)
    if settings.inheritance.literal != .everything { encode(settings.inheritance, "inherit_env", to: &stream) }
    encode(settings.workingDirectory, "working_dir", to: &stream)
    encode(settings.outputs, "outputs", to: &stream)
    if let run = plan.reusedRun { stream.member("reuse", run) }
    stream.object("variables") { stream in
      for variable in runbook.variables { stream.member(variable.name, value: variable.shownValue) }
    }
  }
}
