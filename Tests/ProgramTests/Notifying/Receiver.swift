import Foundation
import TestSupport

/// A receiver of messages on the loopback interface, and what it got.
struct Receiver: Sendable {
  let server: LoopbackServer

  /// A receiver that answers every message in the same way.
  init(_ answer: LoopbackAnswer = LoopbackAnswer(body: "ok")) {
    server = LoopbackServer { _ in answer }
  }

  /// A receiver that answers as it likes.
  init(answering: @escaping @Sendable (LoopbackRequest) -> LoopbackAnswer) {
    server = LoopbackServer(answering: answering)
  }

  /// A secret address of it.
  var url: String { server.url("/services/T0001/B0001/hunter2hunter2hunter2") }

  /// What came, as JSON, in order.
  var messages: [[String: Any]] {
    server.requests.map { request in
      (try? JSONSerialization.jsonObject(with: Data(request.body))) as? [String: Any] ?? [:]
    }
  }
}

extension Program {
  /// A program whose runbook has channels, and whose `HOOK` is a receiver's address.
  static func notifying(_ runbook: String, hook: String = "http://127.0.0.1:9/services/hunter2hunter2") -> Program {
    var program = Program("[runbook.secrets]\nHOOK = { env = \"HOOK\" }\n" + runbook)
    program.environment["HOOK"] = hook
    program.folder.write("", to: ".session/.keep")
    return program
  }

  /// The events that a command channel has written to `events.jsonl`, by their names.
  var events: [String] {
    (folder.read("events.jsonl") ?? "").split(separator: "\n").compactMap { line in
      let object = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
      return object?["event"] as? String
    }
  }

  /// The entries of the outbox: channel and event.
  var outbox: [String] {
    (folder.read(".pyflow/outbox.jsonl") ?? "").split(separator: "\n").compactMap { line in
      let object = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
      return object.map { "\($0["channel"] ?? "") \($0["event"] ?? "")" }
    }
  }

  /// The records of the audit of one kind.
  func records(_ event: String) -> [String] {
    (folder.read("deploy.audit.jsonl") ?? "").split(separator: "\n").map(String.init).filter {
      $0.contains("\"event\":\"\(event)\"")
    }
  }
}
