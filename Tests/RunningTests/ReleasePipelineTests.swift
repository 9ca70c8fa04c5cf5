import Running
import TestSupport
import Testing

/// A pipeline with tests, a scan, a deployment, a health check, a rollback and two messages, in every situation.
@Suite("A release pipeline")
struct ReleasePipelineTests {
  static let runbook = """
    [variables]
    TARGET = { required = true, choices = ["dev", "staging", "prod"] }
    QUICK = { default = false, type = "bool" }

    [build]
    command = "make"
    depends_on = []

    [tests]
    command = "make check"
    depends_on = ["build"]
    when = "{{ not QUICK }}"

    [scan]
    command = "scan"
    depends_on = ["build"]
    when = "{{ TARGET == 'prod' }}"
    critical = true

    [ship]
    command = "ship {{ TARGET }}"
    depends_on = ["build"]
    when = "{{ (QUICK or has_succeeded('tests')) and (TARGET != 'prod' or has_succeeded('scan')) }}"

    [probe]
    command = "probe"
    depends_on = ["ship"]
    when = "{{ has_succeeded('ship') }}"

    [revert]
    command = "revert {{ TARGET }}"
    depends_on = ["probe"]
    when = "{{ has_failed('probe') }}"

    [cheer]
    function = "notify"
    params = { message = "shipped" }
    depends_on = ["probe"]
    when = "{{ has_succeeded('probe') }}"

    [alarm]
    function = "notify"
    params = { message = "not shipped" }
    depends_on = ["probe", "revert"]
    when = "{{ has_failed('probe') }}"
    """

  struct Case: Sendable, CustomTestStringConvertible {
    let target: String
    let quick: Bool
    let failing: Set<String>
    /// The nodes that ran and how they ended: `+` succeeded, `-` failed.
    let ran: String
    let status: RunStatus
    var testDescription: String { "\(target), quick \(quick), failing \(failing.sorted())" }
  }

  @Test("runs what it must", arguments: cases)
  func situation(_ situation: Case) {
    let variables = ["TARGET": situation.target, "QUICK": String(situation.quick)]
    let (plan, diagnostics) = Reading.plan(Self.runbook, variables: variables)
    #expect(!diagnostics.hasErrors)
    let scripts = Dictionary(uniqueKeysWithValues: situation.failing.map { ($0, FakeWorld.Script.fails) })
    let rehearsal = Rehearsal.run(plan, scripts: scripts)
    let ran = plan.nodes.map(\.id).compactMap { id -> String? in
      switch rehearsal.statuses[id] {
      case .succeeded: "+\(id)"
      case .failed: "-\(id)"
      default: nil
      }
    }
    #expect(ran.joined(separator: " ") == situation.ran)
    #expect(rehearsal.finish.status == situation.status)
  }

  /// Every target, with and without tests, with every kind of failure.
  static let cases: [Case] = ["dev", "staging", "prod"].flatMap { target in
    [false, true].flatMap { quick in situations(target, quick) }
  }

  private static func situations(_ target: String, _ quick: Bool) -> [Case] {
    let isProduction = target == "prod"
    let checks = (quick ? "" : "+tests ") + (isProduction ? "+scan " : "")
    func situation(_ failing: Set<String>, _ ran: String, _ status: RunStatus = .failed) -> Case {
      Case(target: target, quick: quick, failing: failing, ran: ran, status: status)
    }
    // Two checks at once: a failure of one lets the other finish.
    let testsFail = quick ? "+build \(checks)+ship +probe +cheer" : "+build -tests" + (isProduction ? " +scan" : "")
    let scanFails =
      isProduction ? "+build " + (quick ? "" : "+tests ") + "-scan" : "+build \(checks)+ship +probe +cheer"
    return [
      situation([], "+build \(checks)+ship +probe +cheer", .succeeded),
      situation(["build"], "-build"),
      situation(["tests"], testsFail, quick ? .succeeded : .failed),
      situation(["scan"], scanFails, isProduction ? .failed : .succeeded),
      situation(["ship"], "+build \(checks)-ship"),
      situation(["probe"], "+build \(checks)+ship -probe +revert +alarm"),
      situation(["probe", "revert"], "+build \(checks)+ship -probe -revert"),
    ]
  }
}
