public import Running
internal import Text
public import Values

/// What an answer means for a message.
public enum DeliveryVerdict: Sendable, Equatable {
  case delivered
  case failed(DeliveryFailure, retryAfter: Duration?)

  /// The most of an answer that is told.
  private static let mostWords = 200

  /// What `answer` means.
  ///
  /// What the receiver said is told with the failure, without what `mask` hides: it may quote what it was sent, and curl where
  /// to.
  public init(_ answer: DispatchAnswer, _ way: Payload.Way, mask: SecretMask = SecretMask([])) {
    var answer = answer
    answer.said = mask.masked(answer.said)
    self.init(masked: answer, way)
    guard case .failed(let failure, let delay) = self else { return }
    self = .failed(DeliveryFailure(failure.kind, mask.masked(failure.message)), retryAfter: delay)
  }

  private init(masked answer: DispatchAnswer, _ way: Payload.Way) {
    switch answer.ending {
    case .written: self = .delivered
    case .full: self = .failed(DeliveryFailure(.size, "the step's summary is full"), retryAfter: nil)
    case .exited(0): self = .delivered
    case .exited(let code): self = Self.failed(.program, "exit \(code)", answer)
    case .killed(let signal): self = Self.failed(.program, "ended by signal \(signal)", answer)
    case .couldNotStart(let why): self = Self.failed(.program, why, answer)
    case .timedOut: self = .failed(DeliveryFailure(.timeout, "no answer in time"), retryAfter: nil)
    case .hostUnknown(let why): self = .failed(DeliveryFailure(.dns, why), retryAfter: nil)
    case .unreachable(let why): self = .failed(DeliveryFailure(.connection, why), retryAfter: nil)
    case .broken(let why): self = .failed(DeliveryFailure(.connection, why), retryAfter: nil)
    case .tlsFailed(let why): self = .failed(DeliveryFailure(.tls, why), retryAfter: nil)
    case .answered(let status): self = way == .mail ? .ofMail(status, answer) : .ofHTTP(status, answer)
    }
  }

  private static func ofHTTP(_ status: Int, _ answer: DispatchAnswer) -> DeliveryVerdict {
    switch status {
    case 200...299: return .delivered
    case 429:
      let wait = answer.retryAfter ?? bodyDelay(answer.said)
      return .failed(DeliveryFailure(.throttled, "status 429\(said(answer))"), retryAfter: wait)
    case 408, 425: return failed(.server, "status \(status)", answer)
    case 413: return failed(.size, "status 413", answer)
    case 500...599: return failed(.server, "status \(status)", answer)
    default: return failed(.refused, "status \(status)", answer)
    }
  }

  /// RFC 5321, 4.2.1: 4yz is for now, 5yz for good.
  private static func ofMail(_ status: Int, _ answer: DispatchAnswer) -> DeliveryVerdict {
    switch status {
    case 200...399: .delivered
    case 500...599: failed(.refused, "mail status \(status)", answer)
    default: failed(.server, "mail status \(status)", answer)
    }
  }

  private static func failed(
    _ kind: DeliveryFailure.Kind, _ words: String, _ answer: DispatchAnswer
  ) -> DeliveryVerdict {
    .failed(DeliveryFailure(kind, words + said(answer)), retryAfter: answer.retryAfter)
  }

  private static func said(_ answer: DispatchAnswer) -> String {
    let text = OutputText.oneLine(String(decoding: answer.said, as: UTF8.self)).trimmed
    return text.isEmpty ? "" : ": \(FittingText.fit(text, mostWords))"
  }

  /// Discord states the time in its answer's body: `{"retry_after": 0.64}`.
  private static func bodyDelay(_ body: [UInt8]) -> Duration? {
    guard let value = try? JSONReader.read(String(decoding: body, as: UTF8.self)),
      let seconds = value.map?["retry_after"].flatMap({ Double.seconds($0) }), seconds >= 0
    else { return nil }
    return DurationText.seconds(seconds)
  }
}

extension Double {
  fileprivate static func seconds(_ value: Value) -> Double? {
    switch value {
    case .int(let number): Double(number)
    case .double(let number) where number.isFinite: number
    default: nil
    }
  }
}
