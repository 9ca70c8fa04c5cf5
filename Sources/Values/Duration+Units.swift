extension Duration {
  /// The duration in whole milliseconds, the rest cut off; no less and no more than 2⁵³ of them, which JSON keeps.
  public var milliseconds: Int {
    let limit: Int64 = 1 << 43
    return Int(min(max(components.seconds, -limit), limit)) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }

  /// The duration in seconds.
  public var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
