import Planning
import Testing
import Text
import Values

@testable import Notifications
@testable import Running

@Suite("Notifications of what happens")
struct NotificationFeedTests {
  private static let now = Instant(nanoseconds: 0)
  private static let date = Timestamp(milliseconds: 1_795_290_000_000)

  private static func tell(
    _ feed: inout NotificationFeed, _ event: RunEvent, limit: Duration? = nil
  ) -> [Notification] {
    feed.notifications(
      of: event, subject: { _ in NotificationSubject(id: "deploy", channels: ["ops"], limit: limit) }, at: date,
      now: now)
  }

  private static func finish(_ status: RunStatus) -> RunEvent {
    .runFinished(
      RunFinish(
        status: status, cause: 0, counts: [.failed: 1], allowedFailures: [], signal: nil, duration: .seconds(3)))
  }

  @Test("there is one end of each kind", arguments: RunStatus.allCases)
  func ends(_ status: RunStatus) {
    var feed = NotificationFeed(of: NotificationSample.run)
    let told = Self.tell(&feed, Self.finish(status))
    #expect(told.count == 1)
    #expect(told.first?.topic.isFinal == (status != .waiting))
    #expect(told.first?.key == "01M7ZV8EC1SXEWWXKK86CXQVCY/\(told.first?.topic.rawValue ?? "")")
    #expect(told.first?.status == status.rawValue)
  }

  @Test("what is told after the run had ended is told anew")
  func chapters() {
    var run = NotificationSample.run
    run.chapter = 2
    var feed = NotificationFeed(of: run)
    #expect(Self.tell(&feed, Self.finish(.failed)).first?.key.hasSuffix("/run.failed#2") == true)
  }

  @Test("each process of a run may say once that it goes on, and that it waits")
  func attempts() {
    var run = NotificationSample.run
    run.attempt = 3
    var feed = NotificationFeed(of: run)
    #expect(feed.beginning(isResumed: true, at: Self.date).key.hasSuffix("/run.resumed@3"))
    #expect(Self.tell(&feed, Self.finish(.waiting)).first?.key.hasSuffix("/run.waiting@3") == true)
    #expect(Self.tell(&feed, Self.finish(.failed)).first?.key.hasSuffix("/run.failed") == true)
  }

  @Test("what somebody asked to undo has not failed")
  func undoing() {
    var run = NotificationSample.run
    run.purpose = .rollback
    var feed = NotificationFeed(of: run)
    let told = Self.tell(&feed, Self.finish(.rolledBack)).first
    #expect(told?.title == "Deploy (prod) was rolled back, as somebody has asked" && told?.severity == .warning)
    #expect(told?.text == "1 failed in 3.00s")
    #expect(Self.tell(&feed, Self.finish(.failed)).first?.text.contains("pyflow recover") == true)
  }

  @Test("an allowed failure is a warning")
  func allowed() {
    var feed = NotificationFeed(of: NotificationSample.run)
    var result = ActionResult(.exited(3))
    result.tail = Array("one\ntwo\u{1B}[0m\n".utf8)
    let finish = NodeFinish(
      node: 0, attempt: 1, status: .failed, reason: .exitCode(3), isAllowed: true, duration: .milliseconds(40),
      result: result, kept: nil)
    let told = Self.tell(&feed, .finished(finish))
    #expect(told.map(\.severity) == [.warning] && told.first?.output == ["one", "two"])
    #expect(told.first?.channels == ["ops"] && told.first?.reason == "exit 3")
  }

  @Test("a question is told once, with one reminder at half of its time, unless it is answered")
  func questions() {
    var feed = NotificationFeed(of: NotificationSample.run)
    let request = ApprovalRequest(node: 0, question: Question(text: "Ship it?"))
    let asked = Self.tell(&feed, .approvalRequested(request), limit: .seconds(600))
    #expect(asked.map(\.topic) == [.approvalRequested])
    #expect(asked.first?.text.hasPrefix("Ship it?\nwho may answer: anybody\npyflow approve deploy.toml") == true)
    #expect(feed.nextDeadline == Instant(nanoseconds: 300_000_000_000))
    #expect(feed.due(at: Instant(nanoseconds: 299_000_000_000)).isEmpty)
    #expect(feed.due(at: Instant(nanoseconds: 300_000_000_000)).map(\.topic) == [.approvalReminder])
    #expect(feed.nextDeadline == nil)
    _ = Self.tell(&feed, .approvalRequested(request), limit: .seconds(600))
    let decision = Decision(
      node: "deploy", isApproval: false, person: Person(name: "ann", userID: 1, groups: [], host: "h"),
      origin: .terminal)
    _ = Self.tell(&feed, .approvalRejected(node: 0, decision))
    #expect(feed.nextDeadline == nil)
  }

  @Test("what notify says has the severity of its level, and goes where it is meant for")
  func announcements() {
    var feed = NotificationFeed(of: NotificationSample.run)
    var said = Announcement(function: .notify, level: .error, title: nil, message: "first\nsecond")
    said.channels = ["pager"]
    let told = Self.tell(&feed, .started(node: 0, attempt: 1, action: .announce(said)))
    #expect(told.map(\.topic) == [.nodeMessage] && told.first?.severity == .error)
    #expect(told.first?.title == "first …" && told.first?.text == "first\nsecond")
    #expect(told.first?.channels == ["ops", "pager"] && told.first?.isAddressed == true)
    said.function = .log
    #expect(Self.tell(&feed, .started(node: 0, attempt: 1, action: .announce(said))).isEmpty)
  }
}
