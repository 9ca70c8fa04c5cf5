/// The options of the command line.
///
/// Parsing, help and completion all come from here.
public enum Flag: String, Sendable, CaseIterable {
  case `var`
  case variablesFile = "vars-file"
  case variablesPrefix = "vars-env"
  case environment = "env"
  case ask
  case checkVariables = "check-vars"
  case only, skip, from, until, tags, reuse
  case lockWait = "lock-wait"
  case ignoreBreaker = "ignore-breaker"
  case maxRetries = "max-retries"
  case breakLock = "break-lock"
  case breakGlass = "break-glass"
  case to
  case approvalWait = "wait-approval"
  case comment, field, waiting, follow, tail, attempt
  case onlyFailed = "only-failed"
  case explore, filter, junit, simulate
  case person = "for"
  case jobs, yes
  case noInput = "no-input"
  case noInteractiveVariables = "no-interactive-vars"
  case dryRun = "dry-run"
  case acceptChanges = "accept-changes"
  case force
  case secret, type, discard
  case json, quiet, format, color, audit, help, version

  /// The option as it is typed.
  var text: String { "--\(rawValue)" }

  /// The one-letter form.
  var letter: Character? {
    switch self {
    case .jobs: "j"
    case .yes: "y"
    case .dryRun: "n"
    case .quiet: "q"
    case .follow: "f"
    case .help: "h"
    default: nil
    }
  }

  /// What stands for its value in help; nothing for an option without one.
  var valueName: String? {
    switch self {
    case .var: "NAME=VALUE"
    case .variablesFile: "FILE"
    case .variablesPrefix: "PREFIX"
    case .environment: "NAME"
    case .only, .skip, .from, .until: "NODES"
    case .tags: "TAGS"
    case .reuse: "RUN"
    case .lockWait, .approvalWait: "DURATION"
    case .comment: "TEXT"
    case .to: "VERSION"
    case .breakGlass: "REASON"
    case .field: "NAME=VALUE"
    case .person: "USER"
    case .jobs, .maxRetries, .tail, .attempt: "N"
    case .format: "FORMAT"
    case .color: "WHEN"
    case .type: "TYPE"
    case .discard: "CHANNEL"
    case .filter: "TEXT"
    case .junit: "FILE"
    case .audit: "FILE"
    default: nil
    }
  }

  /// Whether it may be given more than once.
  var isRepeatable: Bool {
    switch self {
    case .var, .variablesFile, .variablesPrefix, .only, .skip, .from, .until, .tags, .field, .discard: true
    default: false
    }
  }

  /// What it does, in a few words.
  func summary(for verb: Verb) -> String {
    switch self {
    case .dryRun where verb == .resume: "print what would run again, and why; run nothing"
    case .from where verb == .resume: "begin anew with these nodes and what depends on them"
    case .onlyFailed: "only what failed; what it kept from running stays"
    case .explore: "every single fault of every node, and every fault of what goes back"
    case .filter: "only scenarios with this text in their names"
    case .junit: "write the results to this file too, as JUnit's XML"
    case .simulate: "tell how it would go, in virtual time; run nothing"
    case .follow: "go on with what comes, until the run has ended"
    case .tail: "only the last N lines of each log"
    case .attempt: "only attempt N"
    case .secret: "a secret: typed unseen, or read from the standard input"
    case .discard: "take out what is kept for this channel, without sending it; repeatable"
    case .type: "string (default), int, float, bool, list or dict"
    case .force where verb == .run: "make rollouts also where what they bring is live already"
    case .force: "also where it has succeeded: it is begun anew"
    case .acceptChanges: "go on although the runbook has changed"
    case .dryRun where verb == .recover || verb == .rollback: "print what would be undone, run nothing"
    case .var: "give a variable its value; repeatable"
    case .variablesFile: "take values from a TOML, JSON or .env file; repeatable"
    case .variablesPrefix: "take values from variables of the process that begin with PREFIX"
    case .environment: "take the values of [runbook.environments.NAME]"
    case .ask: "ask for every variable that is not given"
    case .checkVariables: "demand a value for every required variable"
    case .only: "only these nodes, A,B; the others count as succeeded"
    case .skip: "leave these nodes out"
    case .from: "these nodes and what comes after them"
    case .until: "these nodes and what comes before them"
    case .tags: "nodes with one of these tags"
    case .reuse: "take what nodes left out gave from an earlier run"
    case .lockWait: "wait for locks that other runs hold, for at most this time (15m)"
    case .ignoreBreaker: "try also where a circuit breaker is open; recorded"
    case .breakLock: "take locks that are reserved for runs that have ended; recorded"
    case .breakGlass: "begin rollouts outside of their windows too; who and why is recorded"
    case .to: "of a target: go back to this version, not to the one before"
    case .yes where verb == .rollback: "do not ask before a target is changed"
    case .maxRetries: "ask about failures of a node at most N times (3); 0 never"
    case .approvalWait: "without a terminal, wait for approvals for at most this time (1h)"
    case .comment: "what you want to say about it"
    case .field: "fill in a field of the approval; repeatable"
    case .waiting: "only what waits for an approval: which nodes, since when, and who may"
    case .person: "only what this user may approve"
    case .jobs: "run at most N nodes at once"
    case .yes: "approve questions that name nobody"
    case .noInput: "never ask; a Manual node then waits, with exit 6"
    case .noInteractiveVariables: "another name of --no-input"
    case .dryRun: "print the plan, run nothing"
    case .json: "print the result as JSON"
    case .quiet: "print only what went wrong"
    case .format: verb == .graph ? "dot (default) or mermaid" : "of diagnostics: text (default), json or github"
    case .color: "auto (default), always or never"
    case .audit: "the audit file; beside the runbook by default"
    case .help: "print this help"
    case .version: "print the version"
    }
  }
}
