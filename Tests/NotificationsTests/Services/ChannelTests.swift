import Testing
import Values

@testable import Notifications

@Suite("Channels")
struct ChannelTests {
  private static func admitted(by channel: Channel, in environment: String? = "prod") -> [NotificationTopic] {
    NotificationTopic.routed.filter { channel.admits(NotificationSample.notification($0), in: environment) }
  }

  @Test(
    "for people hear of warnings and worse, of approvals, and of every end", arguments: [ChannelKind.slack, .email])
  func people(_ kind: ChannelKind) {
    let topics = Self.admitted(by: Channel(name: "ops", kind: kind))
    let usual = NotificationTopic.routed.filter { topic in
      topic.severity >= .warning && (!topic.isRollout || topic == .rolloutUnknown) || topic.isApproval || topic.isFinal
    }
    #expect(topics == usual)
    #expect(!topics.contains(.runStarted) && topics.contains(.runSucceeded))
  }

  @Test("hear of every way in which a run can end", arguments: ChannelKind.allCases.filter { $0 != .pagerduty })
  func ends(_ kind: ChannelKind) {
    let topics = Self.admitted(by: Channel(name: "ops", kind: kind))
    #expect(NotificationTopic.routed.filter(\.isFinal).allSatisfy(topics.contains))
  }

  @Test("choose by event, severity, node and environment, and hear what is meant for them")
  func routes() {
    var channel = Channel(name: "ops", kind: .slack)
    channel.topics = [.nodeFailed, .runFailed]
    channel.nodes = ["deploy"]
    channel.environments = ["prod"]
    func hears(_ node: String?, _ environment: String? = "prod", _ topic: NotificationTopic = .nodeFailed) -> Bool {
      channel.admits(NotificationSample.notification(topic, node: node), in: environment)
    }
    #expect(hears("deploy") && hears("deploy[eu]") && hears("deploy/inner"))
    #expect(!hears("deployed") && !hears("build") && !hears("deploy", "dev") && !hears("deploy", nil))
    #expect(hears(nil, "prod", .runFailed) && !hears(nil, "prod", .runSucceeded))
    channel.severity = .critical
    #expect(!hears("deploy"))
    var meant = NotificationSample.notification(.nodeSucceeded, node: "x")
    meant.channels = ["ops"]
    #expect(channel.admits(meant, in: "prod") && !channel.admits(meant, in: "dev"))
    meant.channels = ["other"]
    meant.isAddressed = true
    meant.topic = .nodeFailed
    #expect(!channel.admits(meant, in: "prod"))
  }

  @Test("of PagerDuty trigger, resolve, and tell of changes")
  func pagerDuty() {
    let channel = Channel(name: "pager", kind: .pagerduty)
    func ways(_ topic: NotificationTopic) -> [String] {
      channel.payloads(for: NotificationSample.message(topic)).map {
        let text = String(decoding: $0.bytes, as: UTF8.self)
        let action = ["trigger", "resolve"].first { text.contains("\"event_action\":\"\($0)\"") } ?? "-"
        #expect(!text.contains("routing_key"))
        return "\($0.way.rawValue) \(action)"
      }
    }
    #expect(ways(.runHalted) == ["alert trigger"])
    #expect(ways(.runRollbackFailed) == ["alert trigger"])
    #expect(ways(.runSucceeded) == ["alert resolve", "change -"])
    #expect(ways(.runRolledBack) == ["alert resolve"])
    #expect(ways(.runStarted) == ["change -"])
    #expect(ways(.test) == ["alert trigger"])
    var ruleset = channel
    ruleset.takesChanges = false
    #expect(ruleset.payloads(for: NotificationSample.message(.runSucceeded)).map(\.way) == [.alert])
  }
}
