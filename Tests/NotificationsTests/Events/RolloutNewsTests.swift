import Running
import Testing
import Values

@testable import Notifications

@Suite("News of rollouts")
struct RolloutNewsTests {
  private static func move(
    _ from: RolloutPhase, _ event: RolloutEvent, _ to: RolloutPhase, _ cause: String? = nil
  ) -> RolloutMove {
    RolloutMove(row: "B1", from: from, event: event, to: to, step: 2, cause: cause)
  }

  @Test(
    "there are of beginnings, steps, questions, doubts and ends",
    arguments: [
      (move(.ready, .begin, .deploying), ["rollout.started"]), (move(.ready, .begin, .batch), ["rollout.started"]),
      (move(.gate, .pass, .batch), ["rollout.step"]), (move(.confirming, .isNew, .analysing), ["rollout.step"]),
      (move(.analysing, .tooFew, .analysing, "extended"), ["rollout.unknown"]),
      (move(.verifying, .pass, .waiting), ["rollout.waiting"]),
      (move(.soaking, .unknown, .waitingInSoak), ["rollout.unknown", "rollout.waiting"]),
      (move(.confirming, .isNew, .soaking), ["rollout.promoted"]),
      (move(.closing, .ok, .succeeded), ["rollout.succeeded"]),
      (move(.deploying, .fail, .undoDeploy), ["rollback.started"]),
      (move(.undoSwitch, .ok, .undoDeploy), []), (move(.undoDeploy, .ok, .rolledBack), ["rollout.rolled_back"]),
      (move(.checkingGuard, .drifted, .halted, "drift"), ["rollout.halted"]),
      (move(.undoSwitch, .fail, .rollbackFailed), ["rollback.failed"]),
      // All traffic goes to the new version, or nothing is done at all.
      (move(.promoting, .fail, .forwardHold), []), (move(.batch, .tooManyFailures, .recover, "failures"), []),
      (move(.recover, .begin, .reverting), ["rollback.started"]),
      (move(.recover, .begin, .halted, "failure"), ["rollout.halted"]),
      // Where it is taken up it was told before.
      (move(.orphaned, .processDeath, .soaking), []), (move(.orphaned, .processDeath, .analysing), []),
      (move(.orphaned, .processDeath, .undoSwitch), []),
      (move(.start, .busy, .refused, "lock_held"), []), (move(.start, .locked, .observing), []),
    ])
  func topics(move: RolloutMove, expected: [String]) {
    #expect(RolloutNews.of(move).map(\.topic.rawValue) == expected)
  }

  @Test("say why")
  func words() {
    #expect(
      RolloutNews.of(Self.move(.checkingGuard, .drifted, .halted, "no_progress")).map(\.words) == [
        "is halted, and a person must look: no progress"
      ])
  }

  @Test("are joined at PagerDuty by what is changed")
  func alerts() {
    let channel = Channel(name: "pager", kind: .pagerduty)
    func keys(_ topic: NotificationTopic, target: String?) -> [String] {
      var message = NotificationSample.message(topic)
      message.notification.target = target
      message.run.targets = ["api@prod", "web@prod"]
      return channel.payloads(for: message).compactMap { payload in
        String(decoding: payload.bytes, as: UTF8.self).firstMatch(of: /"dedup_key":"([^"]*)"/).map { String($0.1) }
      }
    }
    #expect(keys(.runHalted, target: "api@prod") == ["pyflow:api@prod"])
    #expect(keys(.runHalted, target: nil) == ["pyflow:Deploy@prod"])
    #expect(keys(.runSucceeded, target: nil) == ["pyflow:Deploy@prod", "pyflow:api@prod", "pyflow:web@prod"])
    #expect(keys(.rolloutSucceeded, target: "web@prod") == ["pyflow:web@prod"])
  }
}
