internal import Values

/// Durations as people say them: `0.84s`, `12s`, `3m4s`.
enum PlainTime {
  static func text(_ duration: Duration) -> String {
    guard duration < .seconds(10) else { return DurationText.format(.seconds(duration.components.seconds)) }
    let hundredths = duration.milliseconds / 10
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)s"
  }
}
