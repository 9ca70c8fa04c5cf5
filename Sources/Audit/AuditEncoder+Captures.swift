internal import Running
internal import Values

/// What was seen of what a node changes (design 6, `state.captured`).
extension AuditEncoder {
  mutating func encode(_ capture: NodeCapture) {
    begin(.stateCaptured, capture.node)
    let name = "\(fileName(of: capture.node)).\(capture.moment.step.rawValue).\(capture.attempt)"
    member(.moment, capture.moment.rawValue)
    if let action = capture.action {
      encode(action, node: capture.node, step: capture.moment.step, attempt: capture.attempt)
    }
    if let reason = capture.reason { encode(reason) }
    if let content = capture.content {
      text(capture.moment == .before ? .before : .after, String(decoding: content, as: UTF8.self), name: name)
    }
    if let difference = capture.difference { encode(difference, name: "\(name).difference") }
    member(.durationMs, capture.duration.milliseconds)
    encodeEnding(capture.result)
  }

  private mutating func encode(_ difference: ContentDifference, name: String) {
    member(.changed, difference != .none)
    switch difference {
    case .none: break
    case .lines(let lines): text(.difference, lines, name: name)
    case .values(let values):
      json(.difference, Self.json(values), name: "\(name).json")
      if values.omitted > 0 { member(.omitted, values.omitted) }
    }
  }

  /// The changes as a list of objects, each with its path, what was there, and what is.
  private static func json(_ difference: ValueDifference) -> [UInt8] {
    var stream = JSONStream()
    stream.array(difference.changes) { change, stream in
      stream.object { stream in
        stream.member(AuditField.path.rawValue, change.pointer)
        if let before = change.before { stream.member(AuditField.before.rawValue, value: before) }
        if let after = change.after { stream.member(AuditField.after.rawValue, value: after) }
      }
    }
    return stream.bytes
  }
}
