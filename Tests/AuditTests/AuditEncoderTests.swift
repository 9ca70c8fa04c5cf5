import Audit
import Planning
import TestSupport
import Testing
import Values

@testable import Running

/// An event, and the body of its record.
struct EncoderCase: Sendable, CustomTestStringConvertible {
  let name: String
  let event: RunEvent
  /// What stands after `"run":"RUN",`.
  let json: String
  var testDescription: String { name }

  init(_ name: String, _ event: RunEvent, _ json: String) {
    self.name = name
    self.event = event
    self.json = json
  }
}

@Suite("Records of events")
struct AuditEncoderTests {
  private static let runbook = """
    [build]
    command = "make"
    [probe]
    url = "http://host/health"
    [ask]
    prompt = "Go on?"
    [tell]
    function = "log"
    params = { message = "hi" }
    [each]
    foreach = "{{ nodes.build.json }}"
    command = "echo {{ item }}"
    """

  private static func late(_ items: [String]) -> [PlanNode] {
    guard case .group(let group) = Reading.plan(runbook).plan.nodes[4].action, let late = group.late else { return [] }
    return (try? late.instances(for: .list(items.map { .string($0) }), isNumbered: false).get()) ?? []
  }

  private static func encoder() -> AuditEncoder {
    AuditEncoder(plan: Reading.plan(runbook).plan, run: "RUN")
  }

  private static func finish(
    _ node: Int, _ status: NodeStatus, _ reason: Reason? = nil, allowed: Bool = false,
    _ ending: ActionResult.Ending? = nil,
    _ change: (inout ActionResult) -> Void = { _ in }
  ) -> RunEvent {
    var result = ending.map { ActionResult($0) }
    if var changed = result {
      change(&changed)
      result = changed
    }
    return .finished(
      NodeFinish(
        node: node, attempt: 2, status: status, reason: reason, isAllowed: allowed, duration: .milliseconds(1500),
        result: result))
  }

  /// The end of a node whose output others read.
  private static var kept: NodeFinish {
    var finish = NodeFinish(
      node: 0, attempt: 1, status: .succeeded, reason: nil, isAllowed: false, duration: .milliseconds(1500),
      result: ActionResult(.exited(0)))
    finish.kept = KeptResult(stdout: "***\n", outputs: ["n": .int(1)])
    finish.kept?.masked = [.stdout]
    return finish
  }

  private static func process(_ program: ProcessAction.Program) -> Action {
    .process(ProcessAction(program: program, workingDirectory: "/", captureLimit: 0))
  }

  private static let digest = SHA256.hash(Array("log".utf8))

  static let starts: [EncoderCase] = [
    EncoderCase("ready", .ready(node: 0), #""event":"node.ready","node":"build""#),
    EncoderCase(
      "a shell command starts",
      .started(node: 0, attempt: 1, action: process(.shell(arguments: ["sh"], text: "a | \"b\""))),
      #""event":"node.started","node":"build","attempt":1,"kind":"Command","command":"a | \"b\"""#),
    EncoderCase(
      "a program starts", .started(node: 0, attempt: 3, action: process(.words(["run", "a b", "ä"]))),
      #""event":"node.started","node":"build","attempt":3,"kind":"Command","command":"run a b ä""#),
    EncoderCase(
      "a request starts",
      .started(
        node: 1, attempt: 1,
        action: .request(
          RequestAction(method: "GET", url: "http://host/health", timeout: .seconds(1), workingDirectory: "/"))),
      #""event":"node.started","node":"probe","attempt":1,"kind":"HTTP","request":"GET http://host/health""#),
    EncoderCase(
      "a question starts", .started(node: 2, attempt: 1, action: .ask(Question(text: "Go on?"))),
      #""event":"node.started","node":"ask","attempt":1,"kind":"Manual","question":"Go on?""#),
    EncoderCase(
      "a message",
      .started(
        node: 3, attempt: 1,
        action: .announce(Announcement(function: .log, level: .info, title: nil, message: "hi"))),
      #""event":"node.started","node":"tell","attempt":1,"kind":"Function","command":"log: hi""#),
    EncoderCase(
      "a message without text",
      .started(
        node: 3, attempt: 1,
        action: .announce(Announcement(function: .log, level: .info, title: nil, message: ""))),
      #""event":"node.started","node":"tell","attempt":1,"kind":"Function","command":"log""#),
  ]

  static let ends: [EncoderCase] = [
    EncoderCase(
      "a person is asked about a failure",
      .failureAsked(
        FailureQuestion(
          node: 0, attempt: 2, reason: .exitCode(3), result: ActionResult(.exited(3)), duration: .seconds(1),
          decisions: FailureDecision.allCases, limit: .seconds(60))),
      #""event":"failure.asked","node":"build","attempt":2,"reason":{"code":"exit-code","message":"exit 3"},"#
        + #""limit_ms":60000,"exit_code":3"#),
    EncoderCase(
      "a person has answered", .failureAnswered(node: 0, .skip, by: "mia"),
      #""event":"failure.answered","node":"build","decision":"skip","by":"mia""#),
    EncoderCase(
      "nobody has answered", .failureAnswered(node: 0, .abort, by: nil),
      #""event":"failure.answered","node":"build","decision":"abort""#),
    EncoderCase(
      "a breaker opens", .breaker(node: 1, name: "api", .opened(failures: 5, cooldown: .seconds(60))),
      #""event":"breaker.opened","node":"probe","failures":5,"cooldown_ms":60000,"breaker":"api""#),
    EncoderCase(
      "a breaker is tried", .breaker(node: 1, name: "api", .halfOpen),
      #""event":"breaker.half_open","node":"probe","breaker":"api""#),
    EncoderCase(
      "a breaker closes", .breaker(node: 1, name: "api", .closed),
      #""event":"breaker.closed","node":"probe","breaker":"api""#),
    EncoderCase(
      "a sample",
      .sampled(
        NodeSample(
          node: 1, attempt: 1, number: 7, verdict: .unknown,
          reason: .httpStatus(503, expected: ["2xx"]), result: ActionResult(.answered(status: 503)),
          duration: .milliseconds(40))),
      #""event":"node.sample","node":"probe","attempt":1,"sample":7,"verdict":"unknown","#
        + #""reason":{"code":"http-status","message":"HTTP 503"},"http_status":503,"duration_ms":40"#),
    EncoderCase(
      "success",
      finish(0, .succeeded, nil, .exited(0)) { result in
        result.log = ActionResult.Log(path: ".pyflow/runs/RUN/build.2.log", bytes: 3, digest: digest)
        result.cpu = .microseconds(12_900)
        result.peakMemory = 2048
        result.leftovers = 1
      },
      #""event":"node.finished","node":"build","attempt":2,"status":"succeeded","exit_code":0,"duration_ms":1500,"#
        + #""log":{"path":".pyflow/runs/RUN/build.2.log","bytes":3,"sha256":"\#(digest.hex)"},"#
        + #""cpu_ms":12,"peak_kib":2048,"leftovers":1"#),
    EncoderCase(
      "what it left",
      finish(0, .succeeded, nil, .exited(0)) { result in
        result.leftRunning = [17, 23]
      },
      #""event":"node.finished","node":"build","attempt":2,"status":"succeeded","exit_code":0,"duration_ms":1500,"#
        + #""left_running":[17,23]"#),
    EncoderCase(
      "failure", finish(0, .failed, .exitCode(2), allowed: true, .exited(2)),
      #""event":"node.finished","node":"build","attempt":2,"status":"failed","#
        + #""reason":{"code":"exit-code","message":"exit 2"},"allowed":true,"exit_code":2,"duration_ms":1500"#),
    EncoderCase(
      "a signal", finish(0, .failed, .killed(signal: 9), .killed(signal: 9)),
      #""event":"node.finished","node":"build","attempt":2,"status":"failed","#
        + #""reason":{"code":"signal","message":"ended by signal 9, which pyflow did not send; the system does when memory runs out"},"signal":9,"duration_ms":1500"#
    ),
    EncoderCase(
      "an answer", finish(1, .failed, .httpStatus(503, expected: ["2xx"]), .answered(status: 503)),
      #""event":"node.finished","node":"probe","attempt":2,"status":"failed","#
        + #""reason":{"code":"http-status","message":"HTTP 503"},"http_status":503,"duration_ms":1500"#),
    EncoderCase(
      "nothing was started",
      finish(0, .failed, .couldNotStart("start x: No such file or directory"), .couldNotStart("x")),
      #""event":"node.finished","node":"build","attempt":2,"status":"failed","reason":{"code":"start","message":"#
        + #""could not be started: start x: No such file or directory"},"duration_ms":1500"#),
    EncoderCase(
      "a function", finish(3, .succeeded),
      #""event":"node.finished","node":"tell","attempt":2,"status":"succeeded","duration_ms":1500"#),
    EncoderCase(
      "what others read", .finished(kept),
      #""event":"node.finished","node":"build","attempt":1,"status":"succeeded","exit_code":0,"duration_ms":1500,"#
        + #""stdout":"***\n","outputs":{"n":1},"masked":["stdout"]"#),
    EncoderCase(
      "skipped", .passedOver(node: 0, status: .skipped, reason: .skipSet),
      #""event":"node.skipped","node":"build","status":"skipped","reason":{"code":"skip","message":"`skip` is set"}"#),
    EncoderCase(
      "blocked", .passedOver(node: 1, status: .blocked, reason: .blockedBy(["a", "b"])),
      #""event":"node.skipped","node":"probe","status":"blocked","reason":{"code":"dependency","message":"blocked by a, b"}"#
    ),
  ]

  private static func decision(_ isApproval: Bool, _ origin: Decision.Origin) -> Decision {
    Decision(
      node: "ask", isApproval: isApproval, person: Person(name: "ann", userID: 7, host: "desk"), origin: origin)
  }

  private static let move: RolloutMove = {
    var move = RolloutMove(row: "K12", from: .confirming, event: .drifted, to: .halted, step: 2, cause: "drift")
    move.old = "0"
    return move
  }()
  private static let moveText =
    #""event":"rollout.moved","node":"build","row":"K12","from":"confirming","trigger":"drifted","phase":"halted","#
    + #""step":2,"old":"0","why":"drift""#

  static let others: [EncoderCase] = [
    EncoderCase(
      "asked", .approvalRequested(ApprovalRequest(node: 2, question: Question(text: "Go\non?"))),
      #""event":"approval.requested","node":"ask","question":"Go\non?""#),
    EncoderCase(
      "asked before a node starts",
      .approvalRequested(ApprovalRequest(node: 0, question: Question(text: "Go?"), moment: .before)),
      #""event":"approval.requested","node":"build","question":"Go?","moment":"before""#),
    EncoderCase(
      "approved", .approvalGranted(ApprovalGrant(node: 2, decision: decision(true, .terminal))),
      #""event":"approval.granted","node":"ask","by":"ann","via":"terminal","who":{"user":"ann","uid":7,"host":"desk"}"#
    ),
    EncoderCase(
      "approved by an option", .approvalGranted(ApprovalGrant(node: 2, decision: decision(true, .option))),
      #""event":"approval.granted","node":"ask","by":"ann (--yes)","via":"option","who":{"user":"ann","uid":7,"host":"desk"}"#
    ),
    EncoderCase(
      "rejected", .approvalRejected(node: 2, decision(false, .terminal)),
      #""event":"approval.rejected","node":"ask","by":"ann","via":"terminal","who":{"user":"ann","uid":7,"host":"desk"}"#
    ),
    EncoderCase(
      "not believed", .approvalRefused(node: 2, decision(true, .command), .isRequester),
      #""event":"approval.refused","node":"ask","by":"ann","uid":7,"reason":{"code":"requester","message":"whoever started the run may not"}"#
    ),
    EncoderCase(
      "escalated", .approvalEscalated(node: 2, to: [.user("bob"), .group("ops")], isAskedHere: false),
      #""event":"approval.escalated","node":"ask","to":["bob","group:ops"]"#),
    EncoderCase(
      "locks of a node", .lockAcquired(node: 0, LockClaim(locks: ["db", "x"])),
      #""event":"lock.acquired","node":"build","locks":["db","x"]"#),
    EncoderCase(
      "places of a node",
      .lockAcquired(
        node: 0,
        LockClaim(locks: [], places: [LockClaim.Places(pool: "machine:db", amount: 2, capacity: 3)])),
      #""event":"lock.acquired","node":"build","places":{"machine:db":2}"#),
    EncoderCase(
      "locks of the run", .lockReleased(node: nil, LockClaim(locks: ["site"])),
      #""event":"lock.released","locks":["site"]"#),
    EncoderCase("a rollout that has gone on", .rolloutMoved(node: 0, move), moveText),
    EncoderCase(
      "locks that stay reserved", .lockReserved(LockClaim(locks: ["site"]), .rollbackFailed),
      #""event":"lock.reserved","locks":["site"],"why":"rollback_failed""#),
    EncoderCase(
      "a reservation that was broken",
      .lockBroken(
        node: nil,
        BrokenReservation(lock: "site", holder: LockHolder(run: "01X", user: "u", host: "h", process: 1))),
      #""event":"lock.broken","locks":["site"],"reserved_for":"01X""#),
    EncoderCase(
      "a first signal", .interrupted(.terminate, isRepeated: false), #""event":"run.interrupted","signal":"SIGTERM""#),
    EncoderCase(
      "a second signal", .interrupted(.interrupt, isRepeated: true),
      #""event":"run.interrupted","signal":"SIGINT","repeated":true"#),
    EncoderCase("the parent's end", .parentDied(countsAsSignal: false), #""event":"run.parent_died""#),
    EncoderCase(
      "the parent's end under CI", .parentDied(countsAsSignal: true),
      #""event":"run.parent_died","signal":"SIGTERM""#),
    EncoderCase(
      "the end",
      .runFinished(
        RunFinish(
          status: .failed, cause: 1, counts: [.blocked: 1, .failed: 2, .succeeded: 1], allowedFailures: [0, 3],
          signal: nil, duration: .seconds(61))),
      #""event":"run.finished","status":"failed","cause":"probe","counts":{"succeeded":1,"failed":2,"blocked":1},"#
        + #""allowed_failures":["build","tell"],"duration_ms":61000"#),
    EncoderCase(
      "the end after a rollback",
      .runFinished(
        RunFinish(
          status: .rollbackFailed, cause: 1, counts: [.failed: 1], allowedFailures: [], undone: [0], notUndone: [1],
          signal: nil, duration: .zero)),
      #""event":"run.finished","status":"rollback_failed","cause":"probe","counts":{"failed":1},"#
        + #""undone":["build"],"not_undone":["probe"],"duration_ms":0"#),
    EncoderCase(
      "the end after a rollback besides which something was changed",
      .runFinished(
        {
          var finish = RunFinish(
            status: .rolledBack, cause: 1, counts: [.failed: 1], allowedFailures: [], undone: [0], signal: nil,
            duration: .zero)
          finish.withoutRollback = [1]
          return finish
        }()),
      #""event":"run.finished","status":"rolled_back","cause":"probe","counts":{"failed":1},"#
        + #""undone":["build"],"without_rollback":["probe"],"duration_ms":0"#),
    EncoderCase(
      "another attempt",
      .retrying(
        NodeRetry(
          node: 1, isRollback: false, attempt: 2, reason: .exitCode(7), delay: .milliseconds(1500),
          result: ActionResult(.exited(7)))),
      #""event":"node.retrying","node":"probe","attempt":2,"reason":{"code":"exit-code","message":"exit 7"},"#
        + #""delay_ms":1500,"exit_code":7"#),
    EncoderCase(
      "another attempt of a rollback",
      .retrying(
        NodeRetry(
          node: 1, isRollback: true, attempt: 1, reason: .timedOut("5s"), delay: .zero, result: nil)),
      #""event":"rollback.retrying","node":"probe","attempt":1,"#
        + #""reason":{"code":"timeout","message":"timed out after 5s"},"delay_ms":0"#),
    EncoderCase(
      "a rollback starts",
      .rollbackStarted(
        node: 1, attempt: 1,
        action: .process(ProcessAction(program: .words(["undo", "it"]), workingDirectory: "/", captureLimit: 0))),
      #""event":"rollback.started","node":"probe","attempt":1,"kind":"HTTP","command":"undo it""#),
    EncoderCase(
      "a rollback ends",
      .rollbackFinished(
        NodeFinish(
          node: 1, attempt: 1, status: .succeeded, reason: nil, isAllowed: false, duration: .seconds(1), result: nil)),
      #""event":"rollback.finished","node":"probe","attempt":1,"status":"succeeded","duration_ms":1000"#),
    EncoderCase(
      "instances that only the run told",
      .expanded(node: 4, late(["eu", "us"])),
      #""event":"node.expanded","node":"each","instances":[{"id":"each[eu]","item":"eu"},{"id":"each[us]","item":"us"}]"#
    ),
    EncoderCase(
      "the end by a signal",
      .runFinished(
        RunFinish(
          status: .cancelled, cause: nil, counts: [:], allowedFailures: [], signal: .hangUp, duration: .zero)),
      #""event":"run.finished","status":"cancelled","signal":"SIGHUP","counts":{},"duration_ms":0"#),
  ]

  private static func capture(_ moment: NodeCapture.Moment, _ change: (inout NodeCapture) -> Void) -> RunEvent {
    var capture = NodeCapture(node: 0, moment: moment, attempt: 2, action: process(.words(["cat", "x"])))
    capture.duration = .milliseconds(20)
    change(&capture)
    return .captured(capture)
  }

  static let precautions: [EncoderCase] = [
    EncoderCase(
      "a look before", capture(.before) { $0.content = Array("1\n".utf8) },
      #""event":"state.captured","node":"build","moment":"before","kind":"Command","command":"cat x","#
        + #""before":"1\n","duration_ms":20"#),
    EncoderCase(
      "a look after, nothing new",
      capture(.after) {
        $0.content = []
        $0.difference = ContentDifference.none
      },
      #""event":"state.captured","node":"build","moment":"after","kind":"Command","command":"cat x","#
        + #""after":"","changed":false,"duration_ms":20"#),
    EncoderCase(
      "a look after, other values",
      capture(.after) {
        $0.content = Array("[2]".utf8)
        $0.difference = .values(ValueDifference(.list([.int(1), .null]), .list([.int(2)])))
      },
      #""event":"state.captured","node":"build","moment":"after","kind":"Command","command":"cat x","#
        + #""after":"[2]","changed":true,"difference":[{"path":"/0","before":1,"after":2},{"path":"/1","before":null}],"#
        + #""duration_ms":20"#),
    EncoderCase(
      "a look that failed", capture(.after) { $0.reason = .exitCode(1) },
      #""event":"state.captured","node":"build","moment":"after","kind":"Command","command":"cat x","#
        + #""reason":{"code":"exit-code","message":"exit 1"},"duration_ms":20"#),
    EncoderCase(
      "closed rollbacks", .rollbacksClosed(ClosedRollbacks(pivot: 1, nodes: [0])),
      #""event":"rollback.closed","node":"probe","nodes":["build"]"#),
    EncoderCase(
      "whether to roll back",
      .rollbackRequested(RollbackRequest(nodes: [1, 0], commands: ["a", "b"], isAskedHere: true)),
      #""event":"rollback.requested","nodes":["probe","build"]"#),
    EncoderCase("anew", .renewed(node: 0, generation: 2), #""event":"node.renewed","node":"build","generation":2"#),
    EncoderCase("again", .renewed(node: 0, generation: 1), #""event":"node.renewed","node":"build""#),
    EncoderCase("yes", .rollbackGranted(by: "ann"), #""event":"rollback.granted","by":"ann""#),
    EncoderCase("no", .rollbackRejected(by: "ann"), #""event":"rollback.rejected","by":"ann""#),
    EncoderCase(
      "outside of its window",
      .windowOverridden(node: 0, WindowOverride(window: "mon 09:00-17:00", by: "ann", reason: "it burns")),
      #""event":"window.overridden","node":"build","window":"mon 09:00-17:00","by":"ann","comment":"it burns""#),
    EncoderCase(
      "a dead run's lock", .lockStolen(node: 0, BrokenReservation(lock: "api", holder: nil)),
      #""event":"lock.stolen","node":"build","locks":["api"]"#),
  ]

  @Test("are exact", arguments: starts + ends + others + precautions)
  func exact(_ example: EncoderCase) {
    var encoder = Self.encoder()
    let body = encoder.body(of: example.event).map { String(decoding: $0, as: UTF8.self) }
    #expect(body == "\"run\":\"RUN\"," + example.json)
    #expect(encoder.spills.isEmpty)
  }

  @Test("an answer that is neither yes nor no is not recorded")
  func unclear() {
    var encoder = Self.encoder()
    #expect(encoder.body(of: .answerUnclear(node: 2)) == nil)
  }

  @Test("every kind of record has an example here, or is made at the start of a run or by a repair")
  func complete() {
    let shown = Set(
      (Self.starts + Self.ends + Self.others + Self.precautions)
        .compactMap { $0.json.split(separator: "\"").dropFirst(2).first })
    let elsewhere: Set<Substring> = [
      "run.started", "run.source", "run.plan", "run.resumed", "node.status_set", "log.repaired",
      "run.pause_requested", "rollout.requested", "notify.sent", "notify.failed",
    ]
    #expect(shown.union(elsewhere) == Set(AuditEvent.allCases.map { $0.rawValue[...] }))
  }
}
