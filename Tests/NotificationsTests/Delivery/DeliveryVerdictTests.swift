import Running
import Testing
import Values

@testable import Notifications

@Suite("What answers mean")
struct DeliveryVerdictTests {
  private static func words(_ verdict: DeliveryVerdict) -> String {
    switch verdict {
    case .delivered: "delivered"
    case .failed(let failure, let delay):
      "\(failure.kind.rawValue)" + (delay.map { " \($0.milliseconds)" } ?? "")
    }
  }

  static let cases: [(ending: DispatchAnswer.Ending, way: Payload.Way, words: String)] = [
    (.answered(status: 200), .post, "delivered"), (.answered(status: 202), .alert, "delivered"),
    (.answered(status: 204), .post, "delivered"), (.answered(status: 301), .post, "refused"),
    (.answered(status: 400), .post, "refused"), (.answered(status: 404), .post, "refused"),
    (.answered(status: 410), .post, "refused"), (.answered(status: 408), .post, "server"),
    (.answered(status: 413), .post, "size"), (.answered(status: 429), .post, "throttled"),
    (.answered(status: 500), .post, "server"), (.answered(status: 503), .post, "server"),
    (.answered(status: 250), .mail, "delivered"), (.answered(status: 451), .mail, "server"),
    (.answered(status: 535), .mail, "refused"), (.answered(status: 550), .mail, "refused"),
    (.timedOut, .post, "timeout"), (.hostUnknown("x"), .post, "dns"), (.unreachable("x"), .post, "connection"),
    (.tlsFailed("x"), .mail, "tls"), (.broken("x"), .post, "connection"), (.exited(0), .program, "delivered"),
    (.exited(1), .program, "program"), (.killed(signal: 9), .program, "program"), (.written, .file, "delivered"),
    (.couldNotStart("x"), .program, "program"),
  ]

  @Test("for each kind", arguments: cases.indices)
  func kinds(_ number: Int) {
    let sample = Self.cases[number]
    #expect(Self.words(DeliveryVerdict(DispatchAnswer(sample.ending), sample.way)) == sample.words)
  }

  @Test("tell how long to wait, in a header or as Discord does")
  func delays() {
    var answer = DispatchAnswer(.answered(status: 429))
    answer.said = Array("{\"message\": \"slow\", \"retry_after\": 0.64}".utf8)
    #expect(Self.words(DeliveryVerdict(answer, .post)) == "throttled 640")
    answer.retryAfter = .seconds(3)
    #expect(Self.words(DeliveryVerdict(answer, .post)) == "throttled 3000")
    answer.retryAfter = nil
    for body in ["{\"retry_after\": -1}", "{\"retry_after\": 1e99}", "[]", "\u{1}", "{\"retry_after\": \"x\"}"] {
      answer.said = Array(body.utf8)
      #expect(Self.words(DeliveryVerdict(answer, .post)) == "throttled")
    }
  }

  @Test("quote the receiver in one line, without secrets")
  func quotes() {
    var answer = DispatchAnswer(.answered(status: 404))
    answer.said = Array("no such hook:\n/T/B/hunter2secret \u{1B}[31m".utf8)
    let verdict = DeliveryVerdict(answer, .post, mask: SecretMask(["hunter2secret"]))
    #expect(verdict == .failed(DeliveryFailure(.refused, "status 404: no such hook: /T/B/***"), retryAfter: nil))
  }
}
