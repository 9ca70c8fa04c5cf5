/// The commands of pyflow.
///
/// Parsing, help and completion all come from here.
public enum Verb: String, Sendable, CaseIterable {
  case run, validate, plan, test, graph, eval
  case resume, recover, rollback, pause, cancel, promote, abort
  case approve, reject, status, logs, list
  case setStatus = "set-status"
  case auditShow = "audit show"
  case auditVerify = "audit verify"
  case lockList = "lock list"
  case lockBreak = "lock break"
  case notifyList = "notify list"
  case notifyTest = "notify test"
  case notifyFlush = "notify flush"
  case kvGet = "kv get"
  case kvSet = "kv set"
  case kvList = "kv list"
  case kvDelete = "kv delete"
  case plugins
  case version, help
  case debugTOML = "debug toml"
  case debugTemplate = "debug template"
  case debugBenchTemplates = "debug bench-templates"

  /// The words that are typed.
  var words: [String] { rawValue.split(separator: " ").map(String.init) }

  /// Whether `help` lists it.
  var isListed: Bool {
    switch self {
    case .debugTOML, .debugTemplate, .debugBenchTemplates: false
    default: true
    }
  }

  /// The arguments after its words, as help shows them.
  var arguments: String {
    switch self {
    case .run, .validate, .plan, .test, .graph, .list, .auditVerify, .kvList, .notifyList, .notifyFlush,
      .plugins:
      "[FILE]"
    case .kvGet, .kvDelete: "[FILE] KEY"
    case .kvSet: "[FILE] KEY VALUE"
    case .notifyTest: "CHANNEL [FILE]"
    case .approve, .reject, .logs, .promote, .abort: "[FILE] [RUN] [NODE]"
    case .setStatus: "[FILE] RUN NODE STATUS"
    case .rollback: "[FILE] [RUN|TARGET]"
    case .resume, .recover, .pause, .cancel, .status, .auditShow: "[FILE] [RUN]"
    case .eval: "EXPRESSION [FILE]"
    case .lockBreak: "NAME…"
    case .help: "[COMMAND]"
    case .lockList, .version, .debugTOML, .debugTemplate, .debugBenchTemplates: ""
    }
  }

  /// How many arguments it takes at most.
  var maximumArguments: Int {
    switch self {
    case .run, .validate, .plan, .test, .graph, .list, .auditVerify, .kvList, .notifyList, .notifyFlush,
      .plugins:
      1
    case .approve, .reject, .logs, .promote, .abort, .kvSet: 3
    case .setStatus: 4
    case .lockBreak: 1000
    case .resume, .recover, .rollback, .pause, .cancel, .status, .auditShow, .help, .eval, .kvGet, .kvDelete,
      .notifyTest:
      2
    case .lockList, .version, .debugTOML, .debugTemplate, .debugBenchTemplates: 0
    }
  }

  /// What it does, in one line.
  var summary: String {
    switch self {
    case .run: "run a runbook"
    case .validate: "find every mistake that shows without running"
    case .test: "rehearse a runbook: its scenarios, or every fault there is"
    case .plan: "print what would run, in which order, and why"
    case .graph: "print the graph for Graphviz or Mermaid"
    case .eval: "print what an expression comes to"
    case .resume: "go on with a run that failed, waits, was cancelled or died"
    case .recover: "finish undoing what a run did that failed, was cancelled or died"
    case .promote: "have a canary rollout that goes on skip its further steps"
    case .abort: "have a rollout that goes on go back"
    case .pause: "have a run that goes on start nothing new, and end when what runs has ended"
    case .cancel: "ask a run that goes on to end, as SIGTERM does"
    case .rollback: "undo what a run did, however it ended; or give a target the version back that it had before"
    case .approve: "approve what a run waits for"
    case .reject: "reject what a run waits for"
    case .setStatus: "say that a node is succeeded, failed, skipped, pending, or undone by hand; recorded"
    case .status: "tell where a run stands: what runs, waits, failed, and how to go on"
    case .logs: "print what the nodes of a run have printed"
    case .list: "list the runs of a runbook, the newest first"
    case .auditShow: "list the runs of a runbook, or tell one in detail"
    case .auditVerify: "check that nothing in an audit file was changed"
    case .lockList: "list what runs on this machine hold, and what is reserved for runs that have ended"
    case .lockBreak: "free locks that are reserved for runs that have ended"
    case .notifyList: "list the channels of a runbook, and what waits for them"
    case .notifyTest: "send one message through a channel, and tell what comes back"
    case .notifyFlush: "send what could not be delivered before"
    case .kvGet: "print a value of the key-value store beside a runbook"
    case .kvSet: "set a value there; `-` reads it from the standard input"
    case .kvList: "list the keys and values there; of secrets the keys alone"
    case .kvDelete: "delete a key there"
    case .plugins: "list the functions that nodes can call, built-in ones and those of plugins, with their parameters"
    case .version: "print the version"
    case .help: "print help on a command"
    case .debugTOML: "read TOML on standard input, print toml-test's JSON"
    case .debugTemplate: "render the templates of a conformance suite, one JSON object a line"
    case .debugBenchTemplates: "time templates for a benchmark, one JSON object a line"
    }
  }

  /// Its options, besides those of every command.
  var flags: [Flag] {
    switch self {
    case .run:
      Self.variableFlags + Self.selectionFlags + [
        .ask, .jobs, .lockWait, .breakLock, .breakGlass, .ignoreBreaker, .maxRetries, .approvalWait, .force, .yes,
        .noInput,
        .noInteractiveVariables,
        .dryRun, .simulate, .audit,
        .json, .quiet,
        .format,
      ]
    case .resume:
      [
        .from, .onlyFailed, .var, .variablesFile, .variablesPrefix, .acceptChanges, .jobs, .lockWait, .breakLock,
        .breakGlass,
        .ignoreBreaker,
        .maxRetries, .approvalWait, .yes, .noInput, .dryRun, .audit, .json, .quiet, .format,
      ]
    case .rollback: Self.undoingFlags + [.to, .yes]
    case .recover: Self.undoingFlags
    case .validate: Self.variableFlags + [.checkVariables, .json, .format, .quiet]
    case .test: Self.variableFlags + [.filter, .junit, .explore, .json, .format]
    case .plan: Self.variableFlags + Self.selectionFlags + [.audit, .json, .format]
    case .graph: Self.variableFlags + [.format]
    case .eval: Self.variableFlags + [.json]
    case .approve: [.comment, .field, .noInput, .audit, .json]
    case .reject: [.comment, .audit, .json]
    case .pause, .promote, .abort: [.comment, .audit, .json]
    case .cancel: [.audit, .json]
    case .status: [.audit, .json]
    case .logs: [.follow, .tail, .attempt, .audit, .json]
    case .setStatus: [.comment, .force, .audit, .json]
    case .list: [.waiting, .person, .audit, .json]
    case .auditShow: [.audit, .json]
    case .auditVerify: [.audit, .json, .quiet]
    case .notifyList: Self.variableFlags + [.json]
    case .notifyTest: Self.variableFlags + [.json]
    case .notifyFlush: Self.variableFlags + [.discard, .audit, .json, .quiet]
    case .lockList, .plugins, .version, .kvGet, .kvList, .kvDelete: [.json]
    case .kvSet: [.type, .secret, .json]
    case .help, .lockBreak, .debugTemplate, .debugBenchTemplates: []
    case .debugTOML: [.quiet]
    }
  }

  /// The options that give variables their values, strongest first.
  private static let variableFlags: [Flag] = [.var, .variablesFile, .variablesPrefix, .environment]

  /// The options of what goes back.
  private static let undoingFlags: [Flag] = [
    .var, .variablesFile, .variablesPrefix, .jobs, .lockWait, .breakLock, .noInput, .dryRun, .audit, .json, .quiet,
    .format,
  ]

  /// The options that choose nodes.
  private static let selectionFlags: [Flag] = [.only, .skip, .from, .until, .tags, .reuse]

  /// The options of every command.
  static let commonFlags: [Flag] = [.color, .help]

  /// An example for help.
  var example: String? {
    switch self {
    case .run: "pyflow run deploy.toml --var ENV=prod"
    case .validate: "pyflow validate deploy.toml"
    case .test: "pyflow test deploy.toml --junit results.xml"
    case .plan: "pyflow plan deploy.toml --var ENV=prod"
    case .graph: "pyflow graph deploy.toml --format mermaid"
    case .eval: "pyflow eval 'ENV|upper' deploy.toml --var ENV=prod"
    case .resume: "pyflow resume deploy.toml"
    case .recover: "pyflow recover deploy.toml latest"
    case .promote: "pyflow promote deploy.toml latest ship"
    case .abort: "pyflow abort deploy.toml latest ship"
    case .pause: "pyflow pause deploy.toml --comment lunch"
    case .cancel: "pyflow cancel deploy.toml latest"
    case .status: "pyflow status deploy.toml"
    case .logs: "pyflow logs deploy.toml latest build --follow"
    case .rollback: "pyflow rollback deploy.toml latest --dry-run"
    case .approve: "pyflow approve deploy.toml latest gate --comment checked"
    case .reject: "pyflow reject deploy.toml latest gate --comment later"
    case .setStatus: "pyflow set-status deploy.toml latest migrate succeeded --comment checked"
    case .list: "pyflow list deploy.toml --waiting"
    case .auditShow: "pyflow audit show deploy.toml latest"
    case .auditVerify: "pyflow audit verify deploy.toml"
    case .lockBreak: "pyflow lock break site"
    case .notifyList: "pyflow notify list deploy.toml"
    case .notifyTest: "pyflow notify test ops deploy.toml"
    case .notifyFlush: "pyflow notify flush deploy.toml"
    case .kvGet: "pyflow kv get deploy.toml version"
    case .kvSet: "pyflow kv set deploy.toml replicas 3 --type int"
    case .kvList: "pyflow kv list deploy.toml"
    case .kvDelete: "pyflow kv delete deploy.toml replicas"
    case .plugins: "pyflow plugins deploy.toml --json"
    case .lockList, .version, .help, .debugTOML, .debugTemplate, .debugBenchTemplates: nil
    }
  }
}
