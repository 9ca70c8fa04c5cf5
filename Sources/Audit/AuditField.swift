/// The members of records.
///
/// Each name stands here once; writing and reading use the same.
public enum AuditField: String, Sendable, CaseIterable {
  // Every record.
  case seq, time, run, event, prev, hash

  // run.started.
  case format, pyflow, runbook, path, sha256, plan, title, variables, secrets, value, source, jobs, mode, options
  case who, user, uid, host, pid
  case pidStart = "pid_start"
  case boot
  case sudoUser = "sudo_user"
  case sudoUid = "sudo_uid"
  case git, commit, dirty, claimed
  case ignoreBreaker = "ignore_breaker"
  case environment, selection, only, skip, from, until, tags

  // run.plan.
  case part, of, head, nodes

  // run.resumed.
  case purpose
  case onlyFailed = "only_failed"

  // Nodes.
  case plugin, function
  case pluginVersion = "plugin_version"
  case node, attempt, generation, sample, verdict, action, kind, command, request, question, status, reason, code,
    message
  case exitCode = "exit_code"
  case httpStatus = "http_status"
  case signal
  case durationMs = "duration_ms"
  case allowed, log, bytes, rollback
  case delayMs = "delay_ms"
  case cpuMs = "cpu_ms"
  case peakKiB = "peak_kib"
  case leftovers
  case leftRunning = "left_running"
  case by, locks, instances, places, why
  case reservedFor = "reserved_for"
  case heldBy = "held_by"
  case stdout, stderr, masked, reuse, headers, insecure, saved
  case breaker, failures, decision
  case limitMs = "limit_ms"
  case cooldownMs = "cooldown_ms"

  // Approvals.
  case moment, rule, via, comment, fields, to

  // window.overridden.
  case window

  // rollout.moved.
  case row, trigger, phase, step, old, target, version, previous, side, live
  // notify.sent, notify.failed.
  case channel, topic, key, tries
  case standsInFor = "stands_in_for"

  // state.captured.
  case before, after, changed, difference, omitted

  // run.interrupted, run.finished, log.repaired.
  case `repeat` = "repeated"
  case cause, counts
  case allowedFailures = "allowed_failures"
  case undone, outputs
  case notUndone = "not_undone"
  case withoutRollback = "without_rollback"
  case offset, file
}
