internal import Runbooks
internal import Templates
internal import Values

/// The tables that nodes may have, in a plan's JSON.
extension PlanEncoder {
  /// Writes a table, if there is one; `members` writes what is in it.
  func encode<Table>(
    _ table: Table?, _ key: String, to stream: inout JSONStream, _ members: (Table, inout JSONStream) -> Void
  ) {
    guard let table else { return }
    stream.object(key) { members(table, &$0) }
  }

  func encode(_ retry: PlanRetry?, to stream: inout JSONStream) {
    encode(retry, "retry", to: &stream) { retry, stream in
      encode(retry.attempts, "attempts", to: &stream)
      encode(retry.delay, "delay", to: &stream)
      encode(retry.backoff, "backoff", to: &stream)
      encode(retry.maximumDelay, "max_delay", to: &stream)
      if retry.jitter.literal != true { encode(retry.jitter, "jitter", to: &stream) }
      if let codes = retry.codes {
        stream.array("on", codes) { range, stream in
          if range.count == 1 { stream.integer(range.lowerBound) } else { stream.string("\(range.lowerBound / 100)xx") }
        }
      }
      if let when = retry.when { stream.member("when", when.text) }
    }
  }

  func encode(_ breaker: PlanBreaker?, to stream: inout JSONStream) {
    encode(breaker, "breaker", to: &stream) { breaker, stream in
      stream.member("name", breaker.name)
      stream.member("threshold", breaker.threshold)
      stream.member("cooldown", DurationText.format(breaker.cooldown))
    }
  }

  func encode(_ poll: PlanPoll?, to stream: inout JSONStream) {
    encode(poll, "poll", to: &stream) { poll, stream in
      if let until = poll.until { stream.member("until", until.text) }
      if let failIf = poll.failIf { stream.member("fail_if", failIf.text) }
      stream.member("every", DurationText.format(poll.every))
      if poll.backoff != .constant {
        stream.member("backoff", poll.backoff.rawValue)
        stream.member("max_every", DurationText.format(poll.maximumEvery))
      }
      if poll.hasJitter { stream.member("jitter", true) }
      stream.member("timeout", DurationText.format(poll.timeout))
      if poll.minimumPasses > 1 { stream.member("min_pass", poll.minimumPasses) }
      if let limit = poll.writtenFailLimit { stream.member("fail_limit", limit) }
      stream.member("unknown_limit", poll.unknownLimit)
      stream.member("on_unknown", poll.onUnknown.rawValue)
      guard poll.isOfObserver else { return }
      stream.member("of", "observer")
      encode(poll.passCodes, "pass_codes", to: &stream)
      encode(poll.failCodes, "fail_codes", to: &stream)
    }
  }

  func encode(_ limits: LimitFields?, to stream: inout JSONStream) {
    encode(limits, "limits", to: &stream) { limits, stream in
      encode(limits.cpu, "cpu", to: &stream)
      encode(limits.memory, "memory", to: &stream)
      encode(limits.files, "files", to: &stream)
      encode(limits.nice, "nice", to: &stream)
    }
  }

  /// Writes where secrets come from, by their names.
  func encode(_ secrets: [PlanSecret], to stream: inout JSONStream) {
    guard !secrets.isEmpty else { return }
    stream.object("secrets") { stream in
      for secret in secrets {
        stream.object(secret.name) { stream in
          stream.member(secret.provider.key.rawValue, secret.provider.text)
          if secret.isOptional { stream.member(SecretKey.optional.rawValue, true) }
        }
      }
    }
  }

  func encode(_ entries: [EnvironmentEntry], to stream: inout JSONStream) {
    guard !entries.isEmpty else { return }
    stream.object("env") { stream in
      for entry in entries { encode(entry.value, entry.name, to: &stream) }
    }
  }

  func encode(_ entries: [(name: String, value: ValueTemplate)], _ key: String, to stream: inout JSONStream) {
    guard !entries.isEmpty else { return }
    stream.object(key) { stream in
      for (name, value) in entries { encode(value, name, to: &stream) }
    }
  }

  func encode(_ numbers: [(name: String, number: Int)], _ key: String, to stream: inout JSONStream) {
    guard !numbers.isEmpty else { return }
    stream.object(key) { stream in
      for (name, number) in numbers { stream.member(name, number) }
    }
  }

  func encode(_ codes: [Int]?, _ key: String, to stream: inout JSONStream) {
    if let codes { stream.array(key, codes) { $1.integer($0) } }
  }
}
