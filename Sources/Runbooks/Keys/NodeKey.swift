/// The keys of nodes: those of every node (design 3.3), then those of the kinds (3.4 and 8).
public enum NodeKey: String, Sendable, CaseIterable {
  // Every node.
  case type, name, description, tags
  case dependsOn = "depends_on"
  case join, when, skip, critical
  case allowFailure = "allow_failure"
  case timeout, retry, poll, rollback
  case rollbackOn = "rollback_on"
  case irreversible, pivot, foreach, matrix
  case batchSize = "batch_size"
  case maxFailures = "max_failures"
  case outputs, env
  case workingDirectory = "working_dir"
  case shell
  case inheritEnv = "inherit_env"
  case secrets, pool, priority, lock, breaker, unless, snapshot, idempotent, confirm
  case limits, notify
  case promptBefore = "prompt_before"
  case promptAfter = "prompt_after"

  // Command.
  case command
  case commandName = "command_name"
  case stdin, interactive
  case leaveRunning = "leave_running"
  case parse
  case captureLimit = "capture_limit"
  case successCodes = "success_codes"

  // HTTP.
  case url, method, headers, query, json, form, body
  case bodyFile = "body_file"
  case auth
  case expectStatus = "expect_status"
  case expect, follow, insecure
  case caFile = "ca_file"
  case clientCert = "client_cert"
  case clientKey = "client_key"
  case unixSocket = "unix_socket"
  case connectTo = "connect_to"
  case proxy
  case maxBytes = "max_bytes"
  case saveTo = "save_to"

  // Function.
  case function, params
  case functionParams = "function_params"
  case plugin
  case pluginConfig = "plugin_config"

  // Manual.
  case prompt, approvers
  case minApprovals = "min_approvals"
  case notRequester = "not_requester"
  case fields
  case onTimeout = "on_timeout"
  case escalate

  // Runbook.
  case runbook, variables

  // All strategies.
  case target, version, previous, check, interval
  case minHealthy = "min_healthy"
  case deadline
  case failLimit = "fail_limit"
  case unknownLimit = "unknown_limit"
  case minPass = "min_pass"
  case onUnknown = "on_unknown"
  case onFailure = "on_failure"
  case approve
  case approveTimeout = "approve_timeout"
  case soak
  case actionTimeout = "action_timeout"
  case grace
  case undoRetries = "undo_retries"
  case progressDeadline = "progress_deadline"
  case onFailCapture = "on_fail_capture"
  case window

  // BlueGreen.
  case deploy, active
  case `switch`, colors, smoke, cleanup, retire

  // Canary.
  case shift, steps, hold
  case holdMax = "hold_max"
  case weight
  case stableCheck = "stable_check"
  case metrics, compare, promote
  case promoteReplacesStable = "promote_replaces_stable"
  case undoPromote = "undo_promote"
  case drain

  // Progressive.
  case update, targets
  case targetsFrom = "targets_from"
  case batches
  case minAvailable = "min_available"
  case parallel, restore, gate, pause, order, current, revert

  private static let byName = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// The key that is written `name`.
  static func named(_ name: String) -> NodeKey? { byName[name] }

  private static let definitions: [NodeKey: KeyDefinition] = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, $0.makeDefinition()) })

  /// What is known of the key.
  public var definition: KeyDefinition {
    Self.definitions[self] ?? makeDefinition()
  }
}
